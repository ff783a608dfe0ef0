"""Task packages: how far their cases are, which of them are late. Counted, never estimated."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from periplus.loop.enums import Binding, PackageState
from periplus.loop.models import Goal, Plan, TaskPackage
from periplus.loop.policies import visible_packages
from periplus.paths.enums import HUMAN, CaseState, VersionState, WorkState
from periplus.paths.models import Case, Node, ProcedureVersion, WorkItem
from periplus.paths.queries.case_lists import list_cases
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.ways import share_done
from periplus.people.models import Institution, Person, Unit

ALIVE = (CaseState.RUNNING, CaseState.SUSPENDED)
FINISHED = (WorkState.DONE, WorkState.SKIPPED)
STANDING = (WorkState.OPEN, WorkState.ARRIVED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a package is. `done` from 0 to 1, None when nothing can be told.

    `finished`, `running`: cases, or for a step the times it was done and the times it waits. `late`: cases
    that stand late. `expected`: how many make it complete.
    """

    finished: int = 0
    running: int = 0
    late: int = 0
    expected: int = 0
    done: float | None = None

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 is said only when all is done."""
        return None if self.done is None else int(self.done * 100)


@dataclass(frozen=True, slots=True)
class PackageStanding:
    """A package and how far it is."""

    package: TaskPackage
    progress: Progress

    def overdue(self, on: dt.date) -> bool:
        open_still = self.package.state == PackageState.OPEN
        return open_still and self.package.due_on < on and (self.progress.done or 0) < 1


def list_packages(person: Person, goals: Sequence[Goal]) -> QuerySet[TaskPackage]:
    """The packages of some goals, those that are open first, by reference."""
    settled = Q(state=PackageState.OPEN)
    return visible_packages(person).filter(goal__in=goals).annotate(live=settled).order_by("-live", "id")


def list_own_packages(person: Person) -> QuerySet[TaskPackage]:
    """The open packages for which a person answers, the first due before the others, with their units."""
    own = visible_packages(person).filter(accountable=person, state=PackageState.OPEN)
    return own.select_related(None).select_related("unit").order_by("due_on", "id")


def standings_of_packages(packages: Iterable[TaskPackage], *, at: dt.datetime) -> list[PackageStanding]:
    """How far each package is, in their order. Five queries and one for each plan they belong to."""
    several = list(packages)
    late = late_of(several, at=at)
    cases = _progress_of_cases([p for p in several if p.binding != Binding.NODE])
    steps = _progress_of_steps([p for p in several if p.binding == Binding.NODE])
    known = cases | steps
    return [PackageStanding(each, _with_late(known[each.pk], late[each.pk])) for each in several]


def progress_of_goal(standings: Iterable[PackageStanding]) -> float | None:
    """How much of a goal's work is done: its packages by their shares. None when no share is set."""
    counted = [each for each in standings if each.package.state != PackageState.DROPPED]
    weights = sum(each.package.share for each in counted)
    if not weights:
        return None
    return sum((each.progress.done or 0.0) * each.package.share for each in counted) / weights


def _with_late(progress: Progress, late: int) -> Progress:
    return Progress(progress.finished, progress.running, late, progress.expected, progress.done)


# ------------------------------------------------------------------ late cases


def late_of(packages: Sequence[TaskPackage], *, at: dt.datetime) -> dict[int, int]:
    """How many cases of each package stand late, by its id. Three queries."""
    found = {package.pk: 0 for package in packages}
    by_uuid = {package.uuid: package.pk for package in packages if package.binding != Binding.NODE}
    if by_uuid:
        late = Case.objects.filter(is_late(at), package__in=by_uuid, call=None).order_by()
        for reference, number in late.values_list("package").annotate(n=Count("id")):
            found[by_uuid[reference]] = number
    bound = [package for package in packages if package.binding == Binding.NODE]
    if bound:
        nodes = _nodes_of(bound)
        items = _at_nodes(nodes).filter(_waiting(), due_at__lt=at).order_by()
        rows = items.values_list("node", "case__unit__path").annotate(n=Count("case", distinct=True))
        counted = list(rows)
        for package in bound:
            found[package.pk] = sum(n for node, path, n in counted if _is_of(package, *nodes[node], path))
    return found


