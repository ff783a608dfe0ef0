"""Where the live cases of procedures stand: how many at each step, how late, how long already.

The whole is read off the index over open work alone; narrowed to some cases, it is counted by the rows.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Q, QuerySet

from periplus.core import clock
from periplus.core.models import Event, EventObject
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.drawing.order import Order
from periplus.paths.enums import HUMAN, CaseState, WorkState
from periplus.paths.models import Case, Node, Procedure, ProcedureVersion, WorkItem
from periplus.paths.policies import SEE_CASES, visible_cases
from periplus.paths.queries.versions import holding_on
from periplus.people.models import Person
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of, units_within

TRIGGERS: Final = ("paths.deadline.struck", "paths.step.failed", "paths.work.escalated")
MOST_TRIGGERS: Final = 30
LATELY: Final = dt.timedelta(days=30)

_COUNT: Final = """
    SELECT node_id, count(*), count(*) FILTER (WHERE due_at < %(at)s), count(*) - count(due_at)
    FROM paths_workitem WHERE state = 'open' AND node_id = ANY(%(nodes)s) GROUP BY node_id
"""
# Within a node of one version what was open first is due first, but for cases that stood still for a while.
_OLDEST: Final = """
    SELECT n.id, least(dated.opened_at, undated.opened_at) FROM unnest(%(nodes)s::bigint[]) n(id),
      LATERAL (SELECT min(opened_at) AS opened_at FROM (
        SELECT opened_at FROM paths_workitem WHERE state = 'open' AND node_id = n.id AND due_at IS NOT NULL
        ORDER BY due_at LIMIT 100) first) dated,
      LATERAL (SELECT min(opened_at) AS opened_at FROM paths_workitem
        WHERE state = 'open' AND node_id = n.id AND due_at IS NULL AND n.id = ANY(%(undated)s)) undated
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What is open at a step: how much, how much of it overdue, since when the oldest."""

    open: int = 0
    late: int = 0
    since: dt.datetime | None = None

    def __add__(self, other: "Load") -> "Load":
        known = [each for each in (self.since, other.since) if each]
        return Load(self.open + other.open, self.late + other.late, min(known, default=None))

    def days_at(self, at: dt.datetime) -> float | None:
        """How long the oldest has been open."""
        return (at - self.since).total_seconds() / 86_400 if self.since else None


NOTHING: Final = Load()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cases the panel is about; nothing chosen is all of them.

    `nodes`: keys of the steps that serve a chosen goal; `packages`: its task packages, whose cases count
    wherever they stand. `units`: paths. `since`, `until`: days on which cases were started, `until` included.
    """

    goal: bool = False
    nodes: frozenset[str] = frozenset()
    packages: tuple[uuid.UUID, ...] = ()
    units: tuple[str, ...] = ()
    partner: uuid.UUID | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def all(self) -> bool:
        return self == Chosen()

    def condition(self, to_case: str = "case__") -> Q:
        """As a filter on what belongs to a case; the steps of a goal apart."""
        found = Q()
        if self.units:
            found &= Q(**{f"{to_case}unit__in": units_within(self.units)})
        if self.partner:
            found &= Q(**{f"{to_case}partners__contains": [self.partner]})
        if self.since:
            found &= Q(**{f"{to_case}started_at__date__gte": self.since})
        if self.until:
            found &= Q(**{f"{to_case}started_at__date__lte": self.until})
        return found


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps up to and including an evaluation; `last` is None for what comes after the last one."""

    last: ChartNode | None
    nodes: tuple[ChartNode, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A procedure on the panel."""

    procedure: Procedure
    load: Load = field(default=NOTHING)
    running: int = 0


# ------------------------------------------------------------------ loads


def loads_of(person: Person, procedure: Procedure, chosen: Chosen, *, at: dt.datetime) -> dict[str, Load]:
    """What is open at each step, by its key, over all versions of a procedure."""
    keys = dict(Node.objects.filter(version__procedure=procedure).values_list("pk", "key"))
    found: dict[str, Load] = defaultdict(Load)
    for pk, load in _loads(person, keys, chosen, at=at).items():
        found[keys[pk]] += load
    return dict(found)


def list_standings(person: Person, procedures: Iterable[Procedure], *, at: dt.datetime) -> list[Standing]:
    """Every procedure with what is open in it, and how many cases run. Four queries."""
    several = list(procedures)
    owners = dict(
        Node.objects.filter(version__procedure__in=several).values_list("pk", "version__procedure_id")
    )
    loads: dict[int, Load] = defaultdict(Load)
    for pk, load in _loads(person, owners, Chosen(), at=at).items():
        loads[owners[pk]] += load
    running = _running(person, several)
    return [Standing(each, loads.get(each.pk, NOTHING), running.get(each.pk, 0)) for each in several]


