"""The six ports of a goal's route: what each holds, in a word, and where a click leads."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from periplus.loop.enums import DecisionState, DeviationState, EffectVerdict, Severity
from periplus.loop.figures import in_unit
from periplus.loop.measuring import find_measure
from periplus.loop.queries.board import Ports
from periplus.loop.types import Decision, EffectCheck, Goal
from periplus.web.loop.ways import way
from periplus.web.loop.words import short_day, signed
from periplus.web.shell.components import Port
from periplus.web.shell.words import day_words

PortTone = Literal["good", "warn", "bad", "idle", "accent"]
VERDICT_TONES: Mapping[str, PortTone] = {
    EffectVerdict.BETTER: "good",
    EffectVerdict.UNCHANGED: "warn",
    EffectVerdict.WORSE: "bad",
}
NOTHING = "–"


def ports_for(goal: Goal, ports: Ports, *, targets: int, today: dt.date) -> tuple[Port, ...]:
    """The route of a goal."""
    return (
        _path(goal, ports, targets),
        _signals(goal, ports),
        _deviation(goal, ports),
        _review(ports, today=today),
        _decision(goal, ports.decisions),
        _effect(ports, today=today),
    )


def _path(goal: Goal, ports: Ports, targets: int) -> Port:
    """The task packages, and how many of their cases are late."""
    number, late = len(ports.packages), ports.late_cases
    label = ngettext("package", "packages", number)
    if late:
        label = ngettext("%(late)s case late", "%(late)s cases late", late) % {"late": late}
    url = f"{way('loop:goal', goal.uuid)}#packages"
    if number == 1:
        url = way("loop:package", ports.packages[0].uuid)
    return Port("path", str(number), label, _tone_of_path(number, late, targets), url)


def _tone_of_path(packages: int, late: int, targets: int) -> PortTone:
    if late:
        return "bad"
    return "good" if packages and targets else "warn"


def _signals(goal: Goal, ports: Ports) -> Port:
    number = len(ports.signals)
    worst = max((signal.severity for signal in ports.signals), default=0)
    label = ngettext("signal", "signals", number)
    url = way("loop:signals", goal=goal.uuid) if number else ""
    return Port("signals", str(number), label, _tone(worst), url)


def _deviation(goal: Goal, ports: Ports) -> Port:
    found = ports.deviations
    if not found:
        return Port("deviation", "0", ngettext("deviation", "deviations", 0))
    url = way("deviations:list", goal=goal.uuid)
    if len(found) == 1:
        url = way("deviations:detail", found[0].uuid)
    waived = all(each.state == DeviationState.WAIVED for each in found)
    label = pgettext("port", "waived") if waived else ngettext("deviation", "deviations", len(found))
    worst = max(each.severity for each in found)
    return Port("deviation", str(len(found)), label, "idle" if waived else _tone(worst), url)


def _review(ports: Ports, *, today: dt.date) -> Port:
    item = ports.next_item
    if item and item.review:
        day = item.review.held_at.date()
        url = way("reviews:detail", item.review.uuid)
        return Port("review", short_day(day, today=today), _("on the agenda"), "warn", url, day_words(day))
    if item:
        day = item.deadline_on
        tone = _lateness(day, today=today)
        url = way("agenda:body", item.body.uuid)
        return Port("review", short_day(day, today=today), _("due by"), tone, url, day_words(day))
    settled = ports.settled_item
    if settled:
        url = way("reviews:detail", settled.review.uuid) if settled.review else ""
        return Port("review", pgettext("review", "done"), _("review"), "good", url)
    return Port("review", NOTHING, _("review"))


def _decision(goal: Goal, decisions: Sequence[Decision]) -> Port:
    drafted = [each for each in decisions if each.state == DecisionState.DRAFTED]
    shown = drafted or decisions
    if not shown:
        return Port("decision", NOTHING, ngettext("decision", "decisions", 0))
    url = way("decisions:list", goal=goal.uuid)
    if len(shown) == 1:
        url = way("decisions:detail", shown[0].uuid)
    label = _("drafted") if drafted else ngettext("decision", "decisions", len(shown))
    return Port("decision", str(len(shown)), label, "accent" if drafted else "good", url)


def _effect(ports: Ports, *, today: dt.date) -> Port:
    due, done = ports.due_check, ports.last_check
    if due:
        day = due.check_on
        late = _lateness(day, today=today)
        url = way("effects:detail", due.uuid)
        return Port("effect", short_day(day, today=today), _("check due"), late, url, day_words(day))
    if done:
        tone = VERDICT_TONES.get(done.verdict, "idle")
        return Port("effect", _change_of(done), _("checked"), tone, way("effects:detail", done.uuid))
    return Port("effect", NOTHING, _("effect"))


def _change_of(check: EffectCheck) -> str:
    """How far the indicator moved, in its unit."""
    if check.before_value is None or check.after_value is None:
        return "?"
    measure = find_measure(check.measure)
    change = check.after_value - check.before_value
    shown = in_unit(measure.unit, change) if measure else change
    return signed(shown or Decimal(0), digits=min(measure.unit.digits, 2) if measure else 2)


def _lateness(day: dt.date, *, today: dt.date) -> PortTone:
    return "bad" if day < today else "warn"


def _tone(severity: int) -> PortTone:
    if not severity:
        return "idle"
    return "warn" if severity == Severity.NOTICE else "bad"
