"""Counting what procedures did: cases at their end, work late, work sent back, work per holder of a role."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from periplus.core import clock
from periplus.core.periods import Period
from periplus.loop.measured.units import in_scope
from periplus.loop.measuring import Contribution, Reading, SourceRecord
from periplus.loop.scopes import Scope
from periplus.paths.chart import say
from periplus.paths.enums import HUMAN, CaseState, WorkState
from periplus.paths.models import Case, WorkItem
from periplus.people.models import Institution, Person, RoleAssignment, Unit

DUE_STATES = (WorkState.OPEN, WorkState.DONE, WorkState.SKIPPED)
CLOSED_STATES = (WorkState.DONE, WorkState.SKIPPED, WorkState.RETURNED)
LATE = Q(closed_at=None) | Q(closed_at__gt=F("due_at"))
SENT_BACK = Q(state=WorkState.RETURNED)


@dataclass(frozen=True, slots=True)
class Span:
    """The instants between which a period lies, by the clock of the institution."""

    start: dt.datetime
    until: dt.datetime


def _span(scope: Scope, period: Period) -> Span:
    return _spans(scope, [period])[0]


def _spans(scope: Scope, periods: Sequence[Period]) -> list[Span]:
    served = Institution.objects.filter(uuid=scope.institution).first() if scope.institution else None
    zone = ZoneInfo(served.time_zone) if served else timezone.get_default_timezone()
    return [Span(_midnight(each.start, zone), _midnight(each.until, zone)) for each in periods]


def _midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)


def _counted(rows: QuerySet[Any], conditions: Sequence[Q]) -> list[int]:
    """How many rows fulfil each condition; one query."""
    asked = {f"n{place}": Count("pk", filter=condition) for place, condition in enumerate(conditions)}
    counted = rows.order_by().aggregate(**asked)
    return [counted[f"n{place}"] for place in range(len(conditions))]


# ------------------------------------------------------------------ cases brought to their end


def ended_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """One count per period; nothing to tell before the first case began."""
    spans, cases = _spans(scope, periods), _cases(scope)
    ended = _counted(cases, [_ended(span) for span in spans])
    begun = _counted(cases, [Q(started_at__lt=span.until) for span in spans])
    return [
        Reading(period, Decimal(number) if any_begun else None, count=number)
        for period, number, any_begun in zip(periods, ended, begun, strict=True)
    ]


def ended_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    ended = _cases(scope).filter(_ended(_span(scope, period))).order_by("ended_at", "id")
    return [
        SourceRecord("paths.case", row.uuid, str(row), detail=row.outcome, on=row.ended_at.date())
        for row in ended[offset : offset + limit]
        if row.ended_at
    ]


def ended_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    ended = _cases(scope).filter(_ended(_span(scope, period)))
    parts = _parts(ended, axis, "", Q())
    whole = sum(part.whole for part in parts)
    return _shares([(part, Decimal(part.whole)) for part in parts], axis, whole)


def _cases(scope: Scope) -> QuerySet[Case]:
    """The cases of a scope, without those that other cases called."""
    return Case.objects.filter(in_scope(scope, "institution", "unit"), _of_procedure(scope, ""), call=None)


def _ended(span: Span) -> Q:
    return Q(state=CaseState.ENDED, ended_at__gte=span.start, ended_at__lt=span.until)


# ------------------------------------------------------------------ shares of work


def late_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Of the work that fell due in each period, the share not done by its date."""
    return _share_readings(scope, periods, _due, LATE)


def late_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    due = _work(scope).filter(_due(_span(scope, period))).order_by("due_at", "id")
    return [_record(row, row.due_at) for row in due[offset : offset + limit]]


def late_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    return _share_contributions(_work(scope).filter(_due(_span(scope, period))), axis, LATE)


def rework_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Of the work closed in each period, the share that went back to an earlier step."""
    return _share_readings(scope, periods, _closed, SENT_BACK)


def rework_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    closed = _work(scope).filter(_closed(_span(scope, period))).order_by("closed_at", "id")
    return [_record(row, row.closed_at) for row in closed[offset : offset + limit]]


def rework_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    return _share_contributions(_work(scope).filter(_closed(_span(scope, period))), axis, SENT_BACK)


def _work(scope: Scope) -> QuerySet[WorkItem]:
    """What people have to do in the cases of a scope, open or closed."""
    mine = in_scope(scope, "case__institution", "case__unit") & _of_procedure(scope, "case__")
    items = WorkItem.objects.filter(mine, node__kind__in=HUMAN)
    return items.select_related("node", "case__unit", "case__version__procedure")


def _of_procedure(scope: Scope, prefix: str) -> Q:
    return Q(**{f"{prefix}version__procedure__key": scope.procedure}) if scope.procedure else Q()


def _due(span: Span) -> Q:
    until = min(span.until, clock.now())
    return Q(state__in=DUE_STATES, due_at__gte=span.start, due_at__lt=until)


def _closed(span: Span) -> Q:
    return Q(state__in=CLOSED_STATES, closed_at__gte=span.start, closed_at__lt=span.until)


def _share_readings(scope: Scope, periods: Sequence[Period], counts: Any, hit: Q) -> list[Reading]:
    conditions = [counts(span) for span in _spans(scope, periods)]
    numbers = _counted(_work(scope), conditions + [each & hit for each in conditions])
    wholes, hits = numbers[: len(periods)], numbers[len(periods) :]
    return [
        Reading(
            period,
            Decimal(part) / whole if whole else None,
            Decimal(part),
            Decimal(whole),
            count=whole,
        )
        for period, whole, part in zip(periods, wholes, hits, strict=True)
    ]


def _share_contributions(rows: QuerySet[WorkItem], axis: str, hit: Q) -> list[Contribution]:
    """What each part adds to the share of the whole."""
    parts = _parts(rows, axis, "case__", hit)
    whole = sum(part.whole for part in parts)
    return _shares([(part, Decimal(part.hits) / whole) for part in parts], axis, whole)


def _record(row: WorkItem, at: dt.datetime | None) -> SourceRecord:
    title = f"{say(row.node.title)}: {row.case}"
    return SourceRecord(
        "paths.workitem", row.uuid, title, row.get_state_display(), on=at.date() if at else None
    )


# ------------------------------------------------------------------ open work per holder of a role


def load_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Open work at the end of each period, divided by those who hold a role that it waits for."""
    spans, work = _spans(scope, periods), _work(scope).exclude(role="")
    waiting = [_standing(span.until) for span in spans]
    asked = {f"n{place}": Count("pk", filter=condition) for place, condition in enumerate(waiting)}
    by_role = list(work.order_by().values("role").annotate(**asked))
    known = _counted(work, [Q(opened_at__lt=span.until) for span in spans])
    posts = _posts(scope)
    return [
        _load(period, posts, {row["role"]: row[f"n{place}"] for row in by_role}, begun=known[place])
        for place, period in enumerate(periods)
    ]


