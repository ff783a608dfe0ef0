"""What the page of a deviation shows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.verdicts import Verdict
from periplus.loop import policies
from periplus.loop.figures import figure_of
from periplus.loop.forms.reviewing import CauseForm, OwnerForm, ReasonForm, WaiveForm
from periplus.loop.measuring import find_measure
from periplus.loop.queries.board import ports_of
from periplus.loop.queries.whereabouts import Next, Whereabouts, decisions_of, find_whereabouts
from periplus.loop.scopes import scope_from
from periplus.loop.sentences import period_words, sentence_of
from periplus.loop.types import Deviation
from periplus.people.types import Person
from periplus.web.loop.causes import Told, told_causes
from periplus.web.loop.ports import ports_for
from periplus.web.loop.ways import records_way, way
from periplus.web.loop.words import scope_words
from periplus.web.reviews.words import (
    DEVIATION_TONES,
    SEVERITY_TONES,
    turn_of,
    whereabouts_words,
)
from periplus.web.shell.components import Fact, Port
from periplus.web.shell.words import day_words


@dataclass(frozen=True, slots=True)
class Step:
    """The one next step of this person: a link, or an act (`posts`)."""

    label: str
    url: str
    verdict: Verdict
    posts: bool = False


def page_of(person: Person, deviation: Deviation, today: dt.date) -> dict[str, Any]:
    """The context of the page, for a deviation read through `with_story`."""
    where = find_whereabouts(deviation, today=today)
    step = _step(person, deviation, where, today)
    return {
        "deviation": deviation,
        "where": where,
        "sentence": whereabouts_words(where),
        "said": turn_of(where),
        "mine": bool(step and step.verdict),
        "step": step,
        "state_tone": DEVIATION_TONES[deviation.state],
        "severity_tone": SEVERITY_TONES[deviation.severity],
        "facts": _facts(person, deviation),
        "ports": _ports(deviation, today),
        "causes": by_axis(told_causes(person, deviation)),
        "signals": [(signal, sentence_of(signal)) for signal in _signals(deviation)],
        "decisions": decisions_of(deviation),
        "may_waive": policies.may_waive(person, deviation),
        "may_end_waiver": policies.may_end_waiver(person, deviation),
        "may_note": policies.may_note_cause(person, deviation),
        "may_assign": policies.may_assign_deviation(person, deviation),
        "may_reopen": policies.may_close_loop(person, deviation),
        "cause_form": CauseForm(initial={"note": deviation.cause_note}),
        "waive_form": WaiveForm(),
        "reopen_form": ReasonForm(prefix="reopen"),
        "owner_form": OwnerForm(
            institution=deviation.institution, on=today, initial={"owner": deviation.owner_id}
        ),
    }


def _ports(deviation: Deviation, today: dt.date) -> tuple[Port, ...]:
    """The route of its goal, as on the board."""
    goal = deviation.goal
    if goal is None:
        return ()
    ports = ports_of([goal], on=today)[goal.pk]
    return ports_for(goal, ports, targets=goal.targets.count(), today=today)


def by_axis(causes: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """Causes under their axes; an axis with one part only explains nothing and is left out."""
    axes: dict[str, list[Told]] = {}
    for cause in causes:
        axes.setdefault(str(cause.axis), []).append(cause)
    return [(axis, rows) for axis, rows in axes.items() if len(rows) > 1]


def _step(person: Person, deviation: Deviation, where: Whereabouts, today: dt.date) -> Step | None:
    item, review = where.item, where.review
    match where.step:
        case Next.PLACE:
            url = reverse("deviations:bring", args=[deviation.uuid])
            return Step(_("Bring it to a body"), url, _may_bring(person))
        case Next.PLAN if item:
            url = way("reviews:new", body=item.body.uuid)
            return Step(_("Plan the meeting"), url, policies.may_plan_review(person, item.body))
        case Next.PREPARE | Next.DECIDE if item and review:
            url = f"{reverse('reviews:detail', args=[review.uuid])}#item-{item.uuid}"
            label = _("Go to the review") if where.step == Next.DECIDE else _("Prepare the review")
            return Step(label, url, Verdict(allowed=True))
    return _step_after_decision(person, deviation, where, today)


def _step_after_decision(
    person: Person, deviation: Deviation, where: Whereabouts, today: dt.date
) -> Step | None:
    match where.step:
        case Next.REPAIR if where.decision:
            url = reverse("decisions:detail", args=[where.decision.uuid])
            return Step(_("Open the decision"), url, Verdict(allowed=True))
        case Next.CHECK if where.check:
            url = reverse("effects:detail", args=[where.check.uuid])
            verdict = policies.may_check_effect(person, where.check, on=today)
            return Step(_("Check the effect"), url, verdict)
        case Next.CLOSE:
            url = reverse("deviations:close", args=[deviation.uuid])
            return Step(_("Close the loop"), url, policies.may_close_loop(person, deviation), posts=True)
    return None


def _may_bring(person: Person) -> Verdict:
    bodies = policies.visible_bodies(person).prefetch_related("entry_points")
    verdicts = [policies.may_bring(person, body, "deviation") for body in bodies]
    none = Verdict(allowed=False, sentence=_("There is no body yet. Add one."))
    return next((verdict for verdict in verdicts if verdict), verdicts[0] if verdicts else none)


def _signals(deviation: Deviation) -> Any:
    return deviation.signals.select_related("rule", "goal", "measurement").order_by("-raised_on", "-pk")


def _facts(person: Person, deviation: Deviation) -> list[Fact]:
    measure, reading, target = find_measure(deviation.measure), deviation.measurement, deviation.target
    facts = [
        Fact(_("Since"), day_words(deviation.opened_on)),
        Fact(_("Owner"), deviation.owner.name if deviation.owner else _("nobody")),
    ]
    if deviation.goal:
        facts.append(Fact(_("Goal"), str(deviation.goal), way("loop:goal", deviation.goal.uuid)))
    if measure:
        question = {axis: value for axis, value in deviation.scope.items() if axis != "institution"}
        url = way("loop:indicator", measure.key, **question)
        facts.append(Fact(_("Indicator"), str(measure.title), url, scope_words(scope_from(deviation.scope))))
    if measure and reading:
        url = records_way(person, measure.key, period=reading.period_key, **question)
        value = figure_of(measure.unit, reading.value)
        facts.append(Fact(_("Figure"), value, url, period_words(reading.period_key)))
    if measure and target:
        due = _("by %(day)s") % {"day": day_words(target.due_on)}
        facts.append(Fact(_("Target"), figure_of(measure.unit, target.value), "", due))
    if deviation.closed_on:
        facts.append(Fact(_("Closed on"), day_words(deviation.closed_on)))
    return facts
