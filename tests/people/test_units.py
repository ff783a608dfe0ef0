"""The tree of units keeps its paths, and roles hold for what lies below."""

import datetime as dt

import pytest

from periplus.core.ledger.services import System
from periplus.core.verdicts import Invalid, Refused
from periplus.people.enums import Role, UnitKind
from periplus.people.models import Institution, Unit
from periplus.people.queries.persons import find_holders
from periplus.people.services.institutions import (
    UnitValues,
    add_institution,
    add_unit,
    change_unit,
    close_unit,
    move_unit,
)
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)
SET_UP = System("set-up")


@pytest.fixture
def institution() -> Institution:
    return add_institution(
        actor=SET_UP,
        name="Universidade do Porto",
        short_name="UP",
        country="pt",
        time_zone="Europe/Lisbon",
        on=ON,
    )


@pytest.fixture
def root(institution: Institution) -> Unit:
    return Unit.objects.get(institution=institution, parent=None)


def unit(parent: Unit, code: str) -> Unit:
    values = UnitValues(name=f"Unit {code}", code=code, kind=UnitKind.FACULTY)
    return add_unit(actor=SET_UP, parent=parent, values=values, on=ON)


def test_an_institution_comes_with_its_root(institution: Institution, root: Unit) -> None:
    assert institution.country == "PT"
    assert (root.name, root.path) == ("Universidade do Porto", f"/{root.pk}/")


def test_moving_a_unit_takes_everything_below_along(root: Unit) -> None:
    law, science = unit(root, "LAW"), unit(root, "SCI")
    maths = unit(science, "MAT")
    logic = unit(maths, "LOG")
    move_unit(actor=SET_UP, unit=maths, parent=law, on=ON)
    for one in (maths, logic):
        one.refresh_from_db()
    assert maths.path == f"{law.path}{maths.pk}/"
    assert logic.path == f"{law.path}{maths.pk}/{logic.pk}/"
    assert not Unit.objects.filter(path__startswith=science.path).exclude(pk=science.pk).exists()


def test_a_unit_does_not_hang_below_itself(root: Unit) -> None:
    science = unit(root, "SCI")
    maths = unit(science, "MAT")
    with pytest.raises(Invalid, match="below itself"):
        move_unit(actor=SET_UP, unit=science, parent=maths, on=ON)
    with pytest.raises(Invalid, match="cannot be moved"):
        move_unit(actor=SET_UP, unit=root, parent=maths, on=ON)


def test_codes_are_used_once(root: Unit) -> None:
    science = unit(root, "SCI")
    unit(root, "LAW")
    with pytest.raises(Invalid, match="this code"):
        unit(root, "LAW")
    values = UnitValues(name="Science", code="LAW", kind=UnitKind.FACULTY)
    with pytest.raises(Invalid, match="this code"):
        change_unit(actor=SET_UP, unit=science, values=values, on=ON)


def test_a_unit_with_units_below_stays_open(root: Unit) -> None:
    science = unit(root, "SCI")
    maths = unit(science, "MAT")
    with pytest.raises(Invalid, match="below it"):
        close_unit(actor=SET_UP, unit=science, on=ON)
    close_unit(actor=SET_UP, unit=maths, on=ON)
    assert close_unit(actor=SET_UP, unit=science, on=ON).valid_until == ON


def test_a_teacher_changes_no_unit(root: Unit) -> None:
    with pytest.raises(Refused, match="role does not include"):
        add_unit(
            actor=person_as(Role.TEACHER),
            parent=root,
            values=UnitValues(name="Mine", code="M", kind=UnitKind.OFFICE),
            on=ON,
        )


def test_the_nearest_holder_answers_for_a_unit(root: Unit) -> None:
    science = unit(root, "SCI")
    maths = unit(science, "MAT")
    of_science = person_as(Role.COORDINATOR, unit=science)
    assert find_holders(Role.COORDINATOR, unit=maths, on=ON) == [of_science]
    of_maths = person_as(Role.COORDINATOR, unit=maths)
    assert find_holders(Role.COORDINATOR, unit=maths, on=ON) == [of_maths]
    assert find_holders(Role.COORDINATOR, unit=science, on=ON) == [of_science]
    assert find_holders(Role.COORDINATOR, unit=root, on=ON) == []
    everywhere = person_as(Role.OFFICE)
    assert find_holders(Role.OFFICE, unit=maths, on=ON) == [everywhere]
