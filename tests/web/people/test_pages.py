"""People and rights as pages: what somebody of a role does from start to end."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.test import Client

from periplus.core import clock
from periplus.core.text import normalise, sort_key
from periplus.partners.enums import NameKind
from periplus.partners.models import Partner, PartnerName
from periplus.people.enums import AffiliationKind, Role
from periplus.people.models import Affiliation, ApiToken, Institution, Person, RoleAssignment, Unit
from periplus.people.queries.tokens import find_token
from tests.factories.people import AffiliationFactory, PersonFactory, UnitFactory, person_as
from tests.web.lists import assert_constant_queries, count_queries, rows_of_csv

pytestmark = pytest.mark.django_db
TODAY = clock.today


@pytest.fixture
def admin(client: Client) -> Person:
    person = person_as(Role.ADMINISTRATOR, name="Ada Admin")
    client.force_login(person)
    return person


def as_role(client: Client, role: Role, **values: object) -> Person:
    person = person_as(role, **values)  # type: ignore[arg-type]
    client.force_login(person)
    return person


def partner(name: str) -> Partner:
    made = Partner.objects.create(name=name, sort_key=sort_key(name), country="BR")
    PartnerName.objects.create(partner=made, name=name, normalised=normalise(name), kind=NameKind.OFFICIAL)
    return made


@pytest.mark.usefixtures("admin")
def test_adding_somebody_and_giving_a_role(client: Client) -> None:
    assert client.get("/people/add/").status_code == 200
    fields = {"name": "Bo Silva", "email": "bo@port.example", "language": "pt"}
    added = client.post("/people/add/", fields)
    bo = Person.objects.get(email="bo@port.example")
    assert (added.status_code, added["Location"]) == (303, f"/people/{bo.uuid}/")
    again = client.post("/people/add/", fields)
    assert again.status_code == 422
    assert "already here" in again.content.decode()

    unit = UnitFactory.create(name="Faculty of Law")
    url = f"/people/{bo.uuid}/roles/give/"
    missing = client.post(url, {"role": "coordinator", "valid_from": "2026-01-01"})
    assert missing.status_code == 422
    assert "needs a unit" in missing.content.decode()
    given = client.post(url, {"role": "coordinator", "unit": unit.pk, "valid_from": "2026-01-01"})
    assert given.status_code == 303
    page = client.get(f"/people/{bo.uuid}/").content.decode()
    assert "Unit coordinator" in page
    assert "Faculty of Law" in page
    assert "Ada Admin gave" in page

    post = RoleAssignment.objects.get(person=bo)
    assert client.get(f"/people/roles/{post.uuid}/end/").status_code == 200
    client.post(f"/people/roles/{post.uuid}/end/", {"valid_until": "2026-06-30"})
    post.refresh_from_db()
    assert post.valid_until == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Universidade de", "Several fit"),
        ("Nowhere", "No partner is called so"),
        ("", "belongs to a partner"),
    ],
)
def test_a_guest_needs_exactly_one_institution(
    client: Client, admin: Person, written: str, sentence: str
) -> None:
    lisbon, _sao_paulo = partner("Universidade de Lisboa"), partner("Universidade de São Paulo")
    guest = PersonFactory.create()
    url = f"/people/{guest.uuid}/roles/give/"
    fields = {"role": "partner", "valid_from": "2026-01-01"}
    refused = client.post(url, fields | {"partner": written})
    assert refused.status_code == 422, admin
    assert sentence in refused.content.decode()
    assert client.post(url, fields | {"partner": "universidade de lisboa"}).status_code == 303
    assert RoleAssignment.objects.get(person=guest).partner_uuid == lisbon.uuid


def test_a_coordinator_says_who_belongs_to_the_faculty(client: Client) -> None:
    faculty = UnitFactory.create()
    as_role(client, Role.COORDINATOR, unit=faculty)
    member = AffiliationFactory.create(unit=faculty).person
    stranger = PersonFactory.create()
    fields = {"unit": UnitFactory.create(parent=faculty).pk, "kind": "academic", "valid_from": "2026-01-01"}
    assert client.post(f"/people/{member.uuid}/places/give/", fields).status_code == 303
    elsewhere = fields | {"unit": UnitFactory.create().pk}
    assert client.post(f"/people/{member.uuid}/places/give/", elsewhere).status_code == 403
    assert client.get(f"/people/{stranger.uuid}/").status_code == 404
    place = Affiliation.objects.get(person=member, kind=AffiliationKind.ACADEMIC)
    assert client.get(f"/people/places/{place.uuid}/end/").status_code == 200
    client.post(f"/people/places/{place.uuid}/end/", {"valid_until": "2026-02-01"})
    place.refresh_from_db()
    assert place.valid_until == dt.date(2026, 2, 1)


def test_the_office_records_that_somebody_leaves(client: Client) -> None:
    as_role(client, Role.OFFICE)
    leaver = person_as(Role.TEACHER, name="Leaver")
    url = f"/people/{leaver.uuid}/leave/"
    assert "raise a signal" in client.get(url).content.decode()
    assert client.post(url, {"left_on": TODAY().isoformat()}).status_code == 303
    leaver.refresh_from_db()
    assert not leaver.is_active
    again = client.post(url, {"left_on": TODAY().isoformat()})
    assert again.status_code == 422
    assert "already recorded" in again.content.decode()


def test_the_list_narrows_and_exports(client: Client, admin: Person) -> None:
    faculty = UnitFactory.create()
    ana = AffiliationFactory.create(unit=UnitFactory.create(parent=faculty), person__name="Ana Reis").person
    RoleAssignment.objects.create(person=ana, role=Role.TEACHER, valid_from="2020-01-01")
    gone = PersonFactory.create(name="Gone Person", is_active=False)

    def names(**query: str) -> set[str]:
        rows = rows_of_csv(client, "/people/?" + urlencode(query | {"format": "csv"}))
        return {row[0] for row in rows[1:]}

    assert names() == {"Ana Reis", admin.name}
    assert names(show="left") == {gone.name}
    assert names(q="rei an", show="all") == {"Ana Reis"}
    assert names(role="teacher") == {"Ana Reis"}
    assert names(unit=str(faculty.uuid)) == {"Ana Reis"}
    assert names(unit="not-a-uuid") in ({"Ana Reis", admin.name}, set())


def test_the_list_asks_as_often_for_one_person_as_for_three(client: Client, admin: Person) -> None:
    unit = UnitFactory.create(institution=admin.institution)

    def make() -> None:
        person = person_as(Role.TEACHER, unit=unit)
        AffiliationFactory.create(person=person, unit=unit)

    assert_constant_queries(client, "/people/", make)


def test_the_tree_asks_once(client: Client, admin: Person) -> None:
    root = UnitFactory.create(institution=admin.institution)
    UnitFactory.create(parent=root, institution=root.institution)
    before = count_queries(client, "/units/")
    for _ in range(3):
        UnitFactory.create(parent=root, institution=root.institution)
    assert count_queries(client, "/units/") == before


@pytest.mark.usefixtures("admin")
def test_growing_the_tree(client: Client) -> None:
    fields = {
        "name": "Universidade do Porto",
        "short_name": "UP",
        "country": "PT",
        "time_zone": "Europe/Lisbon",
        "year_starts_month": 9,
    }
    assert client.get("/institutions/add/").status_code == 200
    assert client.post("/institutions/add/", fields).status_code == 303
    institution = Institution.objects.get(short_name="UP")
    assert Partner.objects.get(served_here=True).uuid == institution.uuid
    root = Unit.objects.get(institution=institution)
    law = {"name": "Law", "code": "LAW", "kind": "faculty"}
    client.post(f"/units/{root.uuid}/add/", law)
    client.post(f"/units/{root.uuid}/add/", {"name": "Science", "code": "SCI", "kind": "faculty"})
    faculty, science = Unit.objects.get(code="LAW"), Unit.objects.get(code="SCI")
    assert client.get(f"/units/{faculty.uuid}/move/").status_code == 200
    assert client.post(f"/units/{faculty.uuid}/move/", {"parent": science.pk}).status_code == 303
    faculty.refresh_from_db()
    assert faculty.path == f"{science.path}{faculty.pk}/"
    client.post(f"/units/{faculty.uuid}/change/", law | {"name": "School of Law"})
    page = client.get(f"/units/{faculty.uuid}/").content.decode()
    assert "School of Law" in page
    closing = client.post(f"/units/{science.uuid}/close/", headers={"Referer": "http://testserver/units/"})
    assert (closing.status_code, closing["Location"]) == (303, "http://testserver/units/")
    assert "Move or close those first" in client.get("/units/").content.decode()
    client.post(f"/units/{faculty.uuid}/close/")
    faculty.refresh_from_db()
    assert faculty.valid_until == TODAY()


def test_the_matrix_stands_as_declared(client: Client) -> None:
    as_role(client, Role.TEACHER)
    page = client.get("/people/permissions/")
    assert page.status_code == 200
    rows = {action.key: dict(cells) for _name, group in page.context["table"] for action, cells in group}
    assert rows["people.roles.assign"][Role.ADMINISTRATOR].name == "ALL"
    assert rows["people.roles.assign"][Role.TEACHER].name == "NOTHING"
    assert "give and take roles" in page.content.decode()


def test_who_can_see_a_person(client: Client) -> None:
    faculty = UnitFactory.create()
    carla = person_as(Role.COORDINATOR, unit=faculty, name="Carla Own")
    person_as(Role.COORDINATOR, unit=UnitFactory.create(), name="Other Coordinator")
    member = AffiliationFactory.create(unit=faculty, person__name="Member").person
    url = f"/people/who/people.person/{member.uuid}/people.persons.see/"
    as_role(client, Role.OFFICE)
    page = client.get(url).content.decode()
    assert "Vice-rector" in page
    assert carla.name in page
    assert "Other Coordinator" not in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert carla.name in part
    as_role(client, Role.STUDENT)
    assert client.get(url).status_code == 404


def test_only_a_feed_that_was_open_has_an_old_address(client: Client) -> None:
    as_role(client, Role.STUDENT)
    opened = client.post("/me/calendar/open/", follow=True).content.decode()
    assert "Your calendar feed is open." in opened
    assert "The old one is dead." not in opened
    renewed = client.post("/me/calendar/open/", follow=True).content.decode()
    assert "Your calendar feed has a new address. The old one is dead." in renewed


def test_settings_are_kept(client: Client) -> None:
    ana = as_role(client, Role.STUDENT)
    assert client.get("/me/").status_code == 200
    wanted = {"language": "zh-hans", "time_zone": "Asia/Shanghai", "theme": "dark", "digest": "weekly"}
    assert client.post("/me/", wanted).status_code == 303
    ana.refresh_from_db()
    assert {name: getattr(ana, name) for name in wanted} == wanted
    refused = client.post("/me/", wanted | {"time_zone": "Mars/Base"})
    assert refused.status_code == 422
    client.post("/me/calendar/open/")
    ana.refresh_from_db()
    assert f"http://testserver/calendar/{ana.calendar_key}.ics" in client.get("/me/").content.decode()
    client.post("/me/calendar/close/")
    ana.refresh_from_db()
    assert ana.calendar_key == ""


def test_a_key_is_shown_once(client: Client) -> None:
    ana = as_role(client, Role.OFFICE)
    expires = TODAY() + dt.timedelta(days=30)
    made = client.post("/me/keys/", {"name": "office", "use": "read", "expires_on": expires.isoformat()})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    token = find_token(secret, on=TODAY())
    assert token is not None
    assert token.person == ana
    assert secret not in client.get("/me/keys/").content.decode()
    as_role(client, Role.OFFICE)
    assert client.post(f"/me/keys/{token.uuid}/revoke/").status_code == 404
    client.force_login(ana)
    assert client.post(f"/me/keys/{token.uuid}/revoke/").status_code == 303
    assert ApiToken.objects.get().revoked_at is not None


def test_a_person_corrects_the_own_name(client: Client) -> None:
    ana = as_role(client, Role.TEACHER, name="Ana", email="ana@port.example")
    url = f"/people/{ana.uuid}/change/"
    assert client.post(url, {"name": "Ana Reis", "email": "evil@port.example"}).status_code == 303
    ana.refresh_from_db()
    assert (ana.name, ana.email) == ("Ana Reis", "ana@port.example")
