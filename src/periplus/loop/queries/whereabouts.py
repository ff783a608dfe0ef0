"""Where a deviation is on its way around the loop, and what has to happen next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    EffectState,
    PullState,
    ReviewState,
)
from periplus.loop.models import AgendaItem, Decision, Deviation, EffectCheck, LeverPull, Review
from periplus.loop.queries.agenda import OPEN_STATES, find_next_review


class Next(StrEnum):
    """What has to happen next."""

    PLACE = "place"  # no body takes it
    PLAN = "plan"  # it waits, and no meeting is planned
    PREPARE = "prepare"  # it stands on a planned meeting
    DECIDE = "decide"  # the meeting is in session
    REPAIR = "repair"  # a change could not be carried out
    TAKE_EFFECT = "take_effect"  # a change waits for its date
    WAIT = "wait"  # the effect cannot be seen yet
    CHECK = "check"  # the effect is due to be checked
    CLOSE = "close"  # everything is checked
    REST = "rest"  # waived until a date
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What comes next for a deviation, until when, and the thing it hangs on."""

    step: Next
    until: dt.date | None = None
    item: AgendaItem | None = None
    review: Review | None = None
    decision: Decision | None = None
    pull: LeverPull | None = None
    check: EffectCheck | None = None


def with_story(deviations: QuerySet[Deviation]) -> QuerySet[Deviation]:
    """Deviations with everything `find_whereabouts` looks at, in a fixed number of queries."""
    items = AgendaItem.objects.filter(state__in=OPEN_STATES).select_related("body", "review")
    decisions = Decision.objects.exclude(state=DecisionState.UNDONE).order_by("pk")
    checks = EffectCheck.objects.exclude(state=EffectState.DROPPED).order_by("check_on", "pk")
    pulls = LeverPull.objects.exclude(state=PullState.UNDONE).order_by("effective_on", "pk")
    told = decisions.select_related("body", "taken_by").prefetch_related(
        Prefetch("pulls", queryset=pulls, to_attr="standing_pulls"),
        Prefetch("effect_checks", queryset=checks, to_attr="standing_checks"),
    )
    return deviations.prefetch_related(
        Prefetch("agenda_items", queryset=items, to_attr="open_items"),
        Prefetch("decisions", queryset=told, to_attr="standing_decisions"),
    )


def find_whereabouts(deviation: Deviation, *, today: dt.date) -> Whereabouts:
    """What comes next for a deviation read through `with_story`."""
    match deviation.state:
        case DeviationState.OPEN:
            return Whereabouts(Next.PLACE)
        case DeviationState.ON_AGENDA:
            return _on_agenda(deviation)
        case DeviationState.WAIVED:
            return Whereabouts(Next.REST, until=deviation.waived_until)
        case DeviationState.DECIDED:
            return _after_decision(deviation, today)
    return Whereabouts(Next.NOTHING)


def decisions_of(deviation: Deviation) -> Sequence[Decision]:
    """The decisions that stand, and drafts, oldest first."""
    decisions: Sequence[Decision] = deviation.standing_decisions  # type: ignore[attr-defined]
    return decisions


def _on_agenda(deviation: Deviation) -> Whereabouts:
    item: AgendaItem = deviation.open_items[0]  # type: ignore[attr-defined]
    review = item.review
    if review is None:
        return Whereabouts(Next.PLAN, until=item.deadline_on, item=item, review=find_next_review(item.body))
    step = Next.DECIDE if review.state == ReviewState.OPENED else Next.PREPARE
    return Whereabouts(step, until=review.held_at.date(), item=item, review=review)


def _after_decision(deviation: Deviation, today: dt.date) -> Whereabouts:
    taken = [each for each in decisions_of(deviation) if each.state == DecisionState.TAKEN]
    pulls = [pull for decision in taken for pull in decision.standing_pulls]  # type: ignore[attr-defined]
    checks = [check for decision in taken for check in decision.standing_checks]  # type: ignore[attr-defined]
    failed = next((pull for pull in pulls if pull.state == PullState.FAILED), None)
    if failed:
        return Whereabouts(Next.REPAIR, decision=failed.decision, pull=failed)
    waiting = next((pull for pull in pulls if pull.state == PullState.PLANNED), None)
    due = next((check for check in checks if check.state == EffectState.DUE), None)
    if due and due.check_on <= today:
        return Whereabouts(Next.CHECK, until=due.check_on, decision=due.decision, check=due)
    if waiting:
        return Whereabouts(
            Next.TAKE_EFFECT, until=waiting.effective_on, decision=waiting.decision, pull=waiting
        )
    if due:
        return Whereabouts(Next.WAIT, until=due.check_on, decision=due.decision, check=due)
    return Whereabouts(Next.CLOSE, decision=taken[-1] if taken else None)
