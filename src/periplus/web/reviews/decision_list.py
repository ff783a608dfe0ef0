"""The list of decisions."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from periplus.loop.enums import DecisionState
from periplus.loop.policies import visible_deviations, visible_goals
from periplus.loop.queries.decisions import list_decisions
from periplus.loop.types import Decision
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, DateFilter, TextFilter, ThingFilter
from periplus.web.lists.listing import Listing, register
from periplus.web.reviews.words import DECISION_TONES


def url_of(decision: Decision) -> str:
    return reverse("decisions:detail", args=[decision.uuid])


def _deviation_url(decision: Decision) -> str:
    return reverse("deviations:detail", args=[decision.deviation.uuid]) if decision.deviation else ""


def _state(decision: Any) -> Any:
    return _("Taken, but a change failed") if decision.failures else decision.get_state_display()


def _tone(decision: Any) -> str:
    return "bad" if decision.failures else DECISION_TONES[decision.state]


def _counted(number: int) -> str:
    return ngettext("%(number)s decision", "%(number)s decisions", number)


COLUMNS = (
    Column("title", _("Decision"), lambda d: d.title, order_by=("title",), link=url_of),
    Column("reference", _("Reference"), lambda d: d.reference, order_by=("id",)),
    Column("state", _("State"), _state, kind="state", tone=_tone, order_by=("state", "taken_on")),
    Column("changes", _("Changes"), lambda d: d.changes, kind="number", order_by=("changes",)),
    Column("taken", _("Taken on"), lambda d: d.taken_on, kind="date", order_by=("taken_on",)),
    Column("body", _("Body"), lambda d: d.body.name, order_by=("body__name",)),
    Column("deviation", _("About"), lambda d: d.deviation and d.deviation.reference, link=_deviation_url),
    Column("by", _("Taken by"), lambda d: d.taken_by and d.taken_by.name, shown=False),
)
LISTING = register(
    Listing(
        key="loop.decisions",
        title=_("Decisions"),
        lead=_("What was decided, what it changes, and from when. Each can be traced and undone."),
        source=list_decisions,
        columns=COLUMNS,
        filters=(
            TextFilter(
                "q",
                _("Search"),
                lambda word: (
                    Q(title__icontains=word) | Q(reasons__icontains=word) | Q(reference__iexact=word)
                ),
            ),
            ChoiceFilter(
                "state", _("State"), lambda: DecisionState.choices, lambda values: Q(state__in=values)
            ),
            DateFilter("from", _("Taken from"), "taken_on__gte"),
            ThingFilter("goal", _("Goal"), visible_goals, lambda reference: Q(goal__uuid=reference)),
            ThingFilter(
                "deviation", _("About"), visible_deviations, lambda reference: Q(deviation__uuid=reference)
            ),
        ),
        order=("-id",),
        counted=_counted,
        empty_title=_("Nothing is decided yet"),
        empty_text=_("Decisions are drafted and taken while a review is in session."),
    )
)
