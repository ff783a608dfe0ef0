"""A machine takes a procedure over, changes it, puts it in force, does its work and moves running cases."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from periplus.core import clock
from tests.api.conftest import Machine
from tests.paths.asking import asking
from tests.paths.scene import APPROVAL, Scene, make_scene, standing, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def alice(scene: Scene, machine_of: Callable[..., Machine]) -> Machine:
    return machine_of(scene.alice)


def started(alice: Machine, scene: Scene, **more: Any) -> Any:
    version = scene.version()
    body = {"procedure": str(version.procedure.uuid), "title": "With Turin", "unit": str(scene.faculty.uuid)}
    return alice.post("/cases", body | more).json()


def test_a_case_is_worked_through(scene: Scene, alice: Machine, machine_of: Callable[..., Machine]) -> None:
    case = started(alice, scene)
    assert [each["node"] for each in case["standing"]] == ["ask"]
    (mine,) = alice.get("/work").json()["items"]
    asked = alice.get(f"/work/{mine['uuid']}").json()["outputs"]
    assert [(each["key"], each["type"], each["required"]) for each in asked] == [("amount", "number", True)]
    refused = alice.post(f"/work/{mine['uuid']}/complete", {"outputs": {"amount": "much"}})
    assert refused.status_code == 422
    assert "number" in str(refused.json()["errors"])
    assert alice.post(f"/work/{mine['uuid']}/complete", {"outputs": {"amount": 5000}}).status_code == 200
    assert alice.post(f"/work/{mine['uuid']}/complete", {"outputs": {"amount": 5000}}).status_code == 403
    carla = machine_of(scene.carla)
    (check,) = carla.get("/work").json()["items"]
    assert carla.get(f"/work/{check['uuid']}").json()["earlier"] == ["ask"]
    assert carla.post(f"/work/{check['uuid']}/take").json()["person"] == str(scene.carla.uuid)
    assert carla.post(f"/work/{check['uuid']}/complete", {"outputs": {"fine": True}}).status_code == 200
    whole = alice.get(f"/cases/{case['uuid']}").json()
    assert whole["values"] == {"amount": 5000, "fine": True, "level": "high"}
    assert [each["node"] for each in whole["standing"]] == ["sign"]


def test_the_same_completion_twice_with_one_key_is_answered_once(scene: Scene, alice: Machine) -> None:
    case = started(alice, scene)
    work = case["standing"][0]["uuid"]
    twice = [
        alice.post(f"/work/{work}/complete", {"outputs": {"amount": 1}}, **{"Idempotency-Key": "k-1"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in twice] == [200, 200]
    assert twice[0].json() == twice[1].json()


def test_steering_a_case(scene: Scene, alice: Machine) -> None:
    path = f"/cases/{started(alice, scene)['uuid']}"
    assert alice.post(f"{path}/suspend").status_code == 422
    assert alice.post(f"{path}/suspend", {"reason": "strike"}).json()["state"] == "suspended"
    assert alice.post(f"{path}/resume").json()["state"] == "running"
    assert alice.send("PUT", f"{path}/priority", {"priority": 9}).status_code == 422
    assert alice.send("PUT", f"{path}/priority", {"priority": 1}).json()["priority"] == 1
    assert alice.post(f"{path}/fly").status_code == 422
    assert alice.post(f"{path}/messages", {"message": "answer"}).status_code == 403
    assert alice.post(f"{path}/cancel", {"reason": "withdrawn"}).json()["state"] == "cancelled"


def test_a_message_names_the_step_that_waits_for_it(scene: Scene, alice: Machine) -> None:
    case = scene.case(asking())
    body = {"message": "answer", "values": {"visa": "yes"}}
    unknown = alice.post(f"/cases/{case.uuid}/messages", body | {"item": str(case.uuid)})
    assert [each["pointer"] for each in unknown.json()["errors"]] == ["/item"]
    here = str(work(case, "ministry").uuid)
    assert alice.post(f"/cases/{case.uuid}/messages", body | {"item": here}).status_code == 200
    assert standing(case) == ["host"]


def test_a_ready_procedure_is_taken_over_changed_and_enacted(alice: Machine) -> None:
    keys = [each["key"] for each in alice.get("/procedures/library").json()]
    assert len(keys) >= 9
    made = alice.post("/procedures", {"library": "budget_transfer"})
    assert made.status_code == 201, made.json()
    draft = made.json()
    chart = draft["chart"]
    chart["title"]["en"] = "Moving money"
    changed = alice.send(
        "PUT", f"/versions/{draft['uuid']}/chart", {"chart": chart, "revision": draft["revision"]}
    )
    assert changed.json()["revision"] == 2
    again = alice.send("PUT", f"/versions/{draft['uuid']}/chart", {"chart": chart, "revision": 1})
    assert again.status_code == 403
    assert "colleague" in again.json()["detail"]
    day = clock.today().isoformat()
    enacted = alice.post(f"/versions/{draft['uuid']}/enact", {"effective_from": day, "reason": "as decided"})
    blocking = [each for each in changed.json()["findings"] if each["blocking"]]
    assert (enacted.status_code == 200) == (not blocking), blocking


def test_a_chart_that_is_none_gets_a_sentence(alice: Machine) -> None:
    refused = alice.post("/procedures", {"chart": {"key": "x", "colour": "blue"}})
    assert refused.status_code == 422
    assert "not a chart" in str(refused.json())
    assert alice.post("/procedures", {"bpmn": "<x/>"}).status_code == 422
    assert alice.post("/procedures", {"library": "none"}).status_code == 422


def test_bpmn_goes_out_and_comes_in_again(scene: Scene, alice: Machine) -> None:
    version = scene.version()
    written = alice.get(f"/versions/{version.uuid}/bpmn")
    assert written["Content-Type"].startswith("application/xml")
    text = written.content.decode().replace('"approval"', '"approval_again"')
    made = alice.post("/procedures", {"bpmn": text})
    assert made.status_code == 201, made.json()
    assert {node["key"] for node in made.json()["chart"]["nodes"]} == {node.key for node in APPROVAL.nodes}


def test_running_cases_are_moved_to_another_version(scene: Scene, alice: Machine) -> None:
    first = scene.version()
    case = scene.case_of(first)
    second = scene.version()
    path = f"/versions/{first.uuid}/switch"
    preview = alice.post(path, {"target": str(second.uuid)}).json()
    assert (preview["cases"], preview["moved"]) == (1, False)
    assert preview["fates"] == [
        {"node": "ask", "count": 1, "target": "ask", "sentence": "", "deadline": False}
    ]
    assert alice.post(path, {"target": str(second.uuid), "preview": False}).json()["moved"]
    assert alice.get(f"/cases/{case.uuid}").json()["version"] == 2


def test_a_decision_table_is_asked(scene: Scene, alice: Machine) -> None:
    path = f"/versions/{scene.version().uuid}/tables/level/decide"
    assert alice.post(path, {"values": {"amount": 20}}).json() == {
        "rules": [1],
        "results": {"level": "low"},
        "problem": "",
    }
    assert alice.post(path, {"values": {}}).json()["problem"]


def test_what_is_not_theirs_does_not_exist(
    scene: Scene, alice: Machine, machine_of: Callable[..., Machine]
) -> None:
    case = started(alice, scene)
    victor = machine_of(scene.victor)
    work = case["standing"][0]["uuid"]
    assert victor.post(f"/work/{work}/complete", {"outputs": {"amount": 1}}).status_code == 403
    stranger = make_scene()
    other = machine_of(stranger.alice)
    assert other.get(f"/cases/{case['uuid']}").status_code == 404
    assert other.get(f"/work/{work}").status_code == 404
    assert other.get("/cases").json()["items"] == []
    day = dt.date(2020, 1, 1).isoformat()
    draft = alice.post("/procedures", {"library": "budget_transfer"}).json()["uuid"]
    late = alice.post(f"/versions/{draft}/enact", {"effective_from": day, "reason": "x"})
    assert late.status_code == 422
