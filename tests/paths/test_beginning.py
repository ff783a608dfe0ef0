"""About what, for which unit, by whom and how urgent: what a case cannot be begun with."""

from dataclasses import replace
from typing import Any

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.mobility.models import Stay
from periplus.paths.models import Case, ProcedureVersion
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from tests.factories.mobility import StayFactory
from tests.factories.people import InstitutionFactory, UnitFactory, person_as
from tests.paths.scene import AT, Scene, chain, task

pytestmark = pytest.mark.django_db
ABOUT_STAYS = replace(chain("stay", task("x", role=Role.COORDINATOR)), subject_type="mobility.stay")
SIMPLE = chain("simple", task("do"))


def begin(actor: Person, version: ProcedureVersion, **terms: Any) -> Case:
    return start_case(actor=actor, procedure=version.procedure, terms=CaseTerms(**terms), at=AT)


def stay_in(scene: Scene, unit: Unit) -> Stay:
    student = person_as(Role.STUDENT, institution=scene.institution, name="Secret Student")
    stay: Stay = StayFactory.create(unit=unit, person=student)
    return stay


@pytest.fixture
def law(scene: Scene) -> Unit:
    unit: Unit = UnitFactory.create(institution=scene.institution, parent=scene.university, code="LAW")
    return unit


def test_what_one_may_not_see_no_case_is_about(scene: Scene, law: Unit) -> None:
    version, stay = scene.version(ABOUT_STAYS), stay_in(scene, law)
    for unit in (None, scene.faculty):
        with pytest.raises(Invalid, match="Choose what the case is about"):
            begin(scene.carla, version, subject=stay.uuid, unit=unit)
    assert begin(scene.alice, version, subject=stay.uuid).unit == law


def test_ones_own_unit_or_name_does_not_make_it_ones_own(scene: Scene, law: Unit) -> None:
    """A reviewer sees all stays; as coordinator of a faculty the same person begins cases of that faculty."""
    version, stay = scene.version(ABOUT_STAYS), stay_in(scene, law)
    scene.carla.role_assignments.create(role=Role.REVIEWER, valid_from=AT.date())
    for terms in ({"unit": scene.faculty}, {"owner": scene.carla}, {}):
        with pytest.raises(Refused):
            begin(scene.carla, version, subject=stay.uuid, **terms)
    assert begin(scene.carla, version, subject=stay_in(scene, scene.faculty).uuid).unit == scene.faculty


def test_the_unit_of_the_starter_where_nothing_else_says_one(scene: Scene, law: Unit) -> None:
    version = scene.version(SIMPLE)
    assert begin(scene.carla, version, title="x").unit == scene.faculty
    assert begin(scene.carla, version, title="x", unit=scene.university).unit == scene.university
    assert begin(scene.alice, version, title="x").unit is None
    both = person_as(Role.COORDINATOR, unit=law, name="Dora")
    both.role_assignments.create(role=Role.COORDINATOR, unit=scene.faculty, valid_from=AT.date())
    assert begin(both, version, title="x").unit is None


def test_terms_that_cannot_be_are_refused_with_a_sentence_each(scene: Scene) -> None:
    version, elsewhere = scene.version(SIMPLE), InstitutionFactory.create()
    zed = person_as(Role.OFFICE, institution=elsewhere, name="Zed")
    foreign = UnitFactory.create(institution=elsewhere)
    for terms in ({"owner": zed}, {"unit": foreign}, {"owner": zed, "unit": foreign}):
        with pytest.raises(Invalid, match="another university") as refused:
            begin(scene.alice, version, title="x", **terms)
        assert set(refused.value.errors) == set(terms)


@pytest.mark.parametrize("priority", [0, 6, -1, 70_000])
def test_priorities_that_there_are_not(scene: Scene, priority: int) -> None:
    with pytest.raises(Invalid, match="from 1, the most urgent"):
        begin(scene.alice, scene.version(SIMPLE), title="x", priority=priority)
