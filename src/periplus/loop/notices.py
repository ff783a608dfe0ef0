"""Sentences of the events of the loop, and who is told."""

import uuid
from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.models import Event
from periplus.loop.models import Body, Decision, Deviation, Goal


def those(*qualifiers: str) -> Callable[[Event], Iterable[uuid.UUID]]:
    """The people that an event names in these parts."""

    def audience(event: Event) -> Iterable[uuid.UUID]:
        return [
            touched.object_uuid
            for touched in event.objects_touched.all()
            if touched.object_type == "people.person" and touched.qualifier in qualifiers
        ]

    return audience


OWNERS = those("accountable", "deputy")
CHARGED = those("accountable", "owner")  # of a task package and of its goal

declare(
    Notice("loop.plan.drafted", _("%(actor)s drafted %(plan)s")),
    Notice("loop.plan.changed", _("%(actor)s changed the draft %(plan)s")),
    Notice("loop.plan.enacted", _("%(actor)s put %(plan)s in force")),
    Notice("loop.plan.closed", _("%(actor)s closed %(plan)s: %(reason)s")),
    Notice("loop.plan.discarded", _("%(actor)s discarded the draft %(title)s")),
    Notice("loop.goal.added", _("%(actor)s added %(goal)s"), OWNERS),
    Notice("loop.goal.changed", _("%(actor)s changed %(goal)s"), OWNERS),
    Notice(
        "loop.goal.handed_over",
        _("%(actor)s handed %(goal)s over"),
        those("accountable", "deputy", "from"),
    ),
    Notice("loop.goal.noted", _("%(actor)s worked on %(goal)s: %(text)s"), OWNERS),
    Notice("loop.goal.settled", _("%(actor)s settled %(goal)s: %(reason)s"), OWNERS),
    Notice("loop.goal.removed", _("%(actor)s took %(title)s out of the draft %(plan)s")),
    Notice("loop.package.added", _("%(actor)s added the task package %(package)s to %(goal)s"), CHARGED),
    Notice("loop.package.changed", _("%(actor)s changed the task package %(package)s"), CHARGED),
    Notice(
        "loop.package.handed_over",
        _("%(actor)s handed the task package %(package)s over"),
        those("accountable", "from"),
    ),
    Notice("loop.package.settled", _("%(actor)s settled the task package %(package)s: %(reason)s"), CHARGED),
    Notice("loop.package.started", _("%(actor)s started %(case)s for %(package)s"), CHARGED),
    Notice("loop.target.added", _("%(actor)s added a target to %(goal)s")),
    Notice("loop.target.changed", _("%(actor)s changed a target of %(goal)s")),
    Notice("loop.target.removed", _("%(actor)s removed a target of %(goal)s")),
    Notice("loop.measurements.taken", _("%(actor)s took %(written)s new readings")),
    Notice("loop.rule.drafted", _("%(actor)s drafted the signal rule %(rule)s")),
    Notice("loop.rule.revised", _("%(actor)s wrote version %(version)s of the signal rule %(rule)s")),
    Notice("loop.rule.switched_on", _("%(actor)s switched on %(rule)s, from %(from)s")),
    Notice("loop.rule.switched_off", _("%(actor)s switched off %(rule)s: %(reason)s")),
    Notice("loop.rule.discarded", _("%(actor)s discarded the draft of the signal rule %(title)s")),
    Notice("loop.signal.raised", _("%(actor)s raised a signal: %(signal)s"), those("owner")),
    Notice("loop.signal.reported", _("%(actor)s reported a signal: %(signal)s"), those("owner")),
    Notice("loop.signal.dismissed", _("%(actor)s dismissed a signal: %(signal)s")),
    Notice("loop.signal.cleared", _("A signal has ended by itself: %(signal)s")),
    Notice("loop.signal.joined", _("A signal joined %(deviation)s: %(signal)s")),
    Notice("loop.deviation.opened", _("%(actor)s opened %(deviation)s"), those("owner")),
    Notice("loop.deviation.cause_noted", _("%(actor)s noted why %(deviation)s came about: %(text)s")),
    Notice("loop.deviation.assigned", _("%(actor)s gave %(deviation)s to %(owner)s"), those("owner")),
    Notice("loop.replay.started", _("%(actor)s started the replay %(replay)s")),
    Notice("loop.replay.resumed", _("%(actor)s let the replay %(replay)s go on")),
    Notice("loop.replay.finished", _("The replay %(replay)s is done"), those("starter")),
)

# Agenda, reviews, decisions, effects


def named(event: Event, qualifier: str) -> list[uuid.UUID]:
    """The things that an event names in one part."""
    return [each.object_uuid for each in event.objects_touched.all() if each.qualifier == qualifier]


def body_of(event: Event) -> Iterable[uuid.UUID]:
    """Chair and members of the bodies that an event names."""
    return _sitting_in(Body.objects.filter(uuid__in=named(event, "body")))


