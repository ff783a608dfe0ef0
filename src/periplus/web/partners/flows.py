"""The stays between us and a partner: numbers, years and a chart, each opening its records."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.mobility.queries import YearOfStays, list_years_with
from periplus.partners.types import Partner
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.partners.partner_columns import RECENT_YEARS, stays_of
from periplus.web.partners.words import sees_stays
from periplus.web.shell.charts import Chart, Series
from periplus.web.shell.components import Figure

CHARTED = 15  # years at most


@dataclass(frozen=True, slots=True)
class Year:
    """The stays of one year, with the addresses of their records."""

    year: int
    out: int
    incoming: int
    out_url: str
    in_url: str


def flows_of(person: Person, partner: Partner, today: dt.date) -> dict[str, Any]:
    """What the page shows of stays; nothing for those who see only their own."""
    if not sees_stays(person):
        return {"sees_stays": False, "flows": [], "last_stay": ""}
    years = list_years_with(person, partner)
    return {
        "sees_stays": True,
        "flows": _figures(person, partner, years, today),
        "last_stay": _("last stay %(year)s") % {"year": years[0].year} if years else _("no stays yet"),
        "years": [_year(partner, each) for each in years[:CHARTED]],
        "chart": _chart(years[:CHARTED]),
    }


def _figures(
    person: Person, partner: Partner, years: Sequence[YearOfStays], today: dt.date
) -> list[tuple[str, Figure]]:
    since = today.year - RECENT_YEARS + 1
    recent = [each for each in years if each.year >= since]
    out, incoming = sum(each.out for each in recent), sum(each.incoming for each in recent)
    period, source = _("since %(year)s") % {"year": since}, _source(person)
    going, coming = stays_of(partner, "to", since=since), stays_of(partner, "from", since=since)
    return [
        (_("Outgoing stays"), Figure(out, period=period, source=source, url=going)),
        (_("Incoming stays"), Figure(incoming, period=period, source=source, url=coming)),
        (_("Reciprocity"), _reciprocity(out, incoming, period)),
    ]


def _source(person: Person) -> str:
    """Whose stays are counted: for a coordinator those of the own units."""
    if standing_of(person, on=clock.today()).reach("mobility.stays.see") == Reach.ALL:
        return _("Stays recorded here, without cancelled ones")
    return _("Stays of your units, without cancelled ones")


def _reciprocity(out: int, incoming: int, period: str) -> Figure:
    both = out + incoming
    return Figure(
        100 * (1 - Decimal(abs(out - incoming)) / both) if both else None,
        unit=_("per cent"),
        period=period,
        definition=_("100 when as many come as go, 0 when all go one way."),
    )


def _year(partner: Partner, stays: YearOfStays) -> Year:
    return Year(
        stays.year,
        stays.out,
        stays.incoming,
        stays_of(partner, "to", year=stays.year) if stays.out else "",
        stays_of(partner, "from", year=stays.year) if stays.incoming else "",
    )


def _chart(years: Sequence[YearOfStays]) -> Chart | None:
    """All years from the first to the last, also those in which nobody moved."""
    if not years:
        return None
    by_year = {each.year: each for each in years}
    span = range(min(by_year), max(by_year) + 1)
    return Chart(
        id="stays-by-year",
        kind="bar",
        title=_("Stays by the year in which they start"),
        labels=[str(year) for year in span],
        label_name=_("Year"),
        unit=_("stays"),
        series=[
            Series(_("Outgoing"), [by_year[year].out if year in by_year else 0 for year in span]),
            Series(
                _("Incoming"),
                [by_year[year].incoming if year in by_year else 0 for year in span],
            ),
        ],
    )
