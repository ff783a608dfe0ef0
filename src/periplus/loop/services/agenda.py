"""What enters an agenda, by rule or by hand, and what leaves it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.loop import lives, policies
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    DiscussionRule,
    EffectState,
    ItemKind,
    ItemState,
)
from periplus.loop.models import AgendaItem, Body, Deviation, EffectCheck, EntryPoint, Goal
from periplus.loop.queries.agenda import OPEN_STATES, find_entry_point, find_unit_of
from periplus.loop.services.arranging import AGENDA, put_on_next_review
from periplus.people.models import Person

USUAL_PRIORITY = 3
USUAL_DEADLINE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person brings to a body: a matter of its own, or a deviation that stands on no agenda."""

    title: str
    text: str = ""
    goal: Goal | None = None
    deviation: Deviation | None = None

    @property
    def kind(self) -> ItemKind:
        return ItemKind.DEVIATION if self.deviation else ItemKind.PROPOSAL


@transaction.atomic
def enter_deviation(*, deviation: Deviation, today: dt.date) -> AgendaItem | None:
    """Put an open deviation on the agenda of the nearest body that takes it; None if none does."""
    deviation.refresh_from_db(from_queryset=Deviation.objects.select_for_update())
    if deviation.state != DeviationState.OPEN or _open_items(deviation).exists():
        return None
    entry = find_entry_point(deviation)
    if entry is None:
        return None
    item = place_deviation(deviation=deviation, body=entry.body, today=today)
    record("loop.agenda.entered", actor=AGENDA, objects=touched_by(item), on=today)
    put_on_next_review(item=item, today=today)
    return item


@transaction.atomic
def enter_open_deviations(*, today: dt.date) -> int:
    """Put every open deviation on an agenda that takes it. Gives how many went."""
    waiting = Deviation.objects.filter(state=DeviationState.OPEN).order_by("pk")
    return sum(enter_deviation(deviation=deviation, today=today) is not None for deviation in waiting)


@transaction.atomic
def enter_effect_check(*, check: EffectCheck, today: dt.date) -> AgendaItem | None:
    """Put a due effect check on the agenda of the body that decided; None if it is there already."""
    check.refresh_from_db(from_queryset=EffectCheck.objects.select_for_update())
    open_already = check.agenda_items.filter(state__in=OPEN_STATES).exists()
    if check.state != EffectState.DUE or check.check_on > today or open_already:
        return None
    decision = check.decision
    item = place(
        AgendaItem(
            body=decision.body,
            kind=ItemKind.EFFECT_CHECK,
            title=decision.title,
            effect_check=check,
            goal=decision.goal,
        ),
        today,
    )
    record("loop.agenda.entered", actor=AGENDA, objects=touched_by(item), on=today)
    put_on_next_review(item=item, today=today)
    return item


@transaction.atomic
def enter_due_checks(*, today: dt.date) -> int:
    """Put every effect check whose day has come on the agenda of its body. Gives how many went."""
    due = EffectCheck.objects.filter(
        state=EffectState.DUE, decision__state=DecisionState.TAKEN, check_on__lte=today
    ).order_by("check_on", "pk")
    return sum(enter_effect_check(check=check, today=today) is not None for check in due)


@transaction.atomic
def bring_item(*, actor: Person, body: Body, proposal: Proposal, today: dt.date) -> AgendaItem:
    """Bring a matter to a body by hand. Its entry point says who may, and how it is treated."""
    require(policies.may_bring(actor, body, proposal.kind))
    _check_proposal(actor, proposal)
    if proposal.deviation is not None:
        item = place_deviation(deviation=proposal.deviation, body=body, today=today)
        item.brought_by, item.text = actor, proposal.text
        item.save(update_fields=["brought_by", "text"])
    else:
        about = AgendaItem(body=body, kind=ItemKind.PROPOSAL, title=proposal.title, text=proposal.text)
        about.goal, about.brought_by = proposal.goal, actor
        item = place(about, today)
    record("loop.agenda.brought", actor=actor, objects=touched_by(item), on=today)
    put_on_next_review(item=item, today=today)
    return item