def answering(event: Event) -> Iterable[uuid.UUID]:
    """Who owns the deviations and answers for the goals that an event names."""
    deviations = Deviation.objects.filter(uuid__in=named(event, "deviation"), owner__isnull=False)
    goals = Goal.objects.filter(uuid__in=named(event, "goal"), accountable__isnull=False)
    return {
        *deviations.values_list("owner__uuid", flat=True),
        *goals.values_list("accountable__uuid", flat=True),
    }


def deciding(event: Event) -> Iterable[uuid.UUID]:
    """Who took the decisions that an event names, and the chair of the body."""
    decisions = Decision.objects.filter(uuid__in=named(event, "decision"))
    return _those_in(decisions.values_list("taken_by__uuid", "body__chair__uuid"))


def _sitting_in(bodies: QuerySet[Body]) -> set[uuid.UUID]:
    return _those_in(bodies.values_list("chair__uuid", "members__uuid"))


def _those_in(rows: Iterable[tuple[uuid.UUID | None, ...]]) -> set[uuid.UUID]:
    return {person for row in rows for person in row if person is not None}


def all_of(*audiences: Callable[[Event], Iterable[uuid.UUID]]) -> Callable[[Event], Iterable[uuid.UUID]]:
    return lambda event: {person for audience in audiences for person in audience(event)}


declare(
    Notice("loop.body.added", _("%(actor)s added the body %(body)s")),
    Notice("loop.body.changed", _("%(actor)s changed the body %(body)s")),
    Notice("loop.entry_point.set", _("%(actor)s changed what may enter the agenda of %(body)s")),
    Notice("loop.entry_point.removed", _("%(actor)s closed a way onto the agenda of %(body)s")),
    Notice("loop.agenda.entered", _("%(item)s entered the agenda of %(body)s by rule"), answering),
    Notice("loop.agenda.brought", _("%(actor)s brought %(item)s to %(body)s"), body_of),
    Notice("loop.agenda.prioritised", _("%(actor)s gave %(item)s the priority %(priority)s")),
    Notice("loop.agenda.reprioritised", _("%(actor)s changed a priority at %(body)s to %(priority)s")),
    Notice("loop.agenda.ordered", _("%(actor)s changed the order of the agenda of %(body)s")),
    Notice("loop.agenda.scheduled", _("%(item)s was put on %(review)s")),
    Notice("loop.agenda.unscheduled", _("%(actor)s took %(item)s off %(review)s")),
    Notice("loop.agenda.withdrawn", _("%(item)s left the agenda of %(body)s")),
    Notice("loop.agenda.objected", _("%(actor)s asked to discuss %(item)s"), body_of),
    Notice("loop.agenda.settled", _("%(item)s is settled")),
    Notice("loop.review.planned", _("%(actor)s planned %(review)s"), body_of),
    Notice("loop.review.moved", _("%(actor)s moved %(review)s"), body_of),
    Notice("loop.review.cancelled", _("%(actor)s called %(review)s off: %(reason)s"), body_of),
    Notice("loop.review.opened", _("%(actor)s opened %(review)s")),
    Notice("loop.review.minuted", _("%(actor)s took minutes of %(review)s")),
    Notice("loop.review.closed", _("%(actor)s closed %(review)s: %(settled)s of %(items)s settled"), body_of),
    Notice("loop.decision.drafted", _("%(actor)s drafted %(decision)s")),
    Notice("loop.decision.changed", _("%(actor)s changed the draft %(decision)s")),
    Notice("loop.decision.dropped", _("%(actor)s dropped the draft %(decision)s")),
    Notice("loop.decision.taken", _("%(actor)s took %(decision)s"), all_of(answering, body_of)),
    Notice("loop.decision.undone", _("%(actor)s undid %(decision)s: %(reason)s"), all_of(answering, body_of)),
    Notice("loop.lever.planned", _("%(actor)s chose a change for %(decision)s: %(what)s")),
    Notice("loop.lever.removed", _("%(actor)s took a change out of %(decision)s: %(what)s")),
    Notice("loop.lever.pulled", _("%(decision)s took effect on %(what)s"), answering),
    Notice("loop.lever.failed", _("%(decision)s could not change %(what)s. %(reason)s"), deciding),
    Notice("loop.lever.undone", _("%(actor)s put %(what)s back: %(reason)s"), answering),
    Notice("loop.effect.planned", _("%(actor)s planned an effect check of %(decision)s")),
    Notice("loop.effect.removed", _("%(actor)s took an effect check out of %(decision)s")),
    Notice(
        "loop.effect.checked", _("%(actor)s checked the effect of %(decision)s"), all_of(answering, deciding)
    ),
    Notice("loop.effect.dropped", _("An effect check of %(decision)s was dropped")),
    Notice(
        "loop.deviation.waived", _("%(actor)s let %(deviation)s rest until %(until)s: %(reason)s"), answering
    ),
    Notice("loop.deviation.waiver_ended", _("%(deviation)s is open again"), answering),
    Notice("loop.deviation.closed", _("%(actor)s closed %(deviation)s. The loop is closed."), answering),
    Notice("loop.deviation.reopened", _("%(deviation)s is on the agenda again"), all_of(answering, body_of)),
    Notice("loop.round.run", _("The daily round moved the loop on")),
)
