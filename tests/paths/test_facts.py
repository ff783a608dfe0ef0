"""Facts about our own cases, counted by hand; logs of other systems, read or refused."""

import datetime as dt
import gzip
import io
import json

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.paths.facts import compare_durations, from_ledger, from_log
from periplus.paths.models import Case, EventLog, LogEvent
from periplus.paths.queries import facts
from periplus.paths.services.logs import delete_log, import_log
from periplus.paths.services.timers import strike_due_timers
from periplus.paths.services.work import complete_work, send_work_back, skip_work, take_work
from periplus.people.enums import Role
from tests.factories.people import person_as
from tests.paths.foreign import HARBOUR, xes_of
from tests.paths.past import done, finished, many_finished, moment
from tests.paths.scene import AT, Scene, chain, task, work

DAY = dt.timedelta(days=1)
TWO = chain("two", task("ask", allowance_days=3, skippable=True), task("check"))


def test_graph_and_variants(scene: Scene) -> None:
    version = scene.version(TWO)
    finished(scene, version, {"ask": 2, "check": 4}, AT)
    finished(scene, version, {"ask": 1, "check": 6}, AT)
    source = from_ledger(version.procedure_id)
    edges = {(e.before, e.after): (e.number, e.median_days) for e in facts.list_edges(source)}
    assert edges == {
        ("", "ask"): (2, None),
        ("ask", "check"): (2, pytest.approx(5, abs=0.001)),
        ("check", ""): (2, None),
    }
    (variant,) = facts.list_variants(source)
    assert (variant.path, variant.cases) == (("ask", "check"), 2)
    assert facts.count_variants(source) == (1, 2)
    throughput = facts.get_throughput(source)
    assert (throughput.ended, throughput.running) == (2, 0)
    assert throughput.median_days == pytest.approx(6.5, abs=0.001)


def test_waiting_working_rework_overdue(scene: Scene) -> None:
    """Taken after one day, done after two more; sent back once; done again, late."""
    version = scene.version(TWO)
    with moment(AT):
        case = scene.case_of(version)
    at = AT + DAY
    with moment(at):
        take_work(actor=scene.alice, item=work(case, "ask"), at=at)
    at += 2 * DAY
    with moment(at):
        done(scene, case, "ask", at)
    with moment(at):
        send_work_back(actor=scene.alice, item=work(case, "check"), target="ask", reason="Once more", at=at)
    at += 10 * DAY
    with moment(at):
        done(scene, case, "ask", at)
    source = from_ledger(version.procedure_id)
    steps = {each.activity: each for each in facts.list_steps(source)}
    ask, check = steps["ask"], steps["check"]
    assert (ask.number, ask.cases, ask.again, ask.cases_again) == (2, 1, 1, 1)
    assert (ask.overdue, ask.dated) == (1, 2)
    assert ask.working_days == pytest.approx(2, abs=0.001)
    assert "" not in {e.after for e in facts.list_edges(source)}  # it still runs
    assert ask.waiting_days == pytest.approx(5.5, abs=0.001)  # one day, and ten days
    assert (check.returned, check.again) == (1, 0)
    (facts_of,) = facts.list_versions(source)
    assert (facts_of.running, facts_of.again, facts_of.returned, facts_of.overdue) == (1, 1, 1, 1)


def test_left_out_and_hand_overs(scene: Scene) -> None:
    version = scene.version(TWO)
    case = scene.case_of(version)
    skip_work(actor=scene.alice, item=work(case, "ask"), reason="Known", at=AT)
    item = work(case, "check")
    item.person = scene.victor
    item.save()
    complete_work(actor=scene.victor, item=item, outputs={}, at=AT)
    source = from_ledger(version.procedure_id)
    assert {each.activity: each.skipped for each in facts.list_steps(source)} == {"ask": 1, "check": 0}
    (given,) = facts.list_hand_overs(source)
    assert (given.giver, given.taker, given.number, given.cases) == ("office", "office", 1, 1)


def test_a_deadline_that_struck_stands_in_the_graph(scene: Scene) -> None:
    with moment(AT):
        case = scene.case()
        done(scene, case, "ask", AT, amount=10)
    with moment(AT + 8 * DAY):
        strike_due_timers(at=AT + 8 * DAY)
    source = from_ledger(case.version.procedure_id)
    assert ("ask", "remind") in {(e.before, e.after) for e in facts.list_edges(source)}