def late_cases_of(packages: Sequence[TaskPackage], *, at: dt.datetime) -> dict[int, set[int]]:
    """The late cases of each goal, by its id; what several packages count is there once. Three queries."""
    found: dict[int, set[int]] = defaultdict(set)
    by_uuid = {package.uuid: package.goal_id for package in packages if package.binding != Binding.NODE}
    if by_uuid:
        late = Case.objects.filter(is_late(at), package__in=by_uuid, call=None).order_by()
        for reference, case in late.values_list("package", "pk"):
            if reference is not None:
                found[by_uuid[reference]].add(case)
    bound = [package for package in packages if package.binding == Binding.NODE]
    if bound:
        nodes = _nodes_of(bound)
        items = _at_nodes(nodes).filter(_waiting(), due_at__lt=at).order_by()
        for node, path, case in items.values_list("node", "case__unit__path", "case"):
            for package in bound:
                if _is_of(package, *nodes[node], path):
                    found[package.goal_id].add(case)
    return found


def is_late(at: dt.datetime) -> Q:
    """Filter: the case is alive, and something in it is overdue or it should have ended."""
    overdue = WorkItem.objects.filter(case=OuterRef("pk"), state=WorkState.OPEN, due_at__lt=at)
    return Q(state__in=ALIVE) & (Q(Exists(overdue)) | Q(due_on__lt=at.date()))


def list_cases_of(person: Person, package: TaskPackage) -> QuerySet[Case]:
    """The cases of a package that a person may see; of a step, those that stand there now."""
    seen = list_cases(person)
    if package.binding != Binding.NODE:
        return seen.filter(package=package.uuid, call=None)
    standing = _at_nodes(_nodes_of([package]))
    return seen.filter(Exists(standing.filter(_waiting(), _in_unit(package.unit), case=OuterRef("pk"))))


def list_late_cases(person: Person, package: TaskPackage, *, at: dt.datetime) -> QuerySet[Case]:
    """Those that stand late, the longest late first."""
    cases = list_cases_of(person, package)
    if package.binding != Binding.NODE:
        return cases.filter(is_late(at)).order_by("next_due", "id")
    standing = _at_nodes(_nodes_of([package]))
    overdue = standing.filter(_waiting(), due_at__lt=at, case=OuterRef("pk"))
    return cases.filter(Exists(overdue)).order_by("next_due", "id")


# ------------------------------------------------------------------ cases of their own


def _progress_of_cases(packages: Sequence[TaskPackage]) -> dict[int, Progress]:
    by_uuid = {package.uuid: package for package in packages}
    counts: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    passed: dict[uuid.UUID, float] = defaultdict(float)
    cases = Case.objects.filter(package__in=by_uuid, call=None).order_by() if by_uuid else Case.objects.none()
    for reference, state, number in cases.values_list("package", "state").annotate(n=Count("id")):
        counts[reference][state] += number
    for reference, share, number in _shares_of(cases.filter(state__in=ALIVE)):
        passed[reference] += share * number
    return {each.pk: _of_cases(each, counts[each.uuid], passed[each.uuid]) for each in packages}


def _of_cases(package: TaskPackage, counts: Counter[str], passed: float) -> Progress:
    """Cases at their end count whole, running ones by the steps behind them; cancelled ones not at all."""
    finished = counts[CaseState.ENDED]
    running = sum(counts[state] for state in ALIVE)
    expected = max(package.expected or 1, finished + running)
    return Progress(finished, running, 0, expected, min((finished + passed) / expected, 1.0))


