"""What goals, plans and signals need from a person."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.loop.enums import Severity
from periplus.loop.policies import may_draft_plan, may_enact_plan, may_settle_signals
from periplus.loop.queries import own_goals
from periplus.loop.queries.packages import late_of, list_own_packages
from periplus.loop.spans import morning_of
from periplus.loop.types import Goal, Plan, Signal
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.home.turns import Turn
from periplus.web.loop.ways import institution_of

MOST = 20


def turns_for(person: Person, today: dt.date) -> list[Turn]:
    """Late task packages, own goals that lie still, goals nobody answers for, plans to enact, signals."""
    turns = [*_late_packages(person, today)]
    turns += [_silent(goal) for goal in own_goals.list_silent_goals(person, on=today)[:MOST]]
    if may_draft_plan(person):
        turns += [_ownerless(goal) for goal in own_goals.list_ownerless_goals(person, on=today)[:MOST]]
    turns += [
        _to_enact(plan)
        for plan in own_goals.list_drafted_plans(person)[:MOST]
        if may_enact_plan(person, plan)
    ]
    return [*turns, *_signals(person, today)]


def _late_packages(person: Person, today: dt.date) -> Iterator[Turn]:
    """Packages that one answers for whose cases are late."""
    own = list(list_own_packages(person)[:MOST])
    late = late_of(own, at=morning_of(institution_of(person), today)) if own else {}
    for package in own:
        if late[package.pk]:
            yield Turn(
                title=_("Get %(package)s moving") % {"package": package},
                why=ngettext(
                    "%(count)s of its cases is late.", "%(count)s of its cases are late.", late[package.pk]
                )
                % {"count": late[package.pk]},
                url=reverse("loop:package", args=[package.uuid]),
                until=package.due_on,
                verb=_("See which"),
                tone="bad",
                area="goals",
            )


def _silent(goal: Goal) -> Turn:
    return Turn(
        title=_("Say where %(goal)s stands") % {"goal": goal},
        why=_("Nobody has worked on it for longer than its rhythm of %(days)s days.")
        % {"days": goal.rhythm_days},
        url=reverse("loop:goal", args=[goal.uuid]),
        until=own_goals.speaks_until(goal),
        verb=_("Open the goal"),
        tone="warn",
        area="goals",
    )


def _ownerless(goal: Goal) -> Turn:
    return Turn(
        title=_("Find somebody for %(goal)s") % {"goal": goal},
        why=_("Nobody who is still here answers for it."),
        url=reverse("loop:hand_over", args=[goal.uuid]),
        verb=_("Hand it over"),
        tone="bad",
        area="goals",
    )


def _to_enact(plan: Plan) -> Turn:
    return Turn(
        title=_("Put %(plan)s in force") % {"plan": plan},
        why=_("It is drafted and waits for you."),
        url=reverse("loop:plan", args=[plan.uuid]),
        until=plan.starts_on,
        verb=_("Read the plan"),
        area="plans",
    )


def _signals(person: Person, today: dt.date) -> list[Turn]:
    """One turn for all of them: they are looked at together."""
    if not may_settle_signals(person):
        return []
    reach = standing_of(person, on=today).reach("loop.signals.settle")
    listed = (
        own_goals.list_open_signals(person)
        if reach == Reach.ALL
        else own_goals.list_open_signals_on_own_goals(person)
    )
    signals = list(listed[:MOST])
    return [_look_at(signals)] if signals else []


def _look_at(signals: list[Signal]) -> Turn:
    count, worst = len(signals), signals[0]
    title = ngettext("Look at %(count)s new signal", "Look at %(count)s new signals", count) % {
        "count": count
    }
    alone = count == 1
    return Turn(
        title=title,
        why=_("The worst is %(severity)s. Open a deviation, or say why not.")
        % {"severity": str(worst.get_severity_display()).lower()},
        url=reverse("loop:signal", args=[worst.uuid]) if alone else reverse("loop:signals"),
        verb=_("Look"),
        tone="bad" if worst.severity == Severity.CRITICAL else "warn",
        area="signals",
    )