def test_a_period_and_what_was_cancelled(scene: Scene) -> None:
    version = scene.version(TWO)
    finished(scene, version, {"ask": 1, "check": 1}, AT)
    gone = finished(scene, version, {"ask": 1, "check": 1}, AT + 100 * DAY)
    assert facts.get_throughput(from_ledger(version.procedure_id, until=AT + 50 * DAY)).ended == 1
    assert facts.get_throughput(from_ledger(version.procedure_id, since=AT + 50 * DAY)).ended == 1
    Case.objects.filter(pk=gone.pk).update(state="cancelled")
    assert facts.get_throughput(from_ledger(version.procedure_id)).ended == 1


def test_did_the_new_version_help(scene: Scene) -> None:
    before = scene.version(TWO)
    for days in range(10):
        finished(scene, before, {"ask": 5 + days / 10, "check": 5}, AT)
    after = scene.version(TWO)
    for days in range(10):
        finished(scene, after, {"ask": 1 + days / 10, "check": 1}, AT)
    source = from_ledger(before.procedure_id)
    contrast = facts.compare_versions(source, 1, 2)
    assert contrast is not None
    assert contrast.faster == 1
    assert contrast.certain
    assert [each.version for each in facts.list_versions(source)] == [1, 2]


def test_mann_and_whitney_as_in_the_textbook() -> None:
    """Figures of scipy.stats.mannwhitneyu(method="asymptotic", use_continuity=True)."""
    before, after = [3, 4, 2, 6, 2, 5, 9, 8], [9, 7, 5, 10, 6, 8, 11, 9]
    contrast = compare_durations(before, after)
    assert contrast is not None
    assert contrast.by_chance == pytest.approx(0.0265187, abs=1e-6)
    same = compare_durations([2.0] * 9, [2.0] * 9)
    assert same is not None
    assert (same.faster, same.by_chance) == (0.5, 1.0)
    assert compare_durations([1.0, 2.0], [3.0]) is None


# ------------------------------------------------------------------ logs of other systems


def bring(scene: Scene, content: bytes, **more: str) -> EventLog:
    return import_log(
        actor=scene.alice, name=more.pop("name", "Log"), file=io.BytesIO(content), at=AT, **more
    )


def refused(scene: Scene, content: bytes, **more: str) -> str:
    with pytest.raises(Invalid) as caught:
        bring(scene, content, **more)
    return " ".join(str(each) for each in caught.value.errors.values())


OCEL = {
    "objectTypes": [{"name": "order", "attributes": []}, {"name": "item", "attributes": []}],
    "eventTypes": [{"name": "place", "attributes": []}, {"name": "pay", "attributes": []}],
    "objects": [
        {"id": "o1", "type": "order"},
        {"id": "o2", "type": "order"},
        {"id": "i1", "type": "item"},
    ],
    "events": [
        {
            "id": "e2",
            "type": "pay",
            "time": "2026-01-03T00:00:00Z",
            "relationships": [
                {"objectId": "o1", "qualifier": "order"},
                {"objectId": "p1", "qualifier": "actor"},
            ],
        },
        {
            "id": "e1",
            "type": "place",
            "time": "2026-01-01T00:00:00Z",
            "attributes": [{"name": "resource", "value": "Ann"}],
            "relationships": [
                {"objectId": "o1", "qualifier": "order"},
                {"objectId": "o2", "qualifier": "order"},
                {"objectId": "i1", "qualifier": "item"},
            ],
        },
    ],
}


def test_ocel(scene: Scene) -> None:
    log = bring(scene, json.dumps(OCEL).encode())
    assert (log.format, log.cases, log.events) == ("ocel", 2, 3)
    rows = list(
        LogEvent.objects.filter(log=log).order_by("no").values_list("case_key", "activity", "resource")
    )
    assert rows == [("o1", "place", "Ann"), ("o1", "pay", "p1"), ("o2", "place", "Ann")]
    edges = {(e.before, e.after): e.median_days for e in facts.list_edges(from_log(log.pk))}
    assert edges["place", "pay"] == pytest.approx(2)


