"""Cases as lists show them: where they stand, whose turn it is, until when."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from periplus.core.languages import active_language, language_of
from periplus.paths.chart import say
from periplus.paths.enums import ALIVE, CaseState, WorkState
from periplus.paths.models import Case, Node, Procedure, ProcedureVersion, WorkItem
from periplus.paths.policies import visible_cases, visible_procedures, visible_work
from periplus.paths.queries.versions import holding_on
from periplus.people.models import Person
from periplus.people.standing import units_within

JOINED = ("version__procedure", "institution", "unit", "owner", "started_by")


def list_plain_cases(person: Person) -> QuerySet[Case]:
    """The cases a person may see, with what their names need."""
    return visible_cases(person).select_related("version__procedure")


def list_cases(person: Person) -> QuerySet[Any]:
    """The cases a person may see, with the step that is due first and how many are open."""
    rows = visible_cases(person).select_related(*JOINED)
    told: QuerySet[Any] = _with_turn(rows).annotate(
        open_steps=Subquery(_count(_open())), turn_step=Subquery(_first().values("node__title")[:1])
    )
    return told


def _with_turn(rows: QuerySet[Case]) -> QuerySet[Any]:
    """Whose turn it is in each case, and until when."""
    first = _first()
    told: QuerySet[Any] = rows.annotate(
        next_due=Subquery(first.values("due_at")[:1]),
        turn_person=Subquery(first.values("person__name")[:1]),
        turn_role=Subquery(first.values("role")[:1]),
    )
    return told


def _first() -> QuerySet[WorkItem]:
    return _open().order_by(F("due_at").asc(nulls_last=True), "id")


def _open() -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(case=OuterRef("pk"), state=WorkState.OPEN)


def _count(items: QuerySet[WorkItem]) -> QuerySet[Any, Any]:
    return items.order_by().values("case").annotate(number=Count("pk")).values("number")


def list_cases_on(person: Person, reference: uuid.UUID) -> QuerySet[Any]:
    """The cases about one thing that a person may see, those still open first, the newest first."""
    over = Q(state__in=(CaseState.ENDED, CaseState.CANCELLED))
    rows: QuerySet[Any] = list_cases(person).filter(subject_uuid=reference).annotate(over=over)
    told: QuerySet[Any] = rows.order_by("over", "-id")
    return told


def list_procedures(person: Person) -> QuerySet[Procedure]:
    """The procedures a person may see, by key."""
    return visible_procedures(person).order_by("key", "id")


def list_in_force(person: Person, *, on: dt.date, subject_type: str | None = None) -> list[ProcedureVersion]:
    """The versions by which cases begin on a day, one for each procedure, in the order of their keys."""
    held = ProcedureVersion.objects.filter(holding_on(on), procedure__institution=person.institution_id)
    if subject_type is not None:
        held = held.filter(procedure__subject_type=subject_type)
    latest: dict[int, ProcedureVersion] = {}
    for row in held.select_related("procedure__institution").order_by("effective_from", "number"):
        latest[row.procedure_id] = row
    return sorted(latest.values(), key=lambda row: row.procedure.key)


def list_steps_of(reference: str) -> dict[str, str]:
    """Titles of the human and waiting steps of a procedure, by key; the newest version says what they are."""
    nodes = Node.objects.filter(version__procedure__uuid=reference).order_by("version__number", "position")
    return {node.key: say(node.title) or node.key for node in nodes}


def get_step_title(key: str) -> str | None:
    """What a step of this key is called somewhere; None when there is none."""
    node = Node.objects.filter(key=key).order_by("-version__number", "-id").first()
    return (say(node.title) or node.key) if node else None


# ------------------------------------------------------------------ how lists are narrowed


def about(word: str) -> Q:
    """Filter: the case or its procedure is called so."""
    column = language_of(active_language()).column
    named = Q(title__icontains=word) | Q(reference__icontains=word)
    return named | Q(**{f"version__title__{column}__icontains": word})


def of_procedures(references: Iterable[str]) -> Q:
    return Q(version__procedure__uuid__in=list(references))


def in_units(paths: Iterable[str]) -> Q:
    return Q(unit__in=units_within(paths))


def at_step(key: str) -> Q:
    """Filter: stands at a step now."""
    return Q(Exists(_open().filter(node__key=key)))


def with_turn_of(role: str) -> Q:
    """Filter: something in it waits for this role."""
    return Q(Exists(_open().filter(role=role)))


def late(at: dt.datetime) -> Q:
    """Filter: something in it is overdue."""
    return Q(state__in=ALIVE) & Q(Exists(_open().filter(due_at__lt=at)))


def stuck() -> Q:
    """Filter: an automatic step in it could not be done."""
    return Q(state__in=ALIVE) & Q(Exists(_open().exclude(trouble="")))


def list_goals_served(institution_id: int | None) -> list[uuid.UUID]:
    """The goals that a step of some version serves. Reads an index over those steps only."""
    nodes = Node.objects.filter(goal__isnull=False, version__procedure__institution=institution_id)
    return [goal for goal in nodes.order_by("goal").values_list("goal", flat=True).distinct() if goal]


def list_waiting_for_others(person: Person) -> QuerySet[Any]:
    """A person's own running cases in which nothing is theirs to do, the first due before the others.

    They say whose turn it is and until when, and no more.
    """
    own = Q(owner=person) | Q(started_by=person, owner=None)
    theirs = visible_work(person).filter(case=OuterRef("pk"))
    rows = Case.objects.filter(own, ~Exists(theirs), state=CaseState.RUNNING)
    lying = _with_turn(rows).exclude(turn_role="", turn_person=None)
    return lying.order_by(F("next_due").asc(nulls_last=True), "id")