def _running(person: Person, procedures: Sequence[Procedure]) -> dict[int, int]:
    versions = dict(
        ProcedureVersion.objects.filter(procedure__in=procedures).values_list("pk", "procedure_id")
    )
    cases = Case.objects.all() if _sees_all(person) else visible_cases(person)
    alive = cases.filter(version_id__in=list(versions), state=CaseState.RUNNING).order_by()
    found: dict[int, int] = defaultdict(int)
    for version, number in alive.values_list("version_id").annotate(n=Count("pk")):
        found[versions[version]] += number
    return found


def count_running(person: Person, procedure: Procedure, chosen: Chosen) -> int:
    """How many cases run, of those chosen."""
    if chosen.all:
        return _running(person, [procedure]).get(procedure.pk, 0)
    cases = visible_cases(person).filter(version__procedure=procedure, state=CaseState.RUNNING)
    if chosen.goal:
        standing = Q(work_items__state=WorkState.OPEN, work_items__node__key__in=chosen.nodes)
        cases = cases.filter(standing | Q(package__in=chosen.packages)).distinct()
    return cases.filter(chosen.condition("")).count()


def _loads(person: Person, nodes: Mapping[int, Any], chosen: Chosen, *, at: dt.datetime) -> dict[int, Load]:
    if not nodes:
        return {}
    if chosen.all and _sees_all(person):
        return _whole_loads(list(nodes), at)
    items = _chosen_work(person, nodes, chosen).order_by().values_list("node_id")
    counted = items.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)), since=Min("opened_at"))
    return {node: Load(number, late, since) for node, number, late, since in counted}


def _chosen_work(person: Person, nodes: Mapping[int, Any], chosen: Chosen) -> QuerySet[WorkItem]:
    items = WorkItem.objects.filter(state=WorkState.OPEN, node_id__in=list(nodes))
    if not _sees_all(person):
        items = items.filter(case__in=visible_cases(person))
    if chosen.goal:
        items = items.filter(Q(node__key__in=chosen.nodes) | Q(case__package__in=chosen.packages))
    return items.filter(chosen.condition())


def _whole_loads(nodes: list[int], at: dt.datetime) -> dict[int, Load]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"nodes": nodes, "at": at})
        counted = cursor.fetchall()
        undated = [node for node, _open, _late, without in counted if without]
        cursor.execute(_OLDEST, {"nodes": [row[0] for row in counted], "undated": undated})
        since = dict(cursor.fetchall())
    return {node: Load(number, late, since.get(node)) for node, number, late, _without in counted}


def _sees_all(person: Person) -> bool:
    """Nodes and versions are those of the person's university, and so are their cases."""
    return standing_of(person, on=clock.today()).reach(SEE_CASES) == Reach.ALL


# ------------------------------------------------------------------ phases, triggers, versions


def phases_of(chart: Chart) -> list[Phase]:
    """The human steps of a procedure, cut after each evaluation."""
    found: list[Phase] = []
    passed: list[ChartNode] = []
    for key in Order(chart).sequence:
        node = chart.node[key]
        if node.kind in HUMAN:
            passed.append(node)
            if node.evaluation:
                found.append(Phase(node, tuple(passed)))
                passed = []
    return [*found, Phase(None, tuple(passed))] if passed else found


def list_triggers(person: Person, procedure: Procedure, *, at: dt.datetime) -> list[tuple[Event, Case]]:
    """Deadlines that were reached, steps that could not be done and work that was escalated: the latest.

    Only those of cases that the person may see.
    """
    cases = visible_cases(person).filter(version__procedure=procedure)
    theirs = EventObject.objects.filter(
        event=OuterRef("pk"), qualifier="case", object_uuid__in=cases.values("uuid")
    )
    told = Event.objects.filter(
        Exists(theirs), type__in=TRIGGERS, at__gt=at - LATELY, at__lte=at, attributes__procedure=procedure.key
    )
    events = list(told.order_by("-at", "-id").prefetch_related("objects_touched")[:MOST_TRIGGERS])
    about = {event: _case_of(event) for event in events}
    known = {case.uuid: case for case in cases.filter(uuid__in=[case for case in about.values() if case])}
    return [(event, known[case]) for event, case in about.items() if case in known]


def _case_of(event: Event) -> uuid.UUID | None:
    parts = (each for each in event.objects_touched.all() if each.qualifier == "case")
    return next((each.object_uuid for each in parts), None)


def get_drawn_version(
    procedure: Procedure, *, on: dt.date, number: int | None = None
) -> ProcedureVersion | None:
    """The version that is drawn: the one asked for, else the one in force, else the latest that was."""
    enacted = procedure.versions.exclude(enacted_at=None).select_related("procedure")
    if number is not None:
        return enacted.filter(number=number).first()
    now = enacted.filter(holding_on(on))
    return now.order_by("-effective_from", "-number").first() or enacted.order_by("-number").first()


def list_partners_of(procedure: Procedure, *, limit: int = 500) -> list[uuid.UUID]:
    """Partners that running cases of a procedure concern."""
    running = Case.objects.filter(version__procedure=procedure, state=CaseState.RUNNING)
    named = running.exclude(partners=[]).annotate(partner=Func(F("partners"), function="unnest")).order_by()
    return list(named.values_list("partner", flat=True).distinct()[:limit])
