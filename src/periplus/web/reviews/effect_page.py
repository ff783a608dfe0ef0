"""What the page of an effect check shows."""

import datetime as dt
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.periods import parse
from periplus.core.verdicts import Verdict, no
from periplus.loop import policies
from periplus.loop.enums import DeviationState, EffectState
from periplus.loop.figures import figure_of, number_of
from periplus.loop.measuring import Measure, Reading, find_measure
from periplus.loop.queries.effects import effective_between, list_readings_around
from periplus.loop.scopes import scope_from
from periplus.loop.sentences import period_words
from periplus.loop.types import EffectCheck
from periplus.people.types import Person
from periplus.web.loop.ways import records_way
from periplus.web.loop.words import figure_for, plain_value, scope_words, unit_words
from periplus.web.reviews.words import Said, effect_tone, effect_words
from periplus.web.shell.charts import Chart, Mark, Series
from periplus.web.shell.components import Fact
from periplus.web.shell.words import day_words


def page_of(person: Person, check: EffectCheck, today: dt.date, form: BaseForm) -> dict[str, Any]:
    """The context of the page."""
    measure, deviation = find_measure(check.measure), check.decision.deviation
    may_check = policies.may_check_effect(person, check, on=today)
    may_close = policies.may_close_loop(person, deviation) if deviation else no("")
    return {
        "check": check,
        "deviation": deviation,
        "title": str(measure.title) if measure else check.measure,
        "tone": effect_tone(check),
        "words": effect_words(check),
        "sentence": _sentence(check, measure, today),
        "said": _said(check, today, may_close),
        "mine": bool(may_check) or bool(may_close),
        "facts": _facts(check, measure),
        "chart": _chart(check, measure) if measure else None,
        "before": measure
        and figure_for(measure, _reading(check, "before"), url=_records(person, check, "before")),
        "after": measure
        and figure_for(measure, _reading(check, "after"), url=_records(person, check, "after")),
        "periods": (period_words(check.before_period), period_words(check.after_period)),
        "may_check": may_check,
        "may_close": may_close,
        "readable": check.check_on <= today,
        "ended": deviation is not None and deviation.state == DeviationState.CLOSED,
        "form": form,
    }


def _sentence(check: EffectCheck, measure: Measure | None, today: dt.date) -> str:
    if measure is None or check.state != EffectState.CHECKED:
        names = {"day": day_words(check.check_on), "decision": check.decision.title}
        if check.check_on <= today:
            return _("Whether “%(decision)s” helped can be told since %(day)s.") % names
        return _("Whether “%(decision)s” helped can be told on %(day)s.") % names
    names = {
        "before": number_of(measure.unit, check.before_value),
        "after": figure_of(measure.unit, check.after_value),
    }
    return _("From %(before)s to %(after)s.") % names


def _said(check: EffectCheck, today: dt.date, may_close: Verdict) -> Said | None:
    office = _("Coordination office")
    if check.state == EffectState.DUE and check.check_on <= today:
        return Said(office, _("measure again and judge"), check.check_on)
    if may_close:
        return Said(office, _("close the loop, or take the deviation up again"))
    return None


def _reading(check: EffectCheck, side: str) -> Reading:
    return Reading(parse(getattr(check, f"{side}_period")), getattr(check, f"{side}_value"))


def _records(person: Person, check: EffectCheck, side: str) -> str:
    """The records behind one of the two figures."""
    question = {axis: value for axis, value in check.scope.items() if axis != "institution"}
    return records_way(person, check.measure, period=getattr(check, f"{side}_period"), **question)


def _facts(check: EffectCheck, measure: Measure | None) -> list[Fact]:
    decision, deviation = check.decision, check.decision.deviation
    facts = [
        Fact(
            _("Decision"),
            decision.title,
            reverse("decisions:detail", args=[decision.uuid]),
            decision.reference,
        ),
        Fact(_("Read for"), scope_words(scope_from(check.scope))),
    ]
    if deviation:
        url = reverse("deviations:detail", args=[deviation.uuid])
        facts.append(Fact(_("Deviation"), deviation.title, url, deviation.get_state_display()))
    if measure:
        if check.hoped_value is not None:
            facts.append(Fact(_("Hoped for"), figure_of(measure.unit, check.hoped_value)))
        facts.append(Fact(_("Counts as no movement"), figure_of(measure.unit, check.tolerance)))
    if check.checked_on:
        by = check.checked_by.name if check.checked_by else ""
        facts.append(Fact(_("Checked on"), day_words(check.checked_on), "", by))
    if check.note:
        facts.append(Fact(_("Note"), check.note))
    return facts


def _chart(check: EffectCheck, measure: Measure) -> Chart:
    """The figures around the comparison, with the day of the change marked."""
    readings = list_readings_around(check)
    effective, _last = effective_between(check.decision)
    labels = [period_words(reading.period.key) for reading in readings]
    at = next((r.period.key for r in readings if effective and r.period.contains(effective)), "")
    change = [Mark(period_words(at), _("the change took effect"), "accent")] if at else []
    return Chart(
        id="effect",
        kind="line",
        title=_("Before and after"),
        labels=labels,
        series=[Series(measure.title, [plain_value(measure, reading.value) for reading in readings])],
        unit=unit_words(measure.unit),
        digits=measure.unit.digits,
        target=plain_value(measure, check.hoped_value),
        marks=change,
    )