def test_ocel_seen_from_another_type(scene: Scene) -> None:
    log = bring(scene, json.dumps(OCEL).encode(), case_type="item")
    assert (log.cases, log.events) == (1, 1)
    assert "item, order" in refused(scene, json.dumps(OCEL).encode() + b" ", case_type="ship")


def test_ocel_with_halves_of_characters_or_odd_attributes(scene: Scene) -> None:
    whole = json.dumps(OCEL)
    for where in ("place", "order", "Ann", "o1"):
        assert "well-formed JSON" in refused(scene, whole.replace(where, "\\ud800").encode())
    odd = whole.replace('[{"name": "resource", "value": "Ann"}]', "5").replace("pay", "\\ud83c\\udf93")
    assert bring(scene, odd.encode()).events == 3
    assert LogEvent.objects.filter(activity="🎓", resource="p1").exists()


def test_what_cannot_be_read_is_said(scene: Scene) -> None:
    assert "neither XES nor OCEL" in refused(scene, b"case;activity")
    assert "well-formed JSON" in refused(scene, b'{"events": [')
    assert "no OCEL 2.0" in refused(scene, b"{}")
    assert "well-formed XML" in refused(scene, b"<log><trace>")
    assert "no events" in refused(scene, b"<log/>")
    assert "cannot be unpacked" in refused(scene, gzip.compress(xes_of(HARBOUR))[:-40])
    assert "no time that can be read" in refused(
        scene, xes_of(HARBOUR).replace(b"2026-01-01T00:00:00", b"soon")
    )
    assert "no name" in refused(scene, xes_of(HARBOUR).replace(b'"ask"', b'""'))
    assert "do not lie in traces" in refused(scene, b"<log><event/></log>")
    assert EventLog.objects.count() == LogEvent.objects.count() == 0


BOMB = b"""<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<log><trace><string key="concept:name" value="&b;"/></trace></log>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<log><trace><event><string key="concept:name" value="a"/>&x;</event></trace></log>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_hostile_files(scene: Scene, content: bytes) -> None:
    assert "document type or entities" in refused(scene, content)


def test_an_endless_element_and_a_packed_flood_are_refused(scene: Scene) -> None:
    flood = b"<log>" + b'<string key="a" value="b"/>' * 400_000
    assert "too large" in refused(scene, gzip.compress(flood))


def test_two_cases_of_one_name_are_not_mixed(scene: Scene) -> None:
    twice = xes_of(HARBOUR).replace(b"</log>", b"") + xes_of(HARBOUR[:1]).partition(b'org/">')[2]
    assert "Two traces are called “a”" in refused(scene, twice)


def test_a_log_is_brought_once_and_taken_out(scene: Scene) -> None:
    log = bring(scene, xes_of(HARBOUR), name="Harbour")
    assert "here already, as “Harbour”" in refused(scene, xes_of(HARBOUR))
    assert list(facts.list_logs(scene.victor)) == [log]
    with pytest.raises(Refused):
        delete_log(actor=scene.victor, log=log, at=AT)
    delete_log(actor=scene.alice, log=log, at=AT)
    assert LogEvent.objects.count() == 0
    bring(scene, xes_of(HARBOUR))


def test_who_may_see_and_bring(scene: Scene) -> None:
    with pytest.raises(Refused):
        import_log(actor=scene.carla, name="L", file=io.BytesIO(xes_of(HARBOUR)), at=AT)
    log = bring(scene, xes_of(HARBOUR))
    assert list(facts.list_logs(scene.carla)) == []
    with pytest.raises(Refused):
        facts.source_of_log(scene.carla, log)


def test_all_procedures_at_a_glance_say_what_each_page_says(scene: Scene) -> None:
    version = many_finished(scene, TWO, {"ask": 1, "check": 2}, number=4)
    scene.case_of(version)
    here = facts.list_glances(scene.alice, [version.procedure])[version.procedure_id]
    there = facts.get_throughput(facts.source_of_procedure(scene.alice, version.procedure))
    assert (here.ended, here.running) == (there.ended, there.running) == (4, 1)
    assert here.median_days == pytest.approx(there.median_days, abs=0.001) == pytest.approx(3, abs=0.01)
    assert here.slow_days == pytest.approx(there.slow_days, abs=0.001)
    with pytest.raises(Refused):
        facts.list_glances(person_as(Role.STUDENT, institution=scene.institution), [version.procedure])