def load_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    standing = _work(scope).exclude(role="").filter(_standing(_span(scope, period).until))
    return [_record(row, row.opened_at) for row in standing.order_by("opened_at", "id")[offset:][:limit]]


def load_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """What each part adds to the load."""
    standing = _work(scope).exclude(role="").filter(_standing(_span(scope, period).until))
    parts = _parts(standing, axis, "case__", Q())
    whole = sum(part.whole for part in parts)
    roles = set(standing.order_by().values_list("role", flat=True).distinct())
    holders = len(_holders(_posts(scope), roles, period.last_day))
    if not holders:
        return []
    return _shares([(part, Decimal(part.whole) / holders) for part in parts], axis, whole)


def _load(period: Period, posts: Iterable[RoleAssignment], waiting: dict[str, int], *, begun: int) -> Reading:
    number = sum(waiting.values())
    roles = {role for role, count in waiting.items() if count}
    holders = len(_holders(posts, roles, period.last_day))
    if not number:
        return Reading(period, Decimal(0) if begun else None)
    value = Decimal(number) / holders if holders else None
    return Reading(period, value, Decimal(number), Decimal(holders), count=number)


def _standing(until: dt.datetime) -> Q:
    """Filter: stood open at an instant."""
    return Q(opened_at__lt=until) & (Q(closed_at=None) | Q(closed_at__gte=until))


def _posts(scope: Scope) -> list[RoleAssignment]:
    """All posts, past ones too, that answer for work in the scope: in it, above it, for everything."""
    posts = RoleAssignment.objects.select_related("person", "unit")
    if scope.institution:
        posts = posts.filter(person__institution__uuid=scope.institution)
    if scope.unit:
        path = Unit.objects.filter(uuid=scope.unit).values_list("path", flat=True).first() or "-"
        return [each for each in posts.order_by("id") if _meets(each.unit.path if each.unit else "", path)]
    return list(posts.order_by("id"))


def _meets(held: str, asked: str) -> bool:
    return held.startswith(asked) or asked.startswith(held)


def _holders(posts: Iterable[RoleAssignment], roles: set[str], day: dt.date) -> set[tuple[str, int]]:
    """Who held one of these roles on a day; whoever holds two of them is counted for each."""
    return {
        (p.role, p.person_id) for p in posts if p.role in roles and _held(p, day) and _here(p.person, day)
    }


def _held(post: RoleAssignment, day: dt.date) -> bool:
    return post.valid_from <= day and (post.valid_until is None or post.valid_until > day)


def _here(person: Person, day: dt.date) -> bool:
    return person.left_on is None or person.left_on > day


# ------------------------------------------------------------------ parts


@dataclass(frozen=True, slots=True)
class Part:
    """One unit or procedure, with how many records it has and how many of them are hits."""

    key: str
    title: str
    whole: int
    hits: int


def _parts(rows: QuerySet[Any], axis: str, prefix: str, hit: Q) -> list[Part]:
    """Split along units or procedures; any other axis splits nothing."""
    if axis not in {"unit", "procedure"}:
        return []
    names = ("unit__uuid", "unit__name") if axis == "unit" else _PROCEDURE
    grouped = rows.order_by().values_list(*(f"{prefix}{name}" for name in names))
    found: dict[str, Part] = {}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, title, whole, hits in grouped.annotate(whole=Count("pk"), hits=Count("pk", filter=hit)):
        text = str(key) if key else ""
        sums[text][0] += whole
        sums[text][1] += hits
        name = say(title) if isinstance(title, dict) else str(title or "")
        found[text] = Part(text, name or text, *sums[text])
    return [part for key, part in found.items() if key]


_PROCEDURE = ("version__procedure__key", "version__procedure__title")


def _shares(valued: Iterable[tuple[Part, Decimal]], axis: str, whole: int) -> list[Contribution]:
    """Largest first, then by key."""
    split = [
        Contribution(axis, part.key, part.title, value, Decimal(part.whole) / whole, part.whole)
        for part, value in valued
    ]
    return sorted(split, key=lambda each: (-each.value, each.key))
