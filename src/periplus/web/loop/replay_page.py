"""What stands on the page of a replay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from periplus.core.verdicts import Verdict
from periplus.loop.cells import is_small
from periplus.loop.enums import ReplayState, RuleKind, Severity
from periplus.loop.figures import number_of
from periplus.loop.measuring import Measure, find_measure, list_measures
from periplus.loop.policies import may_see_records
from periplus.loop.queries.replays import get_findings, get_readings
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.sentences import fill, period_words
from periplus.loop.types import Replay, ReplayFinding, ReplayReading
from periplus.people.queries.units import find_unit
from periplus.people.types import Person
from periplus.web.loop.causes import Told, tell_causes
from periplus.web.loop.scoping import question_of
from periplus.web.loop.ways import way
from periplus.web.loop.words import SEVERITY_TONES, parts_of_scope
from periplus.web.shell.components import Fact, Tone, Work

CAUSES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One reading of the table; `found`: the tone of what a rule would have raised there, or ""."""

    text: str
    url: str
    found: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator over the years."""

    title: str
    unit: str
    url: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule would have raised, and why."""

    said: str
    rule: str
    severity: str
    tone: Tone
    causes: list[Told]


@dataclass(frozen=True, slots=True)
class Year:
    """What would have been raised at the end of a year: what is new, and what went on from before."""

    title: str
    new: list[Finding]
    still: list[str]


def context_of_replay(person: Person, replay: Replay) -> dict[str, Any]:
    """Everything the page shows."""
    readings, findings = get_readings(replay), get_findings(replay)
    keys = [row.period_key for row in next(iter(readings.values()), [])]
    scope = scope_from(replay.scope)
    sees = sees_records(person, scope)
    raised = _raised(each for some in findings.values() for each in some)
    return {
        "replay": replay,
        "work": work_of(replay),
        "is_done": replay.state == ReplayState.DONE,
        "is_stuck": replay.state in {ReplayState.FAILED, ReplayState.RUNNING},
        "years": [period_words(key) for key in keys],
        "rows": [
            _row(measure, readings[measure.key], scope, raised, sees)
            for measure in list_measures()
            if measure.key in readings
        ],
        "findings": _years(person, keys, findings, replay),
        "found": sum(len(some) for some in findings.values()),
        "rules": [(rule["title"], RuleKind(rule["kind"]).label) for rule in replay.rules],
        "facts": [Fact(_("For"), name) for _axis, name in parts_of_scope(scope)],
        "csv_url": reverse("loop:export_replay", args=[replay.uuid, "csv"]),
        "xlsx_url": reverse("loop:export_replay", args=[replay.uuid, "xlsx"]),
    }


def sees_records(person: Person, scope: Scope) -> Verdict:
    return may_see_records(person, find_unit(scope.unit) if scope.unit else None)


def work_of(replay: Replay) -> Work:
    """How far a replay is."""
    states = {ReplayState.DONE: "done", ReplayState.FAILED: "failed"}
    sentences = {
        ReplayState.WAITING: _("Waits for the worker."),
        ReplayState.RUNNING: _("Goes through the years."),
        ReplayState.DONE: _("All years are done."),
        ReplayState.FAILED: _("It broke off: %(why)s") % {"why": replay.failure},
    }
    state: Any = states.get(ReplayState(replay.state), "running")
    return Work(
        id="replay",
        title=replay.title,
        done=round(replay.done_share * 100),
        total=100,
        sentence=sentences[ReplayState(replay.state)],
        url=reverse("loop:replay_progress", args=[replay.uuid]),
        state=state,
    )


def rows_of_readings(person: Person, replay: Replay) -> list[Sequence[object]]:
    """The table as rows with headings; numbers as they are measured, small cells left out."""
    readings = get_readings(replay)
    sees = sees_records(person, scope_from(replay.scope))
    keys = [row.period_key for row in next(iter(readings.values()), [])]
    rows: list[Sequence[object]] = [[_("Code"), _("Indicator"), _("Unit"), *keys]]
    for measure in list_measures():
        values = readings.get(measure.key, [])
        told = [None if _hidden(measure, row, sees) else row.value for row in values]
        rows += [[measure.code, str(measure.title), str(measure.unit.title), *told]] if values else []
    return rows


