"""What pages of partners and stays ask: numbers as far as a person may see the records behind them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from periplus.core import clock
from periplus.core.different import list_different
from periplus.core.periods import day
from periplus.mobility.counting.activity import alive_by_agreement
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay, StayFunding
from periplus.mobility.policies import visible_stays
from periplus.partners import lives
from periplus.partners.models import Agreement, Partner, PartnerName
from periplus.people.models import Person, Unit
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of, units_within


def counted_stays(person: Person) -> QuerySet[Stay]:
    """The stays that count and that a person may see, in no order."""
    return visible_stays(person).exclude(state=StayState.CANCELLED).order_by()


def with_stays_seen(partners: QuerySet[Partner], person: Person, *, since: int) -> QuerySet[Partner]:
    """Partners with the stays that started in the year `since` or later.

    `stays_out` go to the partner, `stays_in` come from it; `stays_all` are both of all years;
    `last_stay_year` is the year in which the latest of them started.
    """
    stays = counted_stays(person)
    to, by = stays.filter(receiving=OuterRef("pk")), stays.filter(sending=OuterRef("pk"))
    return partners.annotate(
        stays_out=_number(to.filter(start_year__gte=since), "receiving"),
        stays_in=_number(by.filter(start_year__gte=since), "sending"),
        stays_all=_number(to, "receiving") + _number(by, "sending"),
        last_stay_year=Greatest(_latest(to), _latest(by)),
    )


def list_partner_ids(*, since: int | None = None) -> list[int]:
    """Internal ids of the partners with stays, in either direction, in or after a year.

    A list and not a subquery: the register is large, the partners with stays are few, and a page asks twice.
    """
    stays = Stay.objects.exclude(state=StayState.CANCELLED)
    if since is not None:
        stays = stays.filter(start_year__gte=since)
    ends = (list_different(stays, end) for end in ("receiving_id", "sending_id"))
    return sorted({pk for found in ends for pk in found})


def about(word: str) -> Q:
    """Stays whose reference, programme, field or one of whose institutions contains the word."""
    named = PartnerName.objects.filter(normalised__contains=word).values("partner_id")
    texts = Q(source_reference__icontains=word) | Q(programme__icontains=word) | Q(field_text__icontains=word)
    return texts | Q(sending__in=named) | Q(receiving__in=named)


@dataclass(frozen=True, slots=True)
class Spread:
    """Over which years and countries stays are spread: what a list of them can be narrowed by."""

    years: list[int]
    countries: frozenset[str]


_SPREAD: Final = ("start_year", "country_to", "country_from")


def spread_of(person: Person) -> Spread:
    """Years of start, the latest first, and the countries at both ends."""
    stays = visible_stays(person).order_by()
    if standing_of(person, on=clock.today()).reach("mobility.stays.see") == Reach.ALL:
        found = [set(list_different(stays, field)) for field in _SPREAD]
    else:
        # Of all stays these are few, so reading each is quicker than passing over all the others.
        rows = list(stays.values_list(*_SPREAD).distinct())
        found = [{row[place] for row in rows} for place in range(len(_SPREAD))]
    years, to, origin = found
    return Spread(sorted(years - {None}, reverse=True), frozenset((to | origin) - {""}))


def list_dormant_ids(*, on: dt.date) -> list[int]:
    """Internal ids of the agreements in force under which nothing happened for 24 months."""
    held = Agreement.objects.filter(state__in=lives.EFFECTIVE_STATES)
    return [pk for pk, is_alive in alive_by_agreement(held, day(on)).items() if not is_alive]


def _number(stays: QuerySet[Stay], end: str) -> Coalesce:
    rows = stays.values(end).annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _latest(stays: QuerySet[Stay]) -> Subquery:
    dated = stays.filter(start_year__isnull=False).order_by("-start_year")
    return Subquery(dated.values("start_year")[:1], output_field=IntegerField())


def with_sides(stays: QuerySet[Stay]) -> QuerySet[Any]:
    """Stays with both institutions, and `other_name`: what the side that is not ours is sorted by."""
    sending, receiving = (Partner.objects.filter(pk=OuterRef(end)) for end in ("sending", "receiving"))
    other = Case(
        When(Exists(sending.filter(served_here=True)), then=Subquery(receiving.values("sort_key"))),
        default=Subquery(sending.values("sort_key")),
        output_field=CharField(),
    )
    return stays.select_related("sending", "receiving", "unit", "person").annotate(other_name=other)


def in_units(references: Iterable[uuid.UUID]) -> Q:
    """Stays of these units and of all units below them."""
    paths = Unit.objects.filter(uuid__in=list(references)).values_list("path", flat=True)
    return Q(unit__in=units_within(paths))


def list_own(person: Person) -> QuerySet[Stay]:
    """The stays of a person, the latest first."""
    stays = Stay.objects.filter(person=person).select_related("sending", "receiving", "line__agreement")
    return stays.order_by(F("starts_on").desc(nulls_last=True), "id")


def list_funding(stay: Stay) -> QuerySet[StayFunding]:
    return stay.funding.order_by("currency")


def recordable_units(person: Person) -> QuerySet[Unit]:
    """The units for which a person may record stays."""
    standing = standing_of(person, on=clock.today())
    reach = standing.reach("mobility.stays.record")
    if reach == Reach.ALL and person.institution:
        return Unit.objects.filter(institution=person.institution).order_by("path")
    return units_within(standing.unit_paths("mobility.stays.record")).order_by("path")
