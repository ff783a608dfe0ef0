"""The list of reviews."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from periplus.loop.enums import ReviewState
from periplus.loop.policies import visible_bodies
from periplus.loop.queries.agenda import list_agendas
from periplus.loop.queries.reviews import list_reviews
from periplus.loop.types import Review
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, DateFilter, OwnChoiceFilter, ThingFilter
from periplus.web.lists.listing import Listing, register
from periplus.web.reviews.words import REVIEW_TONES
from periplus.web.shell.words import day_words


def url_of(review: Review) -> str:
    return reverse("reviews:detail", args=[review.uuid])


def _bodies(person: Person) -> list[tuple[str, Any]]:
    return [(str(body.uuid), body.name) for body in list_agendas(person)]


def _counted(number: int) -> str:
    return ngettext("%(number)s review", "%(number)s reviews", number)


COLUMNS = (
    Column(
        "day",
        _("Day"),
        lambda r: day_words(timezone.localdate(r.held_at)),
        order_by=("held_at",),
        link=url_of,
    ),
    Column("body", _("Body"), lambda r: r.body.name, order_by=("body__name",)),
    Column(
        "state",
        _("State"),
        lambda r: r.get_state_display(),
        kind="state",
        tone=lambda r: REVIEW_TONES[r.state],
        order_by=("state", "held_at"),
    ),
    Column("items", _("Items"), lambda r: r.items_total, kind="number", order_by=("items_total",)),
    Column("settled", _("Settled"), lambda r: r.settled_total, kind="number", order_by=("settled_total",)),
    Column(
        "time",
        pgettext_lazy("hour", "Time"),
        lambda r: r.held_at,
        kind="instant",
        order_by=("held_at",),
        shown=False,
    ),
    Column("place", _("Place"), lambda r: r.place, order_by=("place",)),
)
LISTING = register(
    Listing(
        key="loop.reviews",
        title=_("Reviews"),
        lead=_("Meetings that looked, or will look, at deviations and effects."),
        source=list_reviews,
        columns=COLUMNS,
        filters=(
            ChoiceFilter(
                "state", _("State"), lambda: ReviewState.choices, lambda values: Q(state__in=values)
            ),
            OwnChoiceFilter("of", _("Body"), _bodies, lambda values: Q(body__uuid__in=values)),
            DateFilter("from", _("From"), "held_at__date__gte"),
            ThingFilter("body", _("Body"), visible_bodies, lambda reference: Q(body__uuid=reference)),
        ),
        order=("-held_at", "-id"),
        counted=_counted,
        empty_title=_("No review is planned"),
        empty_text=_("Plan one from the agenda of a body. It fills itself with what waits there."),
    )
)
