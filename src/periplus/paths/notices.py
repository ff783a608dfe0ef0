"""Sentences of the events of paths, and who is told."""

import uuid
from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.ledger.queries import parts_of
from periplus.core.models import Event
from periplus.paths.chart import say
from periplus.paths.enums import Duty
from periplus.paths.queries.naming import find_chart_of
from periplus.paths.queries.whose import list_people_again


def those(*qualifiers: str) -> Callable[[Event], Iterable[uuid.UUID]]:
    """The people that an event names in these parts."""

    def audience(event: Event) -> Iterable[uuid.UUID]:
        return [
            touched.object_uuid
            for touched in event.objects_touched.all()
            if touched.object_type == "people.person" and touched.qualifier in qualifiers
        ]

    return audience


def those_again(event: Event) -> Iterable[uuid.UUID]:
    """Who has the work again at the step to which a case was sent back."""
    cases = [part.object_uuid for part in parts_of(event) if part.qualifier == "case"]
    target = event.attributes.get("target", "")
    return [person.uuid for case in cases for person in list_people_again(case, target, on=event.at.date())]


def step_words(event: Event) -> dict[str, str | Promise]:
    """The step that an event is about, by the title it has in its version."""
    facts = event.attributes
    cases = [part.object_uuid for part in parts_of(event) if part.qualifier == "case"]
    chart = find_chart_of(cases[0], facts.get("version", 0)) if cases else None
    nodes = chart.node if chart else {}
    found = {name: nodes.get(facts.get(name, "")) for name in ("node", "target")}
    return {name: say(node.title) for name, node in found.items() if node and node.title}


def waiting_words(event: Event) -> Mapping[str, str | Promise]:
    """The step, and a word for whom it waits for where that is nobody by name."""
    waits = any(part.qualifier == "person" for part in parts_of(event))
    return step_words(event) | ({} if waits else {"person": _("nobody in particular")})


def duty_words(event: Event) -> Mapping[str, str | Promise]:
    """Which duty, in the reader's language."""
    duty = event.attributes.get("duty", "")
    return {"duty": Duty(duty).label} if duty in Duty.values else {}


OWNER = those("owner")