@transaction.atomic
def withdraw_item(*, actor: Person, item: AgendaItem, reason: str, today: dt.date) -> AgendaItem:
    """Take a proposal off the agenda, with a reason."""
    require(policies.may_withdraw(actor, item))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is withdrawn.")})
    leave_agenda(item=item, state=ItemState.WITHDRAWN)
    record(
        "loop.agenda.withdrawn",
        actor=actor,
        objects=touched_by(item),
        attributes={"reason": reason},
        on=today,
    )
    return item


@transaction.atomic
def withdraw_deviation(*, deviation: Deviation, today: dt.date) -> None:
    """A deviation that is waived, or closed otherwise, leaves the agenda it stands on."""
    for item in _open_items(deviation):
        leave_agenda(item=item, state=ItemState.WITHDRAWN)
        record("loop.agenda.withdrawn", actor=AGENDA, objects=touched_by(item), on=today)


def place_deviation(*, deviation: Deviation, body: Body, today: dt.date) -> AgendaItem:
    """Make the one open item of a deviation and move it to “on an agenda”. Records nothing."""
    lives.check_move(lives.DEVIATION, deviation.state, DeviationState.ON_AGENDA)
    deviation.state, deviation.waived_until = DeviationState.ON_AGENDA, None
    deviation.save(update_fields=["state", "waived_until"])
    about = AgendaItem(body=body, kind=ItemKind.DEVIATION, title=deviation.title)
    about.deviation, about.goal = deviation, deviation.goal
    return place(about, today)


def leave_agenda(*, item: AgendaItem, state: ItemState) -> None:
    """Settle or withdraw an item. Records nothing."""
    lives.check_move(lives.ITEM, item.state, state)
    item.state = state
    item.save(update_fields=["state"])


def place(item: AgendaItem, today: dt.date) -> AgendaItem:
    """Store a new item as the entry point of its kind says, else in the usual way."""
    entry = item.body.entry_points.filter(kind=item.kind).first() or _usual(item)
    item.priority, item.discussion = entry.priority, entry.discussion
    item.entered_on = today
    item.deadline_on = today + dt.timedelta(days=entry.deadline_days)
    item.save()
    return item


def _usual(item: AgendaItem) -> EntryPoint:
    """A body that decided checks the effect even if nobody wrote an entry point for that."""
    return EntryPoint(
        kind=item.kind,
        priority=USUAL_PRIORITY,
        discussion=DiscussionRule.DISCUSSION,
        deadline_days=USUAL_DEADLINE_DAYS,
    )


def _check_proposal(actor: Person, proposal: Proposal) -> None:
    deviation, goal = proposal.deviation, proposal.goal
    if deviation is None and not proposal.title.strip():
        raise Invalid({"title": _("Give it a title.")})
    if deviation is not None:
        goal = deviation.goal
        if deviation.state != DeviationState.OPEN:
            raise Invalid({"deviation": _("This deviation is not open, or it stands on an agenda already.")})
    unit = find_unit_of(deviation) if deviation else goal and goal.unit
    people = [goal and goal.accountable, goal and goal.deputy, deviation and deviation.owner]
    if unit:
        require(policies.may_bring_about(actor, unit, [person.uuid for person in people if person]))


def _open_items(deviation: Deviation) -> QuerySet[AgendaItem]:
    return deviation.agenda_items.filter(state__in=OPEN_STATES).select_related("body", "goal", "deviation")


def touched_by(item: AgendaItem) -> dict[str, Model]:
    """What an event about an item touches: the item, its body and what it is about."""
    about: dict[str, Model | None] = {
        "goal": item.goal,
        "deviation": item.deviation,
        "effect_check": item.effect_check,
        "case": item.work_item.case if item.work_item else None,
    }
    things: dict[str, Model] = {"item": item, "body": item.body}
    return things | {part: thing for part, thing in about.items() if thing is not None}
