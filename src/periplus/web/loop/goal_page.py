"""What stands on the page of a goal."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from periplus.loop import policies
from periplus.loop.cells import is_small
from periplus.loop.enums import GoalState, SignalState
from periplus.loop.figures import figure_of
from periplus.loop.queries.board import ports_of
from periplus.loop.queries.goals import Ties, lineage_of, ties_of
from periplus.loop.queries.series import reading_of
from periplus.loop.queries.standings import TargetStanding, goal_standing
from periplus.loop.sentences import period_words, sentence_of
from periplus.loop.types import Goal, Signal
from periplus.people.types import Person
from periplus.web.loop.board import url_of_series, value_against_target
from periplus.web.loop.causes import main_causes
from periplus.web.loop.package_page import packages_of_goal
from periplus.web.loop.ports import ports_for
from periplus.web.loop.series_chart import chart_of_target
from periplus.web.loop.ways import way
from periplus.web.loop.words import COURSE_TONES, SEVERITY_TONES, STATES, figure_for, scope_words
from periplus.web.shell.charts import Chart
from periplus.web.shell.components import Fact, Figure, Tone
from periplus.web.shell.words import day_words

MAIN_CAUSES = 6
NEWEST = 6


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target with its light, its figure, its drawing."""

    ident: str
    standing: TargetStanding
    state: str
    title: str
    scope: str
    figure: Figure
    way: str
    url: str
    records_url: str
    chart: Chart | None
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """A signal in words."""

    signal: Signal
    said: str
    tone: Tone
    url: str


def context_of_goal(person: Person, goal: Goal, *, on: dt.date) -> dict[str, Any]:
    """Everything the page shows."""
    standing = goal_standing(goal, on=on)
    history = lineage_of(goal)
    ties = ties_of(person, history)
    ports = ports_of([goal], on=on)[goal.pk]
    open_deviation = ports.deviations[0] if ports.deviations else None
    return {
        "goal": goal,
        "standing": standing,
        "state": STATES[standing.course],
        "tone": COURSE_TONES[standing.course],
        "ports": ports_for(goal, ports, targets=len(standing.targets), today=on),
        "targets": [_target(person, each, number) for number, each in enumerate(standing.targets)],
        "ties": ties,
        "signals": shown_signals(ties.signals[:NEWEST]),
        "signals_url": way("loop:signals", goal=goal.uuid, state="all"),
        "deviation": open_deviation,
        "deviation_url": way("deviations:detail", open_deviation.uuid) if open_deviation else "",
        "causes": main_causes(person, open_deviation, most=MAIN_CAUSES) if open_deviation else [],
        "deviations": [(each, way("deviations:detail", each.uuid)) for each in ties.deviations],
        "decisions": [(each, way("decisions:detail", each.uuid)) for each in ties.decisions],
        "history": [each.uuid for each in history],
        "earlier": history[1] if len(history) > 1 else None,
        "facts": _facts(goal),
        **packages_of_goal(person, goal, history),
        "is_mine": person in {goal.accountable, goal.deputy},
        "todo": _todo(goal, ties),
        **_verdicts(person, goal),
    }


def shown_signals(signals: Any) -> list[ShownSignal]:
    return [
        ShownSignal(
            signal, sentence_of(signal), SEVERITY_TONES[signal.severity], way("loop:signal", signal.uuid)
        )
        for signal in signals
    ]


def _verdicts(person: Person, goal: Goal) -> dict[str, Any]:
    return {
        "may_change": policies.may_change_goal(person, goal),
        "may_hand_over": policies.may_hand_over(person, goal),
        "may_work": policies.may_work_on_goal(person, goal),
        "may_remove": policies.may_remove_goal(person, goal),
        "may_report": policies.may_report_signal(person),
        "is_active": goal.state == GoalState.ACTIVE,
        "report_url": way("loop:report_signal", goal=goal.uuid),
    }


def _todo(goal: Goal, ties: Ties) -> str:
    """The next step of whoever answers for the goal; "" when nothing presses."""
    if goal.accountable is None:
        return _("name somebody who answers for it")
    if any(signal.state == SignalState.OPEN for signal in ties.signals):
        return _("look at its open signals")
    return ""


def _target(person: Person, standing: TargetStanding, number: int) -> ShownTarget:
    target, measure = standing.target, standing.measure
    url = url_of_series(standing)
    question = {axis: value for axis, value in target.scope.items() if axis != "institution"}
    sees = policies.may_see_records(person)
    records = way("loop:records", target.measure, period=standing.period_key, **question) if sees else url
    small = measure is not None and not sees and is_small(measure, standing.count)
    return ShownTarget(
        ident=f"target-{number}",
        standing=standing,
        state=STATES[standing.course],
        title=str(measure.title) if measure else target.measure,
        scope=scope_words(standing.scope),
        figure=_figure(standing, records, small=small, number=number),
        way=value_against_target(standing),
        url=url,
        records_url=records,
        chart=chart_of_target(standing, ident=f"target-{number}") if standing.track.points else None,
        facts=_facts_of_target(standing),
    )


def _figure(standing: TargetStanding, url: str, *, small: bool, number: int) -> Figure:
    latest = standing.track.latest
    row = standing.track.row_of.get(standing.period_key)
    if standing.measure is None or latest is None or row is None:
        return Figure(None)
    return figure_for(
        standing.measure, reading_of(row), url=url, suppressed=small, ident=f"figure-of-target-{number}"
    )


def _facts_of_target(standing: TargetStanding) -> list[Fact]:
    target, measure = standing.target, standing.measure
    if measure is None:
        return []
    facts = [
        Fact(
            _("To reach"),
            figure_of(measure.unit, target.value),
            note=_("by %(day)s") % {"day": day_words(target.due_on)},
        ),
        Fact(_("Tolerance"), figure_of(measure.unit, target.tolerance)),
    ]
    if target.baseline is not None:
        since = day_words(target.baseline_on) if target.baseline_on else ""
        facts.insert(0, Fact(_("Baseline"), figure_of(measure.unit, target.baseline), note=since))
    if standing.expected is not None:
        period = period_words(standing.period_key)
        facts.append(Fact(_("Expected by now"), figure_of(measure.unit, standing.expected), note=period))
    return facts


def _facts(goal: Goal) -> list[Fact]:
    nobody = _("nobody")
    facts = [
        Fact(_("Answers for it"), goal.accountable.name if goal.accountable else nobody),
        Fact(_("Deputy"), goal.deputy.name if goal.deputy else nobody),
        Fact(_("Unit"), goal.unit.name, url=way("people:unit", goal.unit.uuid)),
        Fact(_("Dimension"), goal.get_dimension_display()),
        Fact(_("Priority"), goal.priority, note=_("1 is the highest")),
        Fact(
            _("Worked on last"),
            day_words(goal.touched_on),
            note=_("rhythm: %(days)s days") % {"days": goal.rhythm_days},
        ),
    ]
    if goal.theme:
        facts.append(Fact(_("Theme"), goal.theme))
    if goal.parent:
        facts.append(Fact(_("Stands under"), str(goal.parent), url=way("loop:goal", goal.parent.uuid)))
    if goal.capability:
        facts.append(Fact(_("Demands"), goal.capability))
    return facts
