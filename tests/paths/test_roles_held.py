"""The gate asks whether somebody here could do the work: at this university, where the work will lie."""

import uuid

import pytest

from periplus.paths.enums import UnitRule
from periplus.paths.queries.gate import list_findings_of
from periplus.people.enums import Role
from tests.factories.people import InstitutionFactory, person_as
from tests.paths.scene import Scene, chain, task


def nobody_holds(scene: Scene, role: Role, rule: UnitRule = UnitRule.SUBJECT, code: str = "") -> bool:
    chart = chain("simple", task("do", role=role, unit_rule=rule, unit_code=code))
    findings = list_findings_of(scene.version(chart).procedure, chart)
    return any(each.code == "role" for each in findings)


@pytest.mark.parametrize("rule", [UnitRule.SUBJECT, UnitRule.UNIVERSITY])
def test_who_holds_a_role_elsewhere_does_nothing_here(scene: Scene, rule: UnitRule) -> None:
    person_as(Role.REVIEWER, institution=InstitutionFactory.create(), name="Rita")
    assert nobody_holds(scene, Role.REVIEWER, rule)
    person_as(Role.REVIEWER, institution=scene.institution, name="Rob")
    assert not nobody_holds(scene, Role.REVIEWER, rule)


def test_who_holds_a_role_in_a_faculty_does_no_work_of_the_whole_university(scene: Scene) -> None:
    assert not nobody_holds(scene, Role.COORDINATOR)
    assert not nobody_holds(scene, Role.COORDINATOR, UnitRule.NAMED, "ART")
    assert nobody_holds(scene, Role.COORDINATOR, UnitRule.NAMED, "U")
    assert nobody_holds(scene, Role.COORDINATOR, UnitRule.UNIVERSITY)
    person_as(Role.COORDINATOR, unit=scene.university, name="Cora")
    assert not nobody_holds(scene, Role.COORDINATOR, UnitRule.UNIVERSITY)


def test_guests_do_the_work_of_partners_though_they_are_of_no_university(scene: Scene) -> None:
    assert nobody_holds(scene, Role.PARTNER)
    person_as(Role.PARTNER, partner_uuid=uuid.uuid4(), institution=None, name="Gil")
    assert not nobody_holds(scene, Role.PARTNER)
