"""A draft tried on what happened: past cases of the procedure, with their values, through the new chart."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from periplus.core.clock import day_in
from periplus.paths.chart import Chart
from periplus.paths.enums import HUMAN, CaseState, WorkState
from periplus.paths.models import Case, ProcedureVersion, WorkItem
from periplus.paths.policies import visible_cases
from periplus.paths.queries.charts import get_chart
from periplus.paths.stepping import Values, find_subject
from periplus.paths.trying import Answer, Way, find_way, title_of
from periplus.people.models import Person

MOST_CASES = 200  # each asks its subject for its facts; so many are answered within two seconds
FINISHED = (WorkState.DONE, WorkState.SKIPPED, WorkState.RETURNED, WorkState.OVERTAKEN)
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One past case: what it would have to do more, what it would be spared, where it would stop.

    Steps are keys; `answers` what the draft's decision tables say of it. `outcome`: before → after.
    """

    case: uuid.UUID
    reference: str
    title: str
    more: Steps
    spared: Steps
    answers: tuple[Answer, ...]
    stops: Mapping[str, str]
    outcome: tuple[str, str]

    @property
    def differs(self) -> bool:
        return bool(self.more or self.spared or self.outcome[0] != self.outcome[1])


@dataclass(frozen=True, slots=True)
class Replay:
    """All past cases. `passed`: by how many each node would be passed; `applied`: each rule of each table.

    `titles`: of all steps named. `left_out`: cases beyond the most that are tried at once.
    """

    trials: tuple[Trial, ...]
    passed: Mapping[str, int]
    applied: Mapping[tuple[str, int], int]
    titles: Mapping[str, str]
    left_out: int = 0

    @property
    def differing(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.differs)

    @property
    def stopped(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.stops)


def replay_cases(
    *, actor: Person, version: ProcedureVersion, since: dt.datetime, until: dt.datetime
) -> Replay:
    """Send the cases of this procedure that began in a span through a version. Changes nothing.

    Only cases that the actor may see; the newest first, at most 200.
    """
    draft = get_chart(version)
    began = visible_cases(actor).filter(
        version__procedure=version.procedure_id, started_at__gte=since, started_at__lt=until
    )
    cases = list(
        began.select_related("version__procedure", "institution").order_by("-started_at", "-id")[:MOST_CASES]
    )
    happened = _happened(cases)
    trials, ways = [], []
    for case in cases:
        way, trial = _try(draft, get_chart(case.version), case, happened.get(case.pk, _Past()))
        ways.append(way)
        trials.append(trial)
    return Replay(
        tuple(trials),
        Counter(key for way in ways for key in way.nodes),
        Counter((a.table, rule) for way in ways for a in way.answers for rule in a.rules),
        _titles([*{case.version_id: get_chart(case.version) for case in cases}.values(), draft]),
        began.count() - len(cases),
    )


def _titles(charts: Iterable[Chart]) -> dict[str, str]:
    """What every step is called; the last chart that has it says so."""
    return {node.key: title_of(chart, node.key) for chart in charts for node in chart.nodes}


@dataclass(frozen=True, slots=True)
class _Past:
    """What was done in a case, and which steps were ended by their deadline."""

    done: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


def _happened(cases: Iterable[Case]) -> dict[int, _Past]:
    """What people did, without the side ways of deadlines. One query."""
    items = WorkItem.objects.filter(case__in=[case.pk for case in cases], state__in=FINISHED, side="")
    found: dict[int, tuple[set[str], set[str]]] = {}
    for case, key, kind, state in items.values_list("case_id", "node__key", "node__kind", "state"):
        done, struck = found.setdefault(case, (set(), set()))
        if kind in HUMAN:
            done.add(key)
        if state == WorkState.OVERTAKEN:
            struck.add(key)
    return {case: _Past(frozenset(done), frozenset(struck)) for case, (done, struck) in found.items()}


def _try(draft: Chart, own: Chart, case: Case, past: _Past) -> tuple[Way, Trial]:
    """Of a case that has not ended, what still lay before it is read off its own version."""
    known = _values(case)
    way = find_way(draft, known, struck=past.struck)
    before, outcome, stops = past.done, case.outcome, way.stops
    if case.state != CaseState.ENDED:
        ahead = find_way(own, known, struck=past.struck)
        before, outcome = before | set(ahead.human(own)), ahead.outcome
        stops = {key: said for key, said in stops.items() if key not in ahead.stops}
    now = way.human(draft)
    spared = [] if way.stops else [key for key in sorted(before) if key not in set(now)]
    return way, Trial(
        case=case.uuid,
        reference=case.reference,
        title=case.title,
        more=tuple(key for key in now if key not in before),
        spared=tuple(spared),
        answers=tuple(way.answers),
        stops=stops,
        outcome=(outcome, outcome if way.stops else way.outcome),
    )


def _values(case: Case) -> dict[str, Any]:
    """What the case knew in the end: facts of its subject on the day it began, and what was filled in."""
    kind = find_subject(case.subject_type)
    thing = kind.find(case.subject_uuid) if kind and case.subject_uuid else None
    began = day_in(case.institution.time_zone, case.started_at)
    facts: Values = kind.values_of(thing, on=began) if kind and thing is not None else {}
    return {**facts, **case.values}
