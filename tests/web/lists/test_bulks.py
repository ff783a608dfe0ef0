"""Doing something with many rows: chosen, asked once more, done; never to rows the person does not see."""

import re

import pytest
from django.test import Client

from periplus.partners.models import Partner
from periplus.people.models import Person
from tests.web.lists.conftest import Make

URL = "/harbours/"
pytestmark = pytest.mark.django_db


def noted() -> list[str]:
    return list(Partner.objects.exclude(note="").order_by("sort_key").values_list("name", flat=True))


@pytest.fixture
def ports(make: Make) -> dict[str, Partner]:
    rows = [make("Porto"), make("Santos", country="BR"), make("Xiamen", country="CN")]
    return {row.name: row for row in rows}


def test_rows_are_asked_about_before_anything_happens(client: Client, ports: dict[str, Partner]) -> None:
    answer = client.post(URL, {"bulk": "note", "row": [ports["Porto"].pk, ports["Santos"].pk]})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "What do you note?" in html
    assert "2 rows" in html
    assert re.findall(r"<li>([A-Z]\w+)</li>", html) == ["Porto", "Santos"]
    assert noted() == []


def test_confirmed_it_happens_to_the_ticked_rows(client: Client, ports: dict[str, Partner]) -> None:
    chosen = {"bulk": "note", "row": [ports["Porto"].pk, ports["Santos"].pk], "confirmed": "1", "note": "x"}
    answer = client.post(f"{URL}?sort=-name", chosen, follow=True)
    assert answer.redirect_chain == [(f"{URL}?sort=-name", 303)]
    assert "2 noted" in answer.content.decode()
    assert noted() == ["Porto", "Santos"]


@pytest.mark.usefixtures("ports")
def test_all_rows_means_all_that_the_filters_leave(client: Client) -> None:
    client.post(f"{URL}?country=BR&country=CN", {"bulk": "note", "all": "1", "confirmed": "1", "note": "x"})
    assert noted() == ["Santos", "Xiamen"]


def test_rows_that_are_not_seen_are_not_touched(client: Client, ports: dict[str, Partner]) -> None:
    Person.objects.update(name="Guest")
    chosen = {"bulk": "note", "row": [ports["Porto"].pk, ports["Xiamen"].pk], "confirmed": "1", "note": "x"}
    client.post(URL, chosen)
    assert noted() == ["Porto"]


def test_bad_input_comes_back_with_what_was_typed_and_chosen(
    client: Client, ports: dict[str, Partner]
) -> None:
    long = "far more than twenty letters"
    answer = client.post(URL, {"bulk": "note", "row": [ports["Porto"].pk], "confirmed": "1", "note": long})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{long}"' in html
    assert f'name="row" value="{ports["Porto"].pk}"' in html
    assert noted() == []


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"bulk": "note"}, "No row is chosen. Tick the rows first."),
        ({"bulk": "note", "row": "rubbish"}, "No row is chosen. Tick the rows first."),
        ({"bulk": "rubbish", "row": "1"}, "Choose what to do with the rows."),
        ({"row": "1"}, "Choose what to do with the rows."),
    ],
)
@pytest.mark.usefixtures("ports")
def test_nothing_to_do_is_said(client: Client, posted: dict[str, str], sentence: str) -> None:
    assert sentence in client.post(URL, posted, follow=True).content.decode()


def test_what_is_not_allowed_stays_a_disabled_button_and_is_refused(
    client: Client, ports: dict[str, Partner]
) -> None:
    assert "Harbours do not sink." in client.get(URL).content.decode()
    answer = client.post(URL, {"bulk": "never", "row": [ports["Porto"].pk], "confirmed": "1", "note": "x"})
    assert answer.status_code == 403
    assert noted() == []
