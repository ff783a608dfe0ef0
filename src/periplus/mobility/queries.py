"""Reading stays. Lists come back as querysets that pages narrow further."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from periplus.core.periods import day
from periplus.mobility.counting.activity import alive_by_agreement
from periplus.mobility.enums import StayState
from periplus.mobility.models import Enrolment, Stay
from periplus.mobility.policies import visible_stays
from periplus.partners.models import Agreement, Partner
from periplus.partners.queries import list_agreements
from periplus.people.models import Person


@dataclass(frozen=True, slots=True)
class YearOfStays:
    """Stays with one partner that start in one calendar year."""

    year: int
    out: int
    incoming: int


def list_stays(person: Person) -> QuerySet[Stay]:
    """The stays a person may see, the latest first, with both institutions and the unit."""
    return visible_stays(person).select_related("sending", "receiving", "unit").order_by("-starts_on", "id")


def list_stays_with(person: Person, partner: Partner) -> QuerySet[Stay]:
    """Stays from or to a partner."""
    return list_stays(person).filter(Q(sending=partner) | Q(receiving=partner))


def list_stays_under(person: Person, agreement: Agreement) -> QuerySet[Stay]:
    """Stays that name a line of this agreement."""
    return list_stays(person).filter(line__agreement=agreement)


def find_stay(reference: uuid.UUID) -> Stay | None:
    stays = Stay.objects.select_related("sending", "receiving", "unit", "person", "line__agreement")
    return stays.filter(uuid=reference).first()


def list_years_with(person: Person, partner: Partner) -> list[YearOfStays]:
    """How many stays with a partner started in each year, as far as the person may see them.

    `out` goes from here to the partner, `incoming` comes from the partner.
    """
    counted = visible_stays(person).exclude(state=StayState.CANCELLED).filter(start_year__isnull=False)
    rows = (
        counted.filter(Q(sending=partner) | Q(receiving=partner))
        .order_by()
        .values("start_year")
        .annotate(
            out=Count("id", filter=Q(receiving=partner)), incoming=Count("id", filter=Q(sending=partner))
        )
        .order_by("-start_year")
    )
    return [YearOfStays(row["start_year"], row["out"], row["incoming"]) for row in rows]


def with_stay_numbers(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    """Partners, each with `stays_out` (to them), `stays_in` (from them) and `last_stay_year`."""
    counted = Stay.objects.exclude(state=StayState.CANCELLED).order_by()
    to, by = counted.filter(receiving=OuterRef("pk")), counted.filter(sending=OuterRef("pk"))
    years = counted.filter(Q(receiving=OuterRef("pk")) | Q(sending=OuterRef("pk")), start_year__isnull=False)
    return partners.annotate(
        stays_out=_count(to, "receiving"),
        stays_in=_count(by, "sending"),
        last_stay_year=Subquery(years.order_by("-start_year").values("start_year")[:1]),
    )


def has_stays() -> Exists:
    """Condition on partners: at least one stay leads there or comes from there."""
    return Exists(Stay.objects.filter(Q(receiving=OuterRef("pk")) | Q(sending=OuterRef("pk"))))


def count_stays(person: Person) -> int:
    return visible_stays(person).count()


def count_by_country(person: Person, *, year: int) -> dict[str, int]:
    """How many stays started in a year towards each country."""
    stays = visible_stays(person).exclude(state=StayState.CANCELLED).filter(start_year=year)
    rows = stays.order_by().values_list("country_to").annotate(number=Count("id"))
    return dict(rows.order_by("-number", "country_to"))


def list_dormant_agreements(person: Person, *, on: dt.date) -> QuerySet[Agreement]:
    """Agreements in force under which nothing happened for 24 months."""
    seen = list_agreements(person)
    alive = alive_by_agreement(seen, day(on))
    return seen.filter(pk__in=[pk for pk, is_alive in alive.items() if not is_alive])


def list_enrolments(partner: Partner) -> QuerySet[Enrolment]:
    """How many students an institution and its units had, the latest year first."""
    return Enrolment.objects.filter(partner=partner).select_related("unit").order_by("-year", "unit_id")


def list_programmes(person: Person) -> Sequence[str]:
    """The programmes under which stays are recorded, for filters."""
    named = visible_stays(person).exclude(programme="").order_by("programme")
    return list(named.values_list("programme", flat=True).distinct())


def _count(stays: QuerySet[Stay], end: str) -> Coalesce:
    rows = stays.values(end).annotate(number=Count("id")).values("number")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)
