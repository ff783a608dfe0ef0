"""Days are those of the university, whatever day it is in UTC."""

import datetime as dt

import pytest

from periplus.core.clock import day_in
from periplus.core.models import Event
from periplus.core.verdicts import Invalid
from periplus.paths.facts import from_ledger
from periplus.paths.models import Case, ProcedureVersion
from periplus.paths.queries.facts import get_prefixes, get_throughput
from periplus.paths.queries.outlooks import find_forecast, list_warnings_of
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.holding import hold_case
from periplus.paths.services.outlooks import work_out_outlooks
from periplus.paths.services.prioritising import set_priorities
from periplus.paths.services.procedures import draft_version, enact_version
from periplus.paths.services.switching import switch_cases
from periplus.paths.services.undoing import undo_enactment
from tests.paths.past import finished, many_finished
from tests.paths.scene import AT, Scene, chain, task

pytestmark = pytest.mark.django_db

SIMPLE = chain("simple", task("do"))
EVENING = dt.datetime(2026, 3, 3, 1, 0, tzinfo=dt.UTC)  # 19:00 of 2 March in Mexico
MORNING = dt.datetime(2026, 3, 2, 23, 0, tzinfo=dt.UTC)  # 7:00 of 3 March in Shanghai
SECOND, THIRD = dt.date(2026, 3, 2), dt.date(2026, 3, 3)


def moved_to(scene: Scene, zone: str) -> None:
    scene.institution.time_zone = zone
    scene.institution.save(update_fields=["time_zone"])


def enacted(scene: Scene, origin: ProcedureVersion, day: dt.date, at: dt.datetime) -> ProcedureVersion:
    draft = draft_version(actor=scene.alice, origin=origin, reason="new", at=at)
    return enact_version(actor=scene.alice, version=draft, effective_from=day, reason="new", at=at)


def test_the_day_of_an_instant() -> None:
    assert day_in("America/Mexico_City", EVENING) == SECOND
    assert day_in("Asia/Shanghai", MORNING) == THIRD
    assert day_in("UTC", MORNING) == SECOND


def test_in_an_american_evening_today_is_not_yet_past(scene: Scene) -> None:
    moved_to(scene, "America/Mexico_City")
    first = scene.version(SIMPLE)
    with pytest.raises(Invalid, match="in the past"):
        enacted(scene, first, SECOND - dt.timedelta(days=1), EVENING)
    second = enacted(scene, first, SECOND, EVENING)
    undo_enactment(actor=scene.alice, version=second, before=first, reason="wrong", at=EVENING)
    second.refresh_from_db()
    assert second.effective_until == SECOND


def test_in_a_chinese_morning_cases_run_by_the_version_of_today(scene: Scene) -> None:
    moved_to(scene, "Asia/Shanghai")
    first = scene.version(SIMPLE)
    second = enacted(scene, first, THIRD, AT)
    terms = CaseTerms(title="Exchange with Turin")
    case = start_case(actor=scene.alice, procedure=first.procedure, terms=terms, at=MORNING)
    assert case.version == second
    with pytest.raises(Invalid, match="in the past"):
        enacted(scene, second, SECOND, MORNING)


def test_the_ledger_tells_the_day_of_the_university(scene: Scene) -> None:
    moved_to(scene, "Asia/Shanghai")
    source = scene.version(SIMPLE)
    case = scene.case_of(source)
    before = Event.objects.latest("id").pk
    target = enacted(scene, source, THIRD, MORNING)
    switch_cases(actor=scene.alice, source=source, target=target, mapping={}, at=MORNING)
    set_priorities(actor=scene.alice, procedure=source.procedure, priority=1, at=MORNING)
    assert hold_case(case.pk, actor=scene.alice, at=MORNING).on == THIRD
    days = dict(Event.objects.filter(pk__gt=before).values_list("type", "happened_on"))
    assert "paths.cases.switched" in days
    assert set(days.values()) == {THIRD}


def test_a_case_is_late_once_its_day_is_over_at_the_university(scene: Scene) -> None:
    moved_to(scene, "America/Mexico_City")
    case = finished(scene, scene.version(SIMPLE), {"do": 1}, EVENING - dt.timedelta(days=1))
    for due_on, late in ((SECOND, 0), (SECOND - dt.timedelta(days=1), 1)):
        Case.objects.filter(pk=case.pk).update(due_on=due_on)
        throughput = get_throughput(from_ledger(case.version.procedure_id))
        assert (throughput.late, throughput.dated) == (late, 1)
    known = get_prefixes(from_ledger(case.version.procedure_id))
    assert list(known.due) == [dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC).timestamp()]  # midnight there


def test_what_is_expected_is_held_against_the_end_of_the_day_at_the_university(scene: Scene) -> None:
    moved_to(scene, "America/Mexico_City")
    version = many_finished(scene, SIMPLE, {"do": 6}, number=12)
    work_out_outlooks(procedure=version.procedure, at=AT)
    case = scene.case_of(version, due_on=SECOND)
    forecast = find_forecast(case, at=EVENING)
    assert forecast is not None
    assert forecast.limit == dt.datetime(2026, 3, 3, 6, tzinfo=dt.UTC)
    (warning,) = list_warnings_of(scene.alice, version.procedure, at=EVENING)
    assert warning.forecast.limit == forecast.limit
