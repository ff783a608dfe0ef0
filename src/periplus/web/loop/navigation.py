"""Ways into the loop."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.loop.policies import may_see_goals
from periplus.loop.queries.signals import count_open_signals
from periplus.web.shell.navigation import Entry, Group


def _open_signals(person: Any) -> int:
    return count_open_signals(person)


ENTRIES = [
    Entry(_("The loop"), "loop:board", Group.HOME, "loop", order=20, allowed=may_see_goals),
    Entry(_("Plan"), "loop:plans", Group.REVIEWS, "flag", order=10, allowed=may_see_goals),
    Entry(_("Indicators"), "loop:indicators", Group.REVIEWS, "chart", order=20, allowed=may_see_goals),
    Entry(
        _("Signals"),
        "loop:signals",
        Group.REVIEWS,
        "signal",
        order=30,
        count=_open_signals,
        allowed=may_see_goals,
    ),
    Entry(_("Replay"), "loop:replays", Group.REVIEWS, "replay", order=80, allowed=may_see_goals),
]
