"""Open work as lists show it: what, of which case, for whom, until when, and what is missing."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Case as Choose
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from periplus.core.languages import active_language, language_of
from periplus.paths.chart import say
from periplus.paths.enums import CaseState, Way, WorkState
from periplus.paths.models import NodeItem, WorkItem
from periplus.paths.policies import branches_of_work, stood_in_for, visible_cases, visible_work, work_of_roles
from periplus.people.models import Person
from periplus.people.standing import units_within

JOINED = ("case__version__procedure", "case__unit", "case__institution", "node", "unit", "person")
LATE, TODAY, WEEK, LATER, UNDATED = "late", "today", "week", "later", "undated"
WEEK_DAYS = 7


def list_work(person: Person) -> QuerySet[WorkItem]:
    """The open work that a person may do; `for_name` says whose it is when they stand in for somebody."""
    return _told(visible_work(person)).annotate(for_name=_for_name(person))


def list_first_work(person: Person, limit: int) -> QuerySet[WorkItem]:
    """What of a person's work is due first, at most `limit`, in that order, with its case and its step.

    Each reason why work is theirs is read off its own index; all reasons in one condition would have
    the database sort everything that is open.
    """
    open_now = WorkItem.objects.filter(state=WorkState.OPEN, case__state=CaseState.RUNNING)
    found: set[tuple[bool, float, int]] = set()
    for branch in branches_of_work(person):
        first = open_now.filter(branch).order_by("due_at", "id").values_list("due_at", "pk")[:limit]
        found.update((due is None, due.timestamp() if due else 0, pk) for due, pk in first)
    foremost = [pk for _undated, _due, pk in sorted(found)[:limit]]
    rows = WorkItem.objects.filter(pk__in=foremost).annotate(for_name=_for_name(person))
    return rows.select_related("case__version__procedure", "case__unit", "node").order_by("due_at", "id")


def somebody_works_on_it() -> Exists:
    """Condition on things with a uuid: a running case about it waits for somebody."""
    open_now = WorkItem.objects.filter(state=WorkState.OPEN, case__state=CaseState.RUNNING)
    return Exists(open_now.filter(case__subject_uuid=OuterRef("uuid")).exclude(role="", person=None))


def list_work_of_all(person: Person) -> QuerySet[WorkItem]:
    """All open work in the cases that a person may see; what a case merely waits for is left out."""
    within = WorkItem.objects.filter(state=WorkState.OPEN, case__state=CaseState.RUNNING)
    seen = within.filter(case__in=visible_cases(person)).exclude(role="", person=None)
    return _told(seen).annotate(for_name=Coalesce("person__name", Value(""), output_field=TextField()))


def _told(items: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    produced = NodeItem.objects.filter(way=Way.OUT).order_by("position")
    asks = Exists(NodeItem.objects.filter(node=OuterRef("node"), way=Way.OUT))
    rows = items.select_related(*JOINED).annotate(asks=asks)
    return rows.prefetch_related(Prefetch("node__items", queryset=produced, to_attr="outs"))


def _for_name(person: Person) -> Choose | Value:
    others = stood_in_for(person)
    if not others:
        return Value("", output_field=TextField())
    own = Q(person=person) | work_of_roles(person)
    whens = [When(Q(person=other) | work_of_roles(other), then=Value(other.name)) for other in others]
    return Choose(When(own, then=Value("")), *whens, default=Value(""), output_field=TextField())


def missing_in(item: WorkItem) -> list[str]:
    """What the step is to produce and nobody has filled in yet. The row comes from a list of this file."""
    filled = item.draft or {}
    outs: list[NodeItem] = item.node.outs  # type: ignore[attr-defined]  # prefetched by `_told`
    wanted = [each for each in outs if each.required and not filled.get(each.key)]
    return [say(each.title) or each.key for each in wanted]


def title_of(item: WorkItem) -> str:
    """The name of the step, with what it is about when it is done for each of several."""
    title = say(item.node.title) or item.node.key
    about = element_words(item.element)
    return f"{title} · {about}" if about else title


def element_words(element: object) -> str:
    """What one of several is called: its text, or the first text among its values."""
    if isinstance(element, Mapping):
        named = element.get("name") or element.get("title")
        return str(named or next((v for v in element.values() if isinstance(v, str) and v), ""))
    return "" if element is None else str(element)


# ------------------------------------------------------------------ how lists are narrowed


def about(word: str) -> Q:
    """Filter: the case or the step is called so."""
    column = language_of(active_language()).column
    named = Q(case__title__icontains=word) | Q(case__reference__icontains=word)
    return named | Q(**{f"node__title__{column}__icontains": word}) | Q(node__title__en__icontains=word)


def of_procedures(references: Iterable[str]) -> Q:
    return Q(case__version__procedure__uuid__in=list(references))


def in_units(paths: Iterable[str]) -> Q:
    return Q(unit__in=units_within(paths))


def due_in(group: str, at: dt.datetime) -> Q:
    """Filter: due in one of the groups, counted from `at` in the reader's time zone."""
    tomorrow, later = _bounds(at)
    return {
        LATE: Q(due_at__lt=at),
        TODAY: Q(due_at__gte=at, due_at__lt=tomorrow),
        WEEK: Q(due_at__gte=max(at, tomorrow), due_at__lt=later),
        LATER: Q(due_at__gte=later),
        UNDATED: Q(due_at=None),
    }.get(group, Q())


def group_of(item: WorkItem, at: dt.datetime) -> str:
    """In which of the groups a work item is due."""
    if item.due_at is None:
        return UNDATED
    tomorrow, later = _bounds(at)
    if item.due_at < at:
        return LATE
    if item.due_at < tomorrow:
        return TODAY
    return WEEK if item.due_at < later else LATER


def count_by_due(items: QuerySet[WorkItem], at: dt.datetime) -> dict[str, int]:
    """How many are due in each group; one query."""
    groups = (LATE, TODAY, WEEK, LATER, UNDATED)
    counts = {group: Count("pk", filter=due_in(group, at)) for group in groups}
    return items.order_by().prefetch_related(None).aggregate(**counts)


def _bounds(at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The beginning of tomorrow, and of the day after this week."""
    zone = timezone.get_current_timezone()
    day = at.astimezone(zone).date()
    midnight = dt.time()
    return (
        dt.datetime.combine(day + dt.timedelta(days=1), midnight, tzinfo=zone),
        dt.datetime.combine(day + dt.timedelta(days=WEEK_DAYS), midnight, tzinfo=zone),
    )
