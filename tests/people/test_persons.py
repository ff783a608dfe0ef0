"""People come, change, belong, get roles and leave."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.core.ledger.queries import list_events_about
from periplus.core.ledger.services import System
from periplus.core.verdicts import Invalid, Refused
from periplus.people import policies
from periplus.people.enums import AffiliationKind, Role
from periplus.people.models import Affiliation, Person, RoleAssignment
from periplus.people.queries.persons import is_living, list_candidates, list_living_persons
from periplus.people.services.affiliations import affiliate, end_affiliation
from periplus.people.services.leaving import close_accounts, record_leaving
from periplus.people.services.persons import add_person, change_person
from periplus.people.services.roles import assign_role, end_role
from periplus.people.standing import standing_of
from tests.factories.people import PersonFactory, UnitFactory, person_as

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)
SET_UP = System("set-up")


def events(person: Person) -> list[str]:
    return [event.type for event in list_events_about(person.uuid)]


def test_adding_somebody() -> None:
    admin = person_as(Role.ADMINISTRATOR)
    person = add_person(
        actor=admin, email=" Li@Port.example ", name="李  明", institution=None, language="zh-hans", on=ON
    )
    assert (person.name, person.email, person.language) == ("李 明", "Li@Port.example", "zh-hans")
    assert not person.has_usable_password()
    assert events(person) == ["people.person.added"]
    with pytest.raises(Invalid, match="already here"):
        add_person(actor=admin, email="li@port.EXAMPLE", name="Li", institution=None, on=ON)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_add_people(role: Role) -> None:
    unit = UnitFactory.create()
    actor = person_as(role, unit=unit, partner_uuid=unit.uuid)
    with pytest.raises(Refused):
        add_person(actor=actor, email="x@port.example", name="X", institution=None, on=ON)
    assert not Person.objects.filter(email="x@port.example").exists()


def test_everybody_corrects_the_own_name_but_not_the_address() -> None:
    ana = person_as(Role.STUDENT, name="Ana", email="ana@port.example")
    change_person(actor=ana, person=ana, name="Ana Reis", on=ON)
    ana.refresh_from_db()
    assert (ana.name, ana.sort_key) == ("Ana Reis", "ana reis")
    with pytest.raises(Refused):
        change_person(actor=ana, person=ana, name="Ana Reis", email="other@port.example", on=ON)
    with pytest.raises(Refused):
        change_person(actor=ana, person=PersonFactory.create(), name="Not me", on=ON)


def test_without_a_role_one_changes_nothing() -> None:
    nobody = PersonFactory.create(name="Ana")
    with pytest.raises(Refused, match="role does not include"):
        change_person(actor=nobody, person=nobody, name="Ana Reis", on=ON)


def test_a_change_that_changes_nothing_leaves_no_trace() -> None:
    ana = person_as(Role.TEACHER, name="Ana")
    change_person(actor=ana, person=ana, name="Ana", on=ON)
    assert events(ana) == []


def test_belonging_twice_at_a_time_is_refused() -> None:
    unit, person = UnitFactory.create(), PersonFactory.create()
    place = affiliate(
        actor=SET_UP, person=person, unit=unit, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON
    )
    with pytest.raises(Invalid, match="already belongs"):
        affiliate(actor=SET_UP, person=person, unit=unit, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON)
    end_affiliation(actor=SET_UP, affiliation=place, valid_until=dt.date(2026, 5, 1), on=ON)
    again = affiliate(
        actor=SET_UP,
        person=person,
        unit=unit,
        kind=AffiliationKind.ACADEMIC,
        valid_from=dt.date(2026, 5, 1),
        on=ON,
    )
    assert again.valid_until is None


def test_a_coordinator_says_who_belongs_to_the_own_units_only() -> None:
    faculty = UnitFactory.create()
    department, elsewhere = UnitFactory.create(parent=faculty), UnitFactory.create()
    carla, person = person_as(Role.COORDINATOR, unit=faculty), PersonFactory.create()
    affiliate(
        actor=carla, person=person, unit=department, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON
    )
    with pytest.raises(Refused):
        affiliate(
            actor=carla, person=person, unit=elsewhere, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON
        )


def test_coordinators_see_the_people_of_their_units() -> None:
    faculty, other = UnitFactory.create(), UnitFactory.create()
    department = UnitFactory.create(parent=faculty)
    carla = person_as(Role.COORDINATOR, unit=faculty)
    inside, outside, gone = PersonFactory.create_batch(3)
    for person, unit, until in ((inside, department, None), (outside, other, None), (gone, faculty, ON)):
        Affiliation.objects.create(
            person=person,
            unit=unit,
            kind=AffiliationKind.ACADEMIC,
            valid_from=dt.date(2020, 1, 1),
            valid_until=until,
        )
    assert set(policies.visible_persons(carla)) == {carla, inside}
    assert set(policies.visible_persons(person_as(Role.OFFICE))) >= {carla, inside, outside, gone}
    student = person_as(Role.STUDENT)
    assert set(policies.visible_persons(student)) == {student}


@pytest.mark.parametrize(
    ("role", "field"), [(Role.COORDINATOR, "unit"), (Role.PARTNER, "partner")], ids=["unit", "partner"]
)
def test_roles_that_need_a_place(role: Role, field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        assign_role(actor=SET_UP, person=PersonFactory.create(), role=role, valid_from=ON, on=ON)
    assert field in invalid.value.errors


def test_a_role_is_given_and_ends() -> None:
    person = PersonFactory.create()
    today = clock.today()
    assert standing_of(person, on=today).holdings == ()
    post = assign_role(actor=SET_UP, person=person, role=Role.OFFICE, valid_from=today, on=today)
    assert [one.role for one in standing_of(person, on=today).holdings] == [Role.OFFICE]
    with pytest.raises(Invalid, match="already holds"):
        assign_role(actor=SET_UP, person=person, role=Role.OFFICE, valid_from=today, on=today)
    end_role(actor=SET_UP, assignment=post, valid_until=today, on=today)
    assert standing_of(person, on=today).holdings == ()
    assert events(person) == ["people.role.ended", "people.role.given"]


def test_the_last_administrator_stays() -> None:
    admin = person_as(Role.ADMINISTRATOR)
    post = RoleAssignment.objects.get(person=admin)
    with pytest.raises(Invalid, match="last system administrator"):
        end_role(actor=admin, assignment=post, valid_until=ON, on=ON)
    with pytest.raises(Invalid, match="last system administrator"):
        record_leaving(actor=admin, person=admin, left_on=ON, on=ON)
    person_as(Role.ADMINISTRATOR)
    end_role(actor=admin, assignment=post, valid_until=ON, on=ON)
    assert post.valid_until == ON


def test_leaving_ends_everything_on_its_day() -> None:
    unit = UnitFactory.create()
    person = person_as(Role.COORDINATOR, unit=unit)
    affiliate(actor=SET_UP, person=person, unit=unit, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON)
    last = ON + dt.timedelta(days=30)
    record_leaving(actor=SET_UP, person=person, left_on=last, on=ON)
    person.refresh_from_db()
    assert person.is_active
    assert is_living(person, on=last - dt.timedelta(days=1))
    assert not is_living(person, on=last)
    assert RoleAssignment.objects.get(person=person).valid_until == last
    assert Affiliation.objects.get(person=person).valid_until == last
    assert close_accounts(today=last - dt.timedelta(days=1)) == 0
    assert close_accounts(today=last) == 1
    person.refresh_from_db()
    assert not person.is_active
    assert person not in list_living_persons(on=last)
    assert events(person)[:2] == ["people.account.closed", "people.person.left"]


def test_leaving_today_closes_the_account_at_once() -> None:
    person = person_as(Role.TEACHER)
    office = person_as(Role.OFFICE)
    record_leaving(actor=office, person=person, left_on=ON, on=ON)
    person.refresh_from_db()
    assert not person.is_active
    with pytest.raises(Refused, match="already recorded"):
        record_leaving(actor=office, person=person, left_on=ON, on=ON)


def test_choosing_a_person_by_parts_of_the_name() -> None:
    office = person_as(Role.OFFICE, name="Olga Office")
    jose = PersonFactory.create(name="José da Silva")
    assert list(list_candidates(office, text="silva jos", on=ON)) == [jose]
    assert list(list_candidates(office, text="ilva", on=ON)) == []
