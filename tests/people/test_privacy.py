"""What is held about somebody is found wherever it lies, and handed to nobody else."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from periplus.core.ledger.services import record
from periplus.people.enums import Role
from periplus.people.policies import may_gather_data
from periplus.people.queries.privacy import gather_personal_data, list_register
from tests.factories.people import AffiliationFactory, PersonFactory, person_as

pytestmark = pytest.mark.django_db


def test_the_bundle_holds_every_record_of_the_person_and_no_other() -> None:
    ana, bo = person_as(Role.TEACHER, name="Ana"), person_as(Role.TEACHER, name="Bo")
    place = AffiliationFactory.create(person=ana, position="Reader")
    AffiliationFactory.create(person=bo)
    event = record("test.done", actor=ana, objects={"person": bo})
    record("test.done", actor=bo, objects={})
    EmailAddress.objects.create(user=ana, email="ana@home.example")
    held = {one.label: one.rows for one in gather_personal_data(ana)}
    assert [row["name"] for row in held["people.person"]] == ["Ana"]
    assert [row["uuid"] for row in held["people.affiliation"]] == [str(place.uuid)]
    assert [row["role"] for row in held["people.roleassignment"]] == ["teacher"]
    assert [row["uuid"] for row in held["core.event"]] == [str(event.uuid)]
    assert [row["email"] for row in held["account.emailaddress"]] == ["ana@home.example"]
    assert "Bo" not in json.dumps(held)


def test_an_entry_about_the_person_belongs_to_it() -> None:
    ana = PersonFactory.create()
    record("test.praised", actor=PersonFactory.create(), objects={"person": ana})
    held = {one.label: one.rows for one in gather_personal_data(ana)}
    assert [row["qualifier"] for row in held["core.eventobject"]] == ["person"]


def test_secrets_stay_inside() -> None:
    ana = PersonFactory.create(password="hash-of-it", calendar_key="secret-key")
    text = json.dumps([one.rows for one in gather_personal_data(ana)])
    assert "hash-of-it" not in text
    assert "secret-key" not in text


def test_only_oneself() -> None:
    ana = PersonFactory.create()
    assert may_gather_data(ana, ana)
    refusal = may_gather_data(person_as(Role.ADMINISTRATOR), ana)
    assert not refusal
    assert refusal.hidden


def test_the_download_and_the_page_agree(client: Client) -> None:
    ana = person_as(Role.STUDENT, name="Ana Reis")
    client.force_login(ana)
    page = client.get("/me/data/")
    assert "Ana Reis" in page.content.decode()
    download = client.get("/me/data.json")
    assert download["Content-Disposition"].startswith("attachment")
    records = json.loads(download.content)["records"]
    assert set(records) == {held.label for held in page.context["bundle"]}
    assert records["people.person"][0]["name"] == "Ana Reis"


def test_the_register_covers_sign_in_too(client: Client) -> None:
    labels = {line.model._meta.label_lower for line in list_register()}
    assert {"people.person", "core.event", "account.emailaddress", "mfa.authenticator"} <= labels
    client.force_login(person_as(Role.STUDENT))
    page = client.get("/people/personal-data/").content.decode()
    assert "to sign in and to be written to" in page
