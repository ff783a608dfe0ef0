"""How many places were offered and used, year by year."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from periplus.partners.models import LineYear, Partner
from periplus.partners.policies import visible_lines
from periplus.people.models import Person


@dataclass(frozen=True, slots=True)
class YearOfPlaces:
    """Places with one partner in one academic year and direction; `used` is None when nobody reported."""

    year: int
    direction: str
    places: int
    used: int | None
    lines: int


def list_places_by_year(person: Person, partner: Partner) -> list[YearOfPlaces]:
    """Offered and used places with a partner, by year and direction, the newest first."""
    rows = (
        LineYear.objects.filter(line__in=visible_lines(person), line__partner=partner)
        .values("year", "line__direction")
        .annotate(
            offered=Sum("places"),
            taken=Sum("used", filter=Q(reported_on__isnull=False)),
            lines=Count("line"),
        )
        .order_by("-year", "line__direction")
    )
    return [
        YearOfPlaces(row["year"], row["line__direction"], row["offered"], row["taken"], row["lines"])
        for row in rows
    ]
