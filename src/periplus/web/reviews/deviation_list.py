"""The list of deviations."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.loop.enums import DeviationState, Severity
from periplus.loop.policies import visible_goals
from periplus.loop.queries.deviations import list_deviations
from periplus.loop.types import Deviation
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, DateFilter, OwnChoiceFilter, TextFilter, ThingFilter
from periplus.web.lists.listing import Listing, register
from periplus.web.reviews.words import DEVIATION_TONES, SEVERITY_TONES


def url_of(deviation: Deviation) -> str:
    return reverse("deviations:detail", args=[deviation.uuid])


def _goal_url(deviation: Deviation) -> str:
    return reverse("loop:goal", args=[deviation.goal.uuid]) if deviation.goal else ""


def _body_url(deviation: Any) -> str:
    return reverse("agenda:body", args=[deviation.body_uuid]) if deviation.body_uuid else ""


def _due(deviation: Any) -> dt.date | None:
    """The day of its meeting, else the first of: deadline on the agenda, end of its rest, effect check."""
    if deviation.meets_at:
        return timezone.localdate(deviation.meets_at)
    day: dt.date | None = deviation.deadline_on or deviation.waived_until or deviation.check_on
    return day


def _age(deviation: Deviation) -> int:
    return ((deviation.closed_on or clock.today()) - deviation.opened_on).days


def _mine(person: Person) -> list[tuple[str, Any]]:
    return [(str(person.uuid), _("mine"))]


def _counted(number: int) -> str:
    return ngettext("%(number)s deviation", "%(number)s deviations", number)


COLUMNS = (
    Column("title", _("Deviation"), lambda d: d.title, order_by=("title",), link=url_of),
    Column("reference", _("Reference"), lambda d: d.reference, order_by=("id",)),
    Column(
        "severity",
        _("How bad"),
        lambda d: d.get_severity_display(),
        kind="state",
        tone=lambda d: SEVERITY_TONES[d.severity],
        order_by=("severity", "opened_on"),
    ),
    Column(
        "state",
        _("State"),
        lambda d: d.get_state_display(),
        kind="state",
        tone=lambda d: DEVIATION_TONES[d.state],
        order_by=("state", "opened_on"),
    ),
    Column("due", _("Next date"), _due, kind="due"),
    Column(
        "body", _("Agenda of"), lambda d: d.body_name, order_by=("body_name",), link=_body_url, shown=False
    ),
    Column("owner", _("Owner"), lambda d: d.owner and d.owner.name, order_by=("owner__sort_key",)),
    Column("since", _("Since"), lambda d: d.opened_on, kind="date", order_by=("opened_on",)),
    Column("days", _("Days"), _age, kind="number", shown=False),
    Column("goal", _("Goal"), lambda d: d.goal and str(d.goal), link=_goal_url, shown=False),
    Column(
        "closed", _("Closed on"), lambda d: d.closed_on, kind="date", order_by=("closed_on",), shown=False
    ),
)
LISTING = register(
    Listing(
        key="loop.deviations",
        title=_("Deviations"),
        lead=_("Where goals and indicators are off their way, how badly, and who has to do what about it."),
        source=list_deviations,
        columns=COLUMNS,
        filters=(
            TextFilter("q", _("Search"), lambda word: Q(title__icontains=word) | Q(reference__iexact=word)),
            ChoiceFilter(
                "state", _("State"), lambda: DeviationState.choices, lambda values: Q(state__in=values)
            ),
            ChoiceFilter(
                "severity",
                _("How bad"),
                lambda: [(str(value), label) for value, label in Severity.choices],
                lambda values: Q(severity__in=values),
            ),
            OwnChoiceFilter("owner", _("Owner"), _mine, lambda values: Q(owner__uuid__in=values)),
            DateFilter("from", _("Opened from"), "opened_on__gte"),
            ThingFilter("goal", _("Goal"), visible_goals, lambda reference: Q(goal__uuid=reference)),
        ),
        order=("-severity", "opened_on", "id"),
        counted=_counted,
        empty_title=_("Nothing is off its way"),
        empty_text=_("When a signal rule finds that a goal is missed, the deviation stands here."),
    )
)
