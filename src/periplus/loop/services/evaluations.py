"""Rolling reviews: a case that comes to an evaluation step puts itself on an agenda."""

import datetime as dt
import uuid
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from periplus.core.ledger.services import record
from periplus.loop.enums import ItemKind, ItemState, PlanState
from periplus.loop.models import AgendaItem, EntryPoint, Goal, TaskPackage
from periplus.loop.queries.agenda import OPEN_STATES, list_evaluation_entries, nearest_entry
from periplus.loop.services.agenda import leave_agenda, place, touched_by
from periplus.loop.services.arranging import AGENDA, put_on_next_review
from periplus.paths.chart import say
from periplus.paths.enums import CaseState, WorkState
from periplus.paths.models import WorkItem
from periplus.people.models import Unit

BATCH = 200  # a round puts so many on agendas; the next one goes on
LONGEST_TITLE = 250


@transaction.atomic
def enter_evaluations(*, today: dt.date) -> int:
    """Put every evaluation step that was reached on the agenda that takes it. Gives how many went."""
    entries = list_evaluation_entries()
    if not entries:
        return 0
    taken = ((item, _entry_for(item, entries)) for item in _reached(entries).iterator())
    first = list(islice(((item, entry) for item, entry in taken if entry is not None), BATCH))
    for item, entry in first:
        _enter(item, entry, today)
    return len(first)


@transaction.atomic
def settle_evaluations(*, today: dt.date) -> int:
    """What was evaluated in its case meanwhile, or was taken back, leaves the agenda. Gives how many."""
    standing = AgendaItem.objects.filter(kind=ItemKind.EVALUATION, state__in=OPEN_STATES)
    gone = standing.exclude(work_item__state=WorkState.OPEN).select_related("body", "goal", "work_item")
    items = list(gone.order_by("pk"))
    for item in items:
        done = item.work_item is not None and item.work_item.state == WorkState.DONE
        leave_agenda(item=item, state=ItemState.SETTLED if done else ItemState.WITHDRAWN)
        event = "loop.agenda.settled" if done else "loop.agenda.withdrawn"
        record(event, actor=AGENDA, objects=touched_by(item), on=today)
    return len(items)


def _reached(entries: list[EntryPoint]) -> QuerySet[WorkItem]:
    """Open evaluation steps that have stood on no agenda yet."""
    known = AgendaItem.objects.filter(work_item=OuterRef("pk"))
    institutions = {entry.body.institution_id for entry in entries}
    reached = WorkItem.objects.filter(
        ~Exists(known),
        state=WorkState.OPEN,
        node__evaluation=True,
        case__state=CaseState.RUNNING,
        case__institution__in=institutions,
    )
    return reached.select_related("node", "case__unit", "case__institution").order_by("id")


def _entry_for(item: WorkItem, entries: list[EntryPoint]) -> EntryPoint | None:
    here = [entry for entry in entries if entry.body.institution_id == item.case.institution_id]
    return nearest_entry(here, item.case.unit or _university(item))


def _university(item: WorkItem) -> Unit:
    return Unit.objects.filter(institution=item.case.institution_id, parent=None).order_by("pk")[0]


def _enter(work: WorkItem, entry: EntryPoint, today: dt.date) -> None:
    title = f"{say(work.node.title)}: {work.case.title}"[:LONGEST_TITLE]
    about = AgendaItem(body=entry.body, kind=ItemKind.EVALUATION, title=title, work_item=work)
    about.goal = _goal_of(work)
    item = place(about, today)
    record("loop.agenda.entered", actor=AGENDA, objects=touched_by(item), on=today)
    put_on_next_review(item=item, today=today)


def _goal_of(work: WorkItem) -> Goal | None:
    """The goal that the step serves, else the one whose task package the case belongs to."""
    if work.node.goal:
        return _living(Goal.objects.filter(uuid=work.node.goal).first())
    if work.case.package:
        return _of_package(work.case.package)
    return None


def _of_package(reference: uuid.UUID) -> Goal | None:
    package = TaskPackage.objects.filter(uuid=reference).select_related("goal").first()
    return package.goal if package else None


def _living(goal: Goal | None) -> Goal | None:
    """The goal in the version of its plan that is in force."""
    while goal is not None and goal.plan.state == PlanState.REPLACED and hasattr(goal, "replaced_by"):
        goal = goal.replaced_by
    return goal
