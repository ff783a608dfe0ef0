"""What a machine sends that does not fit is refused with a sentence, and breaks nothing."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from periplus.paths.enums import ValueType
from periplus.people.enums import Role
from tests.api.conftest import Machine
from tests.factories.mobility import StayFactory
from tests.factories.people import InstitutionFactory, UnitFactory, person_as
from tests.paths.scene import Scene, chain, item, make_scene, task, work

pytestmark = pytest.mark.django_db
MachineOf = Callable[..., Machine]
SIMPLE = chain("simple", task("do"))


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def begun(scene: Scene, machine: Machine, **more: Any) -> Any:
    body = {"procedure": str(scene.version(SIMPLE).procedure.uuid), "title": "x"}
    return machine.post("/cases", body | more)


@pytest.mark.parametrize("priority", [-1, 99, 70_000])
def test_a_priority_that_there_is_not(scene: Scene, machine_of: MachineOf, priority: int) -> None:
    answer = begun(scene, machine_of(scene.alice), priority=priority)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/priority"


def test_an_owner_of_another_university(scene: Scene, machine_of: MachineOf) -> None:
    zed = person_as(Role.OFFICE, institution=InstitutionFactory.create(), name="Zed")
    assert begun(scene, machine_of(scene.alice), owner=str(zed.uuid)).status_code == 422


def test_a_subject_that_the_caller_may_not_see_stays_unnamed(scene: Scene, machine_of: MachineOf) -> None:
    law = UnitFactory.create(institution=scene.institution, parent=scene.university, code="LAW")
    student = person_as(Role.STUDENT, institution=scene.institution, name="Secret Student")
    stay = StayFactory.create(unit=law, person=student)
    chart = replace(chain("stay", task("x", role=Role.COORDINATOR)), subject_type="mobility.stay")
    body = {"procedure": str(scene.version(chart).procedure.uuid), "subject": str(stay.uuid)}
    answer = machine_of(scene.carla).post("/cases", body | {"unit": str(scene.faculty.uuid)})
    assert answer.status_code == 422
    assert "Secret" not in str(answer.json())


@pytest.mark.parametrize("value", ["a\x00b", "\ud800"])
def test_a_text_that_cannot_be_kept(scene: Scene, machine_of: MachineOf, value: str) -> None:
    alice, case = machine_of(scene.alice), scene.case(chain("t", task("do", item("x"))))
    path = f"/work/{work(case, 'do').uuid}"
    assert alice.post(f"{path}/complete", {"outputs": {"x": value}}).status_code == 422
    assert alice.post(f"{path}/complete", {"outputs": {value: "x"}}).status_code == 422
    assert alice.post(f"{path}/hand_over", {"reason": value}).status_code == 422
    assert alice.send("PUT", f"{path}/draft", {"outputs": {"x": value}}).status_code == 200
    assert begun(scene, alice, title=value).status_code == 422


def test_people_and_files_that_are_not_there(scene: Scene, machine_of: MachineOf) -> None:
    asked = (item("x", ValueType.PERSON), item("f", ValueType.FILE))
    case = scene.case(chain("t", task("do", *asked)))
    outputs = {"x": str(uuid.uuid4()), "f": str(uuid.uuid4())}
    path = f"/work/{work(case, 'do').uuid}/complete"
    answer = machine_of(scene.alice).post(path, {"outputs": outputs})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/x", "/f"]