def _shares_of(cases: QuerySet[Case]) -> list[tuple[uuid.UUID, float, int]]:
    """For the running cases of packages: how much of the way is behind them, and how many stand so."""
    human = Q(work_items__node__kind__in=HUMAN)
    done = ArrayAgg(
        "work_items__node__key",
        filter=human & Q(work_items__state__in=FINISHED),
        distinct=True,
        default=[],
    )
    here = ArrayAgg(
        "work_items__node__key", filter=Q(work_items__state__in=STANDING), distinct=True, default=[]
    )
    rows = cases.annotate(behind=done, here=here).values_list("package", "version", "behind", "here")
    alike = Counter(
        (package, version, tuple(behind), tuple(standing)) for package, version, behind, standing in rows
    )
    versions = ProcedureVersion.objects.in_bulk({key[1] for key in alike})
    return [
        (package, share_done(get_chart(versions[version]), set(behind), set(standing)), number)
        for (package, version, behind, standing), number in alike.items()
        if package is not None
    ]


# ------------------------------------------------------------------ steps of cases that run anyway


def _progress_of_steps(packages: Sequence[TaskPackage]) -> dict[int, Progress]:
    found: dict[int, Progress] = {}
    nodes = _nodes_of(packages)
    plans: dict[Plan, list[TaskPackage]] = defaultdict(list)
    for package in packages:
        plans[package.goal.plan].append(package)
    for plan, several in plans.items():
        done, waiting = _within(plan), _waiting()
        rows = (
            _at_nodes(nodes)
            .filter(done | waiting)
            .order_by()
            .values_list("node", "case__unit__path")
            .annotate(done=Count("id", filter=done), waiting=Count("id", filter=waiting))
        )
        counted = list(rows)
        for package in several:
            mine = [row for row in counted if _is_of(package, *nodes[row[0]], row[1])]
            found[package.pk] = _of_step(package, sum(r[2] for r in mine), sum(r[3] for r in mine))
    return found


def _of_step(package: TaskPackage, finished: int, running: int) -> Progress:
    expected = package.expected or finished + running
    done = min(finished / expected, 1.0) if expected else None
    return Progress(finished, running, 0, expected, done)


def _nodes_of(packages: Sequence[TaskPackage]) -> dict[int, tuple[int, str]]:
    """The steps of some packages in every version of their procedures: by id, their procedure and key."""
    wanted = {(package.procedure_id, package.node) for package in packages}
    steps = Q(version__procedure__in={each for each, _key in wanted}, key__in={key for _each, key in wanted})
    rows = Node.objects.filter(steps).values_list("pk", "version__procedure", "key") if wanted else ()
    return {pk: (procedure, key) for pk, procedure, key in rows if (procedure, key) in wanted}


def _at_nodes(nodes: Iterable[int]) -> QuerySet[WorkItem]:
    """All work items at these steps. Told by id, so that an index is read and nothing is joined."""
    return WorkItem.objects.filter(node__in=list(nodes))


def _within(plan: Plan) -> Q:
    """Filter: done in the years of the plan, by the clock of its institution."""
    zone = ZoneInfo(plan.institution.time_zone)
    start = dt.datetime.combine(plan.starts_on, dt.time(), tzinfo=zone)
    until = dt.datetime.combine(plan.ends_on + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return Q(state=WorkState.DONE, closed_at__gte=start, closed_at__lt=until)


def _waiting() -> Q:
    return Q(state=WorkState.OPEN, case__state__in=ALIVE)


def _in_unit(unit: Unit) -> Q:
    """Filter: cases of a unit and those below it; of the whole university also those of no unit."""
    within = Q(case__unit__path__startswith=unit.path)
    return within | Q(case__unit=None) if unit.parent_id is None else within


def _is_of(package: TaskPackage, procedure: int, node: str, path: str | None) -> bool:
    inside = path.startswith(package.unit.path) if path else package.unit.parent_id is None
    return procedure == package.procedure_id and node == package.node and inside


# ------------------------------------------------------------------ steps that name a goal


def list_serving_nodes(institution: Institution, goals: Sequence[uuid.UUID]) -> list[Node]:
    """The steps of procedures in force that say that they serve one of these goals."""
    serving = Node.objects.filter(goal__in=goals, version__procedure__institution=institution)
    in_force = serving.filter(version__state=VersionState.ENACTED)
    return list(in_force.select_related("version__procedure").order_by("version", "position"))
