"""A machine makes a responsibility list, fills it, reads what is wrong, and the map of collaboration."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Machine
from tests.paths.scene import Scene, make_scene
from tests.paths.test_workplans import WRITTEN

pytestmark = pytest.mark.django_db
MachineOf = Callable[..., Machine]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def alice(scene: Scene, machine_of: MachineOf) -> Machine:
    return machine_of(scene.alice)


def good(answer: Any) -> Any:
    assert answer.status_code < 300, answer.content
    return answer.json()


def kinds(plan: Any) -> list[str]:
    return [each["kind"] for each in plan["conflicts"]]


def test_a_list_is_made_filled_and_closed(scene: Scene, alice: Machine) -> None:
    body = {"title": "Summer school", "unit": str(scene.faculty.uuid), "given": ["Rooms"]}
    plan = good(alice.post("/workplans", body))
    at = f"/workplans/{plan['uuid']}"
    plan = good(alice.post(f"{at}/modules", {"title": "Teach", "inputs": ["Rooms", "Money"]}))
    assert kinds(plan) == ["nobody", "loose"]
    (module,) = plan["modules"]
    duty = {"duty": "accountable", "person": str(scene.carla.uuid)}
    plan = good(alice.post(f"/modules/{module['uuid']}/duties", duty))
    assert kinds(plan) == ["loose"]
    changed = {"title": "Teach", "inputs": ["Rooms"]}
    assert kinds(good(alice.send("PUT", f"/modules/{module['uuid']}", changed))) == []
    plan = good(alice.post(f"{at}/modules", {"title": "Report"}))
    second = plan["modules"][1]["uuid"]
    plan = good(alice.post(f"/modules/{second}/move", {"by": -1}))
    assert [each["title"] for each in plan["modules"]] == ["Report", "Teach"]
    plan = good(alice.send("DELETE", f"/modules/{second}"))
    (holder,) = plan["modules"][0]["holders"]
    assert (holder["name"], holder["duty"]) == ("Carla", "accountable")
    assert kinds(good(alice.send("DELETE", f"/duties/{holder['uuid']}"))) == ["nobody"]
    renamed = good(alice.send("PUT", at, body | {"title": "Winter school"}))
    assert renamed["title"] == "Winter school"
    assert good(alice.post(f"{at}/close"))["conflicts"] == []
    assert alice.post(f"{at}/modules", {"title": "Late"}).status_code == 403
    assert good(alice.post(f"{at}/reopen"))["closed_on"] is None


def test_a_list_of_a_procedure_and_the_map(scene: Scene, alice: Machine) -> None:
    procedure = scene.version(WRITTEN).procedure
    plan = good(alice.post("/workplans", {"procedure": str(procedure.uuid)}))
    assert [each["node"] for each in plan["modules"]] == ["write", "check", "sign"]
    assert alice.post("/workplans", {"procedure": str(procedure.uuid)}).status_code == 403
    (listed,) = good(alice.get("/workplans"))["items"]
    assert listed["procedure"] == str(procedure.uuid)
    whole = good(alice.get("/collaboration"))
    passing = {(each["source"], each["target"], each["item"]) for each in whole["passings"]}
    assert passing == {("role:office", "role:coordinator", "Draft"), ("outside", "role:vice_rector", "Money")}
    near = good(alice.get("/collaboration?at=outside"))
    assert {each["key"] for each in near["parties"]} == {"outside", "role:vice_rector"}


def test_strangers_and_mistakes_are_told(scene: Scene, alice: Machine, machine_of: MachineOf) -> None:
    plan = good(alice.post("/workplans", {"title": "Mine"}))
    victor = machine_of(scene.victor)
    assert good(victor.get(f"/workplans/{plan['uuid']}"))["title"] == "Mine"
    assert victor.post(f"/workplans/{plan['uuid']}/modules", {"title": "A"}).status_code == 403
    nameless = alice.post("/workplans", {"title": " "})
    assert nameless.status_code == 422
    assert "Give the list a name" in str(nameless.json())
    module = good(alice.post(f"/workplans/{plan['uuid']}/modules", {"title": "A"}))["modules"][0]
    assert alice.post(f"/modules/{module['uuid']}/duties", {"duty": "informed"}).status_code == 422
