"""How the first administrator of a real server comes in."""

from argparse import Namespace

import pytest
from django.test import Client

from periplus.cli.commands import administrator
from periplus.cli.failures import Failure
from periplus.core import clock
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.standing import standing_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long way out and back"


def make(email: str, name: str = "") -> int:
    return administrator.run(Namespace(email=email, name=name))


def test_the_first_administrator_chooses_a_password_and_is_in(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make("ana@port.example", "Ana Sá") == 0
    said, link = capsys.readouterr().out.splitlines()
    assert said.startswith("Ana Sá is a system administrator.")
    form = client.get(link.partition("localhost:8000")[2], follow=True)
    assert form.status_code == 200
    chosen = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert chosen.status_code == 302
    assert client.login(email="ana@port.example", password=PASSWORD)
    assert client.get("/people/").status_code == 200


def test_a_second_call_changes_nothing_and_gives_a_new_link(capsys: pytest.CaptureFixture[str]) -> None:
    make("ana@port.example", "Ana Sá")
    make("ANA@port.example")
    assert capsys.readouterr().out.count("/accounts/password/reset/key/") == 2
    ana = Person.objects.get()
    roles = [holding.role for holding in standing_of(ana, on=clock.today()).holdings]
    assert roles == [Role.ADMINISTRATOR]


def test_somebody_new_needs_a_name() -> None:
    with pytest.raises(Failure, match="name"):
        make("ana@port.example")
    assert not Person.objects.exists()
