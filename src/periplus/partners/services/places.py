"""How many places a line offers from a year on, and how many were used."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.partners import lives, policies
from periplus.partners.models import AgreementLine, LineYear
from periplus.partners.policies import Actor
from periplus.partners.services.lines import MOST_PLACES, YEARS


@dataclass(frozen=True, slots=True)
class PlacesBefore:
    """What `set_places` changed: the places of the line, and of each year (None: had no row)."""

    from_year: int
    after: int
    places: int
    years: dict[int, int | None]


@transaction.atomic
def set_places(
    *, actor: Actor, line: AgreementLine, places: int, from_year: int, on: dt.date
) -> PlacesBefore:
    """From an academic year on a line offers this many places; earlier years keep what they offered."""
    _lock(line)
    require(policies.may_set_places(actor, line))
    demand_sensible(line, places, from_year)
    before = PlacesBefore(from_year, places, line.places, _years_touched(line, from_year))
    _write_years(line, from_year, places)
    line.places = places
    line.save(update_fields=["places"])
    _tell(actor, line, {"before": before.places, "places": places, "year": from_year}, on)
    return before


@transaction.atomic
def restore_places(*, actor: Actor, line: AgreementLine, before: PlacesBefore, on: dt.date) -> None:
    """Undo `set_places`. Refused when the places were changed again, or used beyond, since."""
    _lock(line)
    require(policies.may_set_places(actor, line))
    later = list(line.years.filter(year__gte=before.from_year))
    if line.places != before.after or any(year.places != before.after for year in later):
        raise Refused(no(_("The places of this line were changed again since. Change them anew instead.")))
    if any(year.used > _places_before(before, year.year) for year in later):
        raise Refused(no(_("More places are used by now than there were before.")))
    line.years.filter(year__gte=before.from_year).exclude(year__in=before.years).update(places=before.places)
    for number, places in before.years.items():
        _restore_year(line, number, places)
    line.places = before.places
    line.save(update_fields=["places"])
    changed = {"before": before.after, "places": before.places, "year": before.from_year}
    _tell(actor, line, changed, on)


@transaction.atomic
def report_use(*, actor: Actor, line: AgreementLine, year: int, used: int, on: dt.date) -> LineYear:
    """Note how many places of a line were used in an academic year; said again, it replaces."""
    require(policies.may_report_use(actor, line))
    if line.agreement.state not in lives.EFFECTIVE_STATES:
        raise Invalid({"": _("The agreement was never in force, so no place of it was used.")})
    if not 0 <= used <= MOST_PLACES:
        raise Invalid({"used": _("Used places are a whole number from 0 to 1,000.")})
    _demand_year("year", year)
    row, _is_new = LineYear.objects.update_or_create(
        line=line,
        year=year,
        defaults={"used": used, "reported_on": on},
        create_defaults={"used": used, "reported_on": on, "places": line.places},
    )
    record(
        "partners.agreement.use_reported",
        actor=actor,
        objects={"agreement": line.agreement, "line": line, "partner": line.partner},
        attributes={"reference": line.agreement.reference, "year": year, "used": used},
        on=on,
    )
    return row


def _lock(line: AgreementLine) -> None:
    line.refresh_from_db(from_queryset=AgreementLine.objects.select_for_update())


def demand_sensible(line: AgreementLine, places: int, from_year: int) -> None:
    """Raise `Invalid` for a number of places that cannot be, or that is used up already."""
    if not 0 <= places <= MOST_PLACES:
        raise Invalid({"places": _("Places are a whole number from 0 to 1,000.")})
    _demand_year("from_year", from_year)
    beyond = line.years.filter(year__gte=from_year, used__gt=places).order_by("-used").first()
    if beyond:
        sentence = _("%(used)s places of %(year)s are used already.")
        raise Invalid({"places": sentence % {"used": beyond.used, "year": beyond.year}})


def _demand_year(field: str, year: int) -> None:
    """Years are filled up one by one, so one that is far off is a slip, and an expensive one."""
    if year not in YEARS:
        raise Invalid({field: _("Write an academic year by its first calendar year, such as 2026.")})


def _years_touched(line: AgreementLine, from_year: int) -> dict[int, int | None]:
    """The year rows from `from_year` on with their places, and the earlier years that get a row now."""
    rows = dict(line.years.values_list("year", "places"))
    kept = {year: None for year in _earlier_years(line, from_year) if year not in rows}
    return {year: places for year, places in rows.items() if year >= from_year} | kept


def _earlier_years(line: AgreementLine, from_year: int) -> Iterable[int]:
    """The years before, for which the line's own number held until now."""
    known = line.years.order_by("year").values_list("year", flat=True).first()
    begins = line.agreement.valid_from
    agreed = lives.academic_year_of(line.agreement.institution, begins) if begins else None
    return range(line.year_from or agreed or known or from_year - 1, from_year)


def _write_years(line: AgreementLine, from_year: int, places: int) -> None:
    known = set(line.years.values_list("year", flat=True))
    LineYear.objects.bulk_create(
        LineYear(line=line, year=year, places=line.places)
        for year in _earlier_years(line, from_year)
        if year not in known
    )
    line.years.filter(year__gte=from_year).update(places=places)


def _places_before(before: PlacesBefore, year: int) -> int:
    places = before.years.get(year)
    return before.places if places is None else places


def _restore_year(line: AgreementLine, year: int, places: int | None) -> None:
    rows = line.years.filter(year=year)
    if places is None:
        rows.filter(reported_on__isnull=True, used=0).delete()
    else:
        rows.update(places=places)


def _tell(actor: Actor, line: AgreementLine, attributes: dict[str, int], on: dt.date) -> None:
    record(
        "partners.agreement.places_changed",
        actor=actor,
        objects={"agreement": line.agreement, "line": line, "partner": line.partner},
        attributes={"reference": line.agreement.reference, **attributes},
        on=on,
    )
