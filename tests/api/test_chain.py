"""Once around by machine: from a deviation the round opened, to the effect check that closes the loop."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from periplus.core import clock
from periplus.loop.services.rounds import run_daily_round
from tests.api.conftest import Machine
from tests.loop.scene import MEETING, MONDAY, THURSDAY, Scene, make_scene
from tests.loop.stretch import Tide, registered
from tests.loop.test_chain import NEW_YEAR_2028, line_in_force, switch_rule_on

pytestmark = pytest.mark.django_db
MachineOf = Callable[..., Machine]


@pytest.fixture
def tide() -> Iterator[Tide]:
    gauge = Tide()
    with registered(gauge):
        gauge.levels = {"2024": 32, "2025": 20, "2026": 24, "2027": 40}
        yield gauge


@pytest.fixture
def scene(tide: Tide) -> Scene:
    assert tide.levels
    return make_scene()


def good(answer: Any) -> Any:
    assert answer.status_code < 300, answer.content
    return answer.json()


def only(page: Any) -> Any:
    (item,) = page["items"]
    return item


def prepare(scene: Scene, office: Machine) -> tuple[Any, Any]:
    """The deviation that the round opened, and its agenda item on a review in session."""
    switch_rule_on(scene)
    with clock.moved_to(MONDAY):
        run_daily_round(today=MONDAY)
        deviation = next(
            each for each in good(office.get("/deviations"))["items"] if each["measure"] == "tests.tide"
        )
        review = good(
            office.post(f"/bodies/{scene.committee.uuid}/reviews", {"held_at": MEETING.isoformat()})
        )
    with clock.moved_to(THURSDAY):
        good(office.post(f"/reviews/{review['uuid']}/open"))
        items = good(office.get(f"/agenda-items?body={scene.committee.uuid}"))["items"]
    item = next(each for each in items if each["deviation"] == deviation["uuid"])
    return deviation, item


def decide(scene: Scene, office: Machine, item: Any) -> Any:
    line = line_in_force(scene)
    pull = {
        "lever": "partners.line_places",
        "subject": str(line.uuid),
        "change": {"places": 6, "from_year": 2026},
        "effective_on": THURSDAY.isoformat(),
    }
    check = {
        "measure": "tests.tide",
        "scope": {"institution": str(scene.institution.uuid)},
        "before_period": "2025",
        "after_period": "2027",
        "check_on": "2028-01-01",
    }
    words = {"title": "More places", "reasons": "They are asked for."}
    decision = good(office.post(f"/agenda-items/{item['uuid']}/decisions", words))
    assert any("6" in one["after"] for one in good(office.post("/levers/preview", pull)))
    good(office.post(f"/decisions/{decision['uuid']}/pulls", pull))
    good(office.post(f"/decisions/{decision['uuid']}/effect-checks", check))
    return decision


def test_once_around_by_machine(scene: Scene, machine_of: MachineOf) -> None:
    office, lead = machine_of(scene.alice), machine_of(scene.victor)
    deviation, item = prepare(scene, office)
    assert deviation["causes"] is not None
    with clock.moved_to(THURSDAY):
        decision = decide(scene, office, item)
        refused = office.post(f"/decisions/{decision['uuid']}/take")
        assert refused.status_code == 403
        assert refused.headers["Content-Type"] == "application/problem+json"
        taken = good(lead.post(f"/decisions/{decision['uuid']}/take"))
        assert [pull["state"] for pull in taken["pulls"]] == ["in_effect"]
    with clock.moved_to(NEW_YEAR_2028):
        check = taken["effect_checks"][0]
        checked = good(office.post(f"/effect-checks/{check['uuid']}/check", {"note": "Counted."}))
        assert checked["verdict"] == "better"
        closed = good(office.post(f"/deviations/{deviation['uuid']}/close"))
        assert closed["state"] == "closed"
        told = good(office.get(f"/ledger?object={deviation['uuid']}"))["items"]
    types = [event["type"] for event in told]
    assert types[0] in {"loop.signal.raised", "loop.deviation.opened"}
    assert types[-1] == "loop.deviation.closed"


def test_a_request_with_the_same_key_is_carried_out_once(scene: Scene, machine_of: MachineOf) -> None:
    office = machine_of(scene.alice)
    body = {"text": "Nobody answers in Lodz."}
    first = office.post("/signals", body, **{"idempotency-key": "abc"})
    again = office.post("/signals", body, **{"idempotency-key": "abc"})
    other = office.post("/signals", {"text": "Something else"}, **{"idempotency-key": "abc"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json()["uuid"] == again.json()["uuid"]
    assert len(good(office.get("/signals"))["items"]) == 1


def test_pages_by_cursor_hold_each_signal_once(scene: Scene, machine_of: MachineOf) -> None:
    office = machine_of(scene.alice)
    for number in range(5):
        good(office.post("/signals", {"text": f"Signal {number}"}))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = good(office.get(f"/signals?limit=2&cursor={cursor}"))
        seen += [signal["sentence"] for signal in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 5
    assert office.get("/signals?cursor=nonsense").status_code == 422


def test_a_machine_that_may_only_read_writes_nothing(scene: Scene, machine_of: MachineOf) -> None:
    reader = machine_of(scene.alice, read_only=True)
    assert reader.post("/signals", {"text": "Late"}).status_code == 403
    assert good(reader.get("/signals"))["items"] == []


def test_bad_values_are_named_one_by_one(scene: Scene, machine_of: MachineOf) -> None:
    answer = machine_of(scene.alice).post("/signals", {"text": "  "})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "/text", "detail": "Say what you noticed."}]


def test_readings_and_their_records(scene: Scene, machine_of: MachineOf) -> None:
    office = machine_of(scene.alice)
    readings = good(office.get("/indicators/tests.tide/readings?first=2024&last=2027"))
    assert [int(float(reading["value"])) for reading in readings] == [32, 20, 24, 40]
    records = good(office.get("/indicators/tests.tide/records?period=2025"))
    assert len(records) == 20


def test_today_is_not_moved_by_these_tests() -> None:
    assert clock.today() == dt.datetime.now(tz=dt.UTC).date()