def rows_of_findings(replay: Replay) -> list[Sequence[object]]:
    """The findings as rows with headings, one for each cause."""
    heads = (
        _("Period"),
        _("Rule"),
        _("Severity"),
        _("What"),
        _("Axis"),
        _("Cause"),
        pgettext("difference", "Change"),
        _("Share"),
    )
    rows: list[Sequence[object]] = [list(heads)]
    for key, some in get_findings(replay).items():
        for each in some:
            said = fill(each.sentence, each.facts, measure=find_measure(each.measure))
            plain = [key, each.rule_title, str(each.get_severity_display()), said]
            rows.append(plain)
            rows += [
                [*plain, c["axis"], c["title"] or c["key"], Decimal(c["value"]), Decimal(c["share"])]
                for c in each.causes
            ]
    return rows


def _row(
    measure: Measure,
    rows: Sequence[ReplayReading],
    scope: Scope,
    raised: Mapping[tuple[str, str], str],
    sees: Verdict,
) -> Row:
    question = question_of(scope)
    return Row(
        title=f"{measure.code} {measure.title}",
        unit=str(measure.unit.title),
        url=way("loop:indicator", measure.key, **question),
        cells=[_cell(measure, row, question, raised, sees) for row in rows],
    )


def _cell(
    measure: Measure,
    row: ReplayReading,
    question: dict[str, str],
    raised: Mapping[tuple[str, str], str],
    sees: Verdict,
) -> Cell:
    text = "–" if row.value is None else number_of(measure.unit, row.value)
    url = ""
    if _hidden(measure, row, sees):
        text = _("too few to show")
    elif sees and row.count:
        url = way("loop:records", measure.key, period=row.period_key, **question)
    return Cell(text, url, raised.get((row.period_key, row.measure), ""))


def _raised(findings: Iterable[ReplayFinding]) -> dict[tuple[str, str], str]:
    """Where rules would have spoken up, with the tone of the worst they would have said."""
    tones: dict[tuple[str, str], str] = {}
    for each in findings:
        place = (each.period_key, each.measure)
        serious = each.severity >= Severity.SERIOUS
        tones[place] = "bad" if serious or tones.get(place) == "bad" else "warn"
    return tones


def _hidden(measure: Measure, row: ReplayReading, sees: Verdict) -> bool:
    return not sees and is_small(measure, row.count)


def _years(
    person: Person, keys: Sequence[str], findings: Mapping[str, Sequence[ReplayFinding]], replay: Replay
) -> list[Year]:
    """The years with findings, the latest first; a finding that repeats the year before is only named."""
    years: list[Year] = []
    before: set[tuple[str, str]] = set()
    for key in keys:
        some = findings.get(key, [])
        new = [each for each in some if (each.rule_title, each.sentence) not in before]
        still = [each.rule_title for each in some if (each.rule_title, each.sentence) in before]
        before = {(each.rule_title, each.sentence) for each in some}
        if new or key == keys[-1]:
            years.append(Year(period_words(key), [_finding(person, each, replay) for each in new], still))
    return years[::-1]


def _finding(person: Person, finding: ReplayFinding, replay: Replay) -> Finding:
    measure = find_measure(finding.measure)
    causes = tell_causes(person, finding.causes, measure, scope=replay.scope, period=finding.period_key)
    return Finding(
        said=fill(finding.sentence, finding.facts, measure=measure),
        rule=finding.rule_title,
        severity=str(finding.get_severity_display()),
        tone=SEVERITY_TONES[finding.severity],
        causes=[cause for cause in causes if cause.url][:CAUSES],
    )
