"""By machine: from a red goal to the package, the late case, the person and back; a lever, and its effect."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from periplus.core import clock
from periplus.loop.services.rounds import run_daily_round
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.cases import version_in_force
from tests.api.conftest import Machine
from tests.loop.procedures import Works, after, put_in_force
from tests.loop.scene import MEETING, MONDAY, THURSDAY, Scene, make_scene
from tests.loop.stretch import Tide, registered

pytestmark = pytest.mark.django_db
MachineOf = Callable[..., Machine]
LATE_DAY = THURSDAY  # ten days after Monday: “ask” was due after five


@pytest.fixture
def scene() -> Iterator[Scene]:
    with registered(Tide()):
        yield make_scene()


@pytest.fixture
def works(scene: Scene) -> Works:
    scene.goal.accountable = scene.alice
    scene.goal.save()
    works = put_in_force(scene, at=after(-60))
    february(works)
    return works


def february(works: Works) -> None:
    """Four pieces of work fell due, one of them was late: a quarter."""
    for name, days in (("Graz", 14), ("Brno", 1)):  # “ask” may take 5 days
        case = works.begin(name, at=after(-28))
        works.do(case, "ask", at=after(-28 + days), amount=500)
        works.do(case, "check", at=after(-28 + days), fine=True)


def april(works: Works) -> None:
    """By the new version: asked after twenty days, which is in time now, and checked in time."""
    case = works.begin("Lund", at=after(15))
    works.do(case, "ask", at=after(35), amount=500)
    works.do(case, "check", at=after(36), fine=True)


def good(answer: Any) -> Any:
    assert answer.status_code < 300, answer.content
    return answer.json()


def a_package(works: Works, **more: Any) -> dict[str, Any]:
    scene = works.scene
    return {
        "title": "Two agreements",
        "binding": "cases",
        "unit": str(scene.university.uuid),
        "accountable": str(scene.carla.uuid),
        "due_on": "2026-03-10",
        "procedure": str(works.procedure.uuid),
        "expected": 2,
        "share": 50,
        **more,
    }


def test_a_package_by_machine(works: Works, machine_of: MachineOf) -> None:
    scene, office = works.scene, machine_of(works.scene.alice)
    with clock.moved_to(MONDAY):
        made = good(office.post(f"/goals/{scene.goal.uuid}/packages", a_package(works)))
        assert (made["reference"], made["state"], made["progress"]["done"]) == (
            f"{scene.goal.reference}.1",
            "open",
            0,
        )
        case = good(office.post(f"/packages/{made['uuid']}/cases", {"title": "Turin"}))
        assert case["owner"] == str(scene.carla.uuid)
        (listed,) = good(office.get(f"/packages/{made['uuid']}/cases"))["items"]
        assert listed["uuid"] == case["uuid"]
        changed = good(
            office.send("PUT", f"/packages/{made['uuid']}", a_package(works, title="Three", expected=3))
        )
        assert (changed["title"], changed["expected"]) == ("Three", 3)
        given = {"accountable": str(scene.victor.uuid), "reason": "Carla is away."}
        handed = good(office.post(f"/packages/{made['uuid']}/handover", given))
        assert handed["accountable"] == str(scene.victor.uuid)
        settled = {"state": "dropped", "reason": "Not any more."}
        assert good(office.post(f"/packages/{made['uuid']}/settle", settled))["state"] == "dropped"
    assert good(office.get(f"/packages?goal={scene.goal.uuid}&state=open"))["items"] == []


def test_mistakes_and_strangers_are_told(works: Works, machine_of: MachineOf) -> None:
    scene, office = works.scene, machine_of(works.scene.alice)
    address = f"/goals/{scene.goal.uuid}/packages"
    with clock.moved_to(MONDAY):
        answer = office.post(address, a_package(works, share=120, expected=None))
        assert answer.status_code == 422
        assert {"share", "expected"} <= {
            each["pointer"].rpartition("/")[2] for each in answer.json()["errors"]
        }
        assert machine_of(scene.carla).post(address, a_package(works)).status_code == 403


def test_from_a_red_goal_to_the_person_and_back_and_a_lever_with_its_effect(
    works: Works, machine_of: MachineOf
) -> None:
    scene = works.scene
    office, lead = machine_of(scene.alice), machine_of(scene.victor)
    with clock.moved_to(MONDAY):
        package = good(office.post(f"/goals/{scene.goal.uuid}/packages", a_package(works)))
        case = good(office.post(f"/packages/{package['uuid']}/cases", {"title": "Turin"}))
    deviation = _deviation_of_late_package(office, package)
    late = good(_on(LATE_DAY, lambda: office.get(f"/packages/{package['uuid']}/cases?late=true")))["items"]
    assert [each["uuid"] for each in late] == [case["uuid"]]
    assert late[0]["owner"] == str(scene.carla.uuid)
    known = good(office.get(f"/packages/{package['uuid']}"))
    assert known["goal"] == deviation["goal"] == str(scene.goal.uuid)
    decision = _decide(works, office, lead, deviation)
    assert [pull["state"] for pull in decision["pulls"]] == ["in_effect"]
    version = version_in_force(works.procedure, on=THURSDAY)
    assert version is not None
    assert (version.number, str(version.decision_uuid)) == (2, decision["uuid"])
    assert get_chart(version).node["ask"].allowance_days == 30
    april(works)
    check = decision["effect_checks"][0]
    with clock.moved_to(dt.date(2026, 5, 1)):
        run_daily_round(today=dt.date(2026, 5, 1))
        checked = good(office.post(f"/effect-checks/{check['uuid']}/check", {"note": "Counted."}))
    values = (Decimal(checked["before_value"]), Decimal(checked["after_value"]))
    assert (*values, checked["verdict"]) == (Decimal("0.25"), 0, "better")


def _on(day: dt.date, ask: Callable[[], Any]) -> Any:
    with clock.moved_to(day):
        return ask()


def _deviation_of_late_package(office: Machine, package: Any) -> Any:
    """The round sees the late case past the date of the package, and opens a deviation of the goal."""
    with clock.moved_to(LATE_DAY):
        run_daily_round(today=LATE_DAY)
        signals = good(office.get("/signals"))["items"]
        assert any(each["kind"] == "late" for each in signals)
        (deviation,) = [
            each for each in good(office.get("/deviations"))["items"] if each["goal"] == package["goal"]
        ]
    return deviation


def _decide(works: Works, office: Machine, lead: Machine, deviation: Any) -> Any:
    scene = works.scene
    pull = {
        "lever": "loop.time_allowance",
        "subject": str(works.procedure.uuid),
        "change": {"node": "ask", "days": 30},
        "effective_on": THURSDAY.isoformat(),
    }
    check = {
        "measure": "loop.late_work",
        "scope": {"institution": str(scene.institution.uuid), "procedure": "approval"},
        "before_period": "2026-02",
        "after_period": "2026-04",
        "check_on": "2026-05-01",
    }
    with clock.moved_to(THURSDAY):
        review = good(
            office.post(f"/bodies/{scene.committee.uuid}/reviews", {"held_at": MEETING.isoformat()})
        )
        good(office.post(f"/reviews/{review['uuid']}/open"))
        items = good(office.get(f"/agenda-items?body={scene.committee.uuid}"))["items"]
        item = next(each for each in items if each["deviation"] == deviation["uuid"])
        words = {"title": "More time to ask", "reasons": "Five days are too few."}
        decision = good(office.post(f"/agenda-items/{item['uuid']}/decisions", words))
        assert [one["after"] for one in good(office.post("/levers/preview", pull))] == ["30"]
        good(office.post(f"/decisions/{decision['uuid']}/pulls", pull))
        good(office.post(f"/decisions/{decision['uuid']}/effect-checks", check))
        return good(lead.post(f"/decisions/{decision['uuid']}/take"))