declare(
    Notice("paths.procedure.added", _("%(actor)s added the procedure %(procedure)s")),
    Notice("paths.version.drafted", _("%(actor)s drafted version %(number)s of %(procedure)s")),
    Notice("paths.version.changed", _("%(actor)s changed the draft %(number)s of %(procedure)s")),
    Notice("paths.version.discarded", _("%(actor)s discarded the draft %(number)s of %(procedure)s")),
    Notice(
        "paths.version.enacted", _("%(actor)s put version %(number)s of %(procedure)s in force: %(reason)s")
    ),
    Notice("paths.version.undone", _("%(actor)s took version %(number)s of %(procedure)s back: %(reason)s")),
    Notice(
        "paths.cases.prioritised",
        _("%(actor)s gave %(cases)s cases of %(procedure)s the priority %(priority)s"),
    ),
    Notice("paths.version.retired", _("Version %(number)s of %(procedure)s is no longer in force")),
    Notice(
        "paths.cases.switched",
        _("%(actor)s moved %(cases)s cases of %(procedure)s from version %(before)s to %(number)s"),
    ),
    Notice("paths.case.started", _("%(actor)s started %(case)s"), OWNER),
    Notice("paths.case.ended", _("%(case)s came to its end"), OWNER),
    Notice("paths.case.suspended", _("%(actor)s suspended %(case)s: %(reason)s"), OWNER),
    Notice("paths.case.resumed", _("%(actor)s took %(case)s up again"), OWNER),
    Notice("paths.case.cancelled", _("%(actor)s cancelled %(case)s: %(reason)s"), OWNER),
    Notice(
        "paths.case.prioritised", _("%(actor)s changed the priority of %(case)s from %(before)s to %(after)s")
    ),
    Notice("paths.case.followed", _("%(actor)s lets %(person)s follow %(case)s"), those("person")),
    Notice("paths.work.done", _("%(actor)s finished “%(node)s” of %(case)s"), words=step_words),
    Notice(
        "paths.work.skipped", _("%(actor)s left out “%(node)s” of %(case)s: %(reason)s"), words=step_words
    ),
    Notice(
        "paths.work.returned",
        _("%(actor)s sent %(case)s back from “%(node)s” to “%(target)s”: %(reason)s"),
        those_again,
        step_words,
    ),
    Notice("paths.work.taken", _("%(actor)s took “%(node)s” of %(case)s"), words=step_words),
    Notice(
        "paths.work.given_back",
        _("“%(node)s” of %(case)s is open again to all who may do it"),
        those("from"),
        step_words,
    ),
    Notice(
        "paths.work.handed_over",
        _("%(actor)s handed “%(node)s” of %(case)s to %(person)s"),
        those("person", "from"),
        step_words,
    ),
    Notice("paths.work.assigned", _("It is your turn: “%(node)s” of %(case)s"), those("person"), step_words),
    Notice("paths.step.done", _("“%(node)s” of %(case)s was done by itself"), words=step_words),
    Notice("paths.step.failed", _("“%(node)s” of %(case)s could not be done: %(trouble)s"), words=step_words),
    Notice(
        "paths.call.returned", _("“%(node)s” of %(case)s came back: %(called)s has ended"), words=step_words
    ),
    Notice("paths.message.received", _("“%(node)s” of %(case)s: it came in"), words=step_words),
    Notice("paths.deadline.struck", _("A deadline of “%(node)s” of %(case)s was reached"), words=step_words),
    Notice(
        "paths.work.reminded", _("“%(node)s” of %(case)s is due on %(due_on)s"), those("person"), step_words
    ),
    Notice(
        "paths.work.escalated",
        _("“%(node)s” of %(case)s was due on %(due_on)s and waits for %(person)s"),
        those("above"),
        waiting_words,
    ),
    Notice("paths.reminder_rule.added", _("%(actor)s set when people are reminded of work")),
    Notice("paths.reminder_rule.changed", _("%(actor)s changed when people are reminded of work")),
    Notice(
        "paths.absence.entered",
        _("%(person)s is away from %(from)s to %(last_day)s (entered by %(actor)s)"),
        those("person"),
    ),
    Notice(
        "paths.substitution.entered",
        _("%(substitute)s does the work of %(person)s from %(from)s to %(last_day)s"),
        those("person", "substitute"),
        parties=("person", "substitute"),
    ),
    Notice(
        "paths.substitution.ended",
        _("The absence of %(person)s is over, or was taken back"),
        those("person", "substitute"),
        parties=("person", "substitute"),
    ),
    Notice("paths.workplan.made", _("%(actor)s made the responsibility list %(plan)s"), OWNER),
    Notice("paths.workplan.changed", _("%(actor)s changed the responsibility list %(plan)s"), OWNER),
    Notice("paths.workplan.closed", _("%(actor)s closed the responsibility list %(plan)s"), OWNER),
    Notice("paths.workplan.reopened", _("%(actor)s opened the responsibility list %(plan)s again"), OWNER),
    Notice("paths.workplan.arranged", _("%(actor)s put the modules of %(plan)s in another order")),
    Notice("paths.module.added", _("%(actor)s added the module %(module)s to %(plan)s")),
    Notice("paths.module.changed", _("%(actor)s changed the module %(module)s of %(plan)s")),
    Notice("paths.module.removed", _("%(actor)s took the module “%(title)s” out of %(plan)s")),
    Notice(
        "paths.duty.given",
        _("%(actor)s gave %(holder)s a duty in “%(module)s” of %(plan)s: %(duty)s"),
        those("person"),
        duty_words,
    ),
    Notice(
        "paths.duty.ended",
        _("%(holder)s no longer has this duty in “%(module)s” of %(plan)s: %(duty)s"),
        those("person"),
        duty_words,
    ),
    Notice("paths.log.brought", _("%(actor)s brought in the event log %(name)s: %(events)s events")),
    Notice("paths.log.deleted", _("%(actor)s deleted the event log %(name)s")),
    Notice("paths.notice.sent", _("%(case)s: %(text)s"), those("person")),
)
