"""Everything the page of a partner shows, for somebody of the staff."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.loop.queries import touching
from periplus.mobility.queries import YearOfStays, list_years_with
from periplus.partners import policies, queries
from periplus.partners.enums import NameKind
from periplus.partners.types import Agreement, Partner
from periplus.people.types import Person
from periplus.web.partners.origins import origins_of
from periplus.web.partners.partner_columns import RECENT_YEARS, agreements_of, stays_of
from periplus.web.partners.registers import address_of
from periplus.web.partners.words import academic_year_words, country_name
from periplus.web.shell.charts import Chart, Series
from periplus.web.shell.components import Fact, Figure

CHARTED = 15  # years at most


@dataclass(frozen=True, slots=True)
class Year:
    """The stays of one year, with the addresses of their records."""

    year: int
    out: int
    incoming: int
    out_url: str
    in_url: str


def profile_of(person: Person, partner: Partner, today: dt.date) -> dict[str, Any]:
    """The context of the page; a number of queries that does not depend on how much there is."""
    years = list_years_with(person, partner) if sees_stays(person) else None
    agreements = list(queries.list_agreements_of_partner(person, partner))
    return {
        "partner": partner,
        "reference": str(partner.uuid),
        "sentence": _sentence(partner, agreements, years),
        "draft_url": f"{reverse('agreements:new')}?partner={partner.uuid}&on=1",
        "figures": _figures(person, partner, years, today),
        "agreements": agreements,
        "sees_stays": years is not None,
        "years": [_year(partner, each) for each in (years or [])[:CHARTED]],
        "chart": _chart((years or [])[:CHARTED]),
        "places": [
            (academic_year_words(each.year), each)
            for each in queries.list_places_by_year(person, partner)[: 2 * RECENT_YEARS]
        ],
        "facts": _facts(partner),
        "names": sorted(queries.list_names(partner), key=_importance),
        "identifiers": [(each, address_of(each)) for each in queries.list_identifiers(partner)],
        "origins": origins_of(person, partner.uuid),
        "contacts": list(queries.list_contacts(person, partner, on=today)),
        **_ties(person, partner),
        **_verdicts(person, partner),
    }


def _sentence(
    partner: Partner, agreements: Sequence[Agreement], years: Sequence[YearOfStays] | None
) -> str:
    """What the partnership is, in one sentence."""
    place = ", ".join(filter(None, (partner.city, country_name(partner.country))))
    held = partner.agreements_in_force  # type: ignore[attr-defined]
    agreed = (
        ngettext("%(number)s agreement in force", "%(number)s agreements in force", held) % {"number": held}
        if held
        else _("nothing agreed that holds today")
        if agreements
        else _("nothing agreed")
    )
    last = _("last stay %(year)s") % {"year": years[0].year} if years else _("no stays yet")
    return f"{place}: {agreed}, {last}." if place else f"{agreed[:1].upper()}{agreed[1:]}, {last}."


def _ties(person: Person, partner: Partner) -> dict[str, Any]:
    return {
        "goals": list(touching.list_goals_about(person, "partner", partner.uuid)),
        "deviations": list(touching.list_deviations_about(person, "partner", partner.uuid)),
        "pulls": list(touching.list_pulls_on(person, partner.uuid)),
    }


def _verdicts(person: Person, partner: Partner) -> dict[str, Any]:
    may_change = policies.may_change_partner(person, partner)
    return {
        "may_change": may_change,
        "merge_url": reverse("names:merge", args=[partner.uuid]) if may_change else "",
        "identify_url": reverse("partners:identify", args=[partner.uuid]) if may_change else "",
        "may_watch": policies.may_watch_partner(person, partner),
        "may_keep_contacts": policies.may_keep_contacts(person, partner),
        "may_draft": policies.draftable_units(person).exists(),
    }


def _importance(name: Any) -> tuple[int, str, str]:
    """The official name first, then those in languages, then others."""
    return NameKind.values.index(name.kind), name.language, name.name


def _facts(partner: Partner) -> list[Fact]:
    return [
        Fact(_("Country"), country_name(partner.country)),
        Fact(_("City"), partner.city),
        Fact(_("Website"), _bare(partner.website), url=partner.website),
        Fact(_("State"), partner.get_state_display()),
    ]


def _bare(website: str) -> str:
    return website.removeprefix("https://").removeprefix("http://").removesuffix("/")


def _figures(partner: Partner, years: Sequence[YearOfStays], today: dt.date) -> list[tuple[str, Figure]]:
    since = today.year - RECENT_YEARS + 1
    recent = [each for each in years if each.year >= since]
    out, incoming = sum(each.out for each in recent), sum(each.incoming for each in recent)
    period = _("%(first)s to %(last)s") % {"first": since, "last": today.year}
    source = _("Stays recorded here, without cancelled ones")
    return [
        (
            _("Agreements in force"),
            Figure(partner.agreements_in_force, period=_("today"), url=agreements_of(partner)),  # type: ignore[attr-defined]
        ),
        (
            _("Outgoing stays"),
            Figure(out, period=period, source=source, url=stays_of(partner, "to", since=since)),
        ),
        (
            _("Incoming stays"),
            Figure(incoming, period=period, source=source, url=stays_of(partner, "from", since=since)),
        ),
        (_("Reciprocity"), _reciprocity(out, incoming, period)),
    ]


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
