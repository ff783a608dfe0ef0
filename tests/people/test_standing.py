"""The matrix and what follows from it."""

import datetime as dt
import uuid

import pytest

from periplus.people.enums import Role
from periplus.people.models import RoleAssignment
from periplus.people.permissions import Action, Reach, declare, list_actions, reach_of
from periplus.people.standing import standing_of
from tests.factories.people import LONG_AGO, UnitFactory, person_as

ON = dt.date(2026, 3, 2)
BY_REACH = "people.persons.see"


def test_every_row_has_words_and_somebody() -> None:
    for action in list_actions():
        assert str(action.title), action.key
        assert any(action.reach.values()), f"nobody may {action.title}"
        assert action.key.count(".") == 2, action.key


def test_a_row_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(Action(BY_REACH, "again", {}))


def test_an_unknown_action_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        reach_of([Role.OFFICE], "people.persons.praise")


def test_the_widest_role_counts() -> None:
    assert reach_of([Role.TEACHER, Role.OFFICE], BY_REACH) == Reach.ALL
    assert reach_of([], BY_REACH) == Reach.NOTHING


@pytest.mark.django_db
def test_reach_decides_on_whose_objects() -> None:
    faculty = UnitFactory.create()
    department, elsewhere = UnitFactory.create(parent=faculty), UnitFactory.create()
    standing = standing_of(person_as(Role.COORDINATOR, unit=faculty), on=ON)
    assert standing.may(BY_REACH, unit=department)
    refusal = standing.may(BY_REACH, unit=elsewhere)
    assert not refusal
    assert refusal.hidden
    assert standing.may(BY_REACH, unit=elsewhere, owners=[standing.person_uuid])


@pytest.mark.django_db
def test_a_guest_reaches_the_own_institution_even_with_a_second_role() -> None:
    partner = uuid.uuid4()
    guest = person_as(Role.PARTNER, partner_uuid=partner)
    unit = UnitFactory.create()
    RoleAssignment.objects.create(person=guest, role=Role.COORDINATOR, unit=unit, valid_from=LONG_AGO)
    standing = standing_of(guest, on=ON)
    assert standing.may("partners.contacts.keep", partners=[partner])


@pytest.mark.django_db
def test_nothing_holds_outside_of_its_days_or_for_the_gone() -> None:
    person = person_as(Role.OFFICE)
    RoleAssignment.objects.filter(person=person).update(valid_from=ON, valid_until=ON + dt.timedelta(days=1))
    assert standing_of(person, on=ON).reach(BY_REACH) == Reach.ALL
    for day in (ON - dt.timedelta(days=1), ON + dt.timedelta(days=1)):
        assert standing_of(person, on=day).reach(BY_REACH) == Reach.NOTHING
    person.is_active = False
    assert standing_of(person, on=ON + dt.timedelta(days=2)).holdings == ()
