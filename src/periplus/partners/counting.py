"""Counting agreements and places for the measures of this stretch."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from periplus.core.periods import Period, PeriodKind
from periplus.loop.measuring import Contribution, Reading, SourceRecord
from periplus.loop.scopes import Scope
from periplus.partners import lives
from periplus.partners.breakdowns import Part, contributions_of
from periplus.partners.models import Agreement, AgreementLine, AgreementParty, LineYear
from periplus.people.models import Unit
from periplus.people.standing import in_force

YEARS: Final = frozenset({PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR})
AGREEMENT_AXES: Final = frozenset({"institution", "unit", "country", "partner", "programme"})
LINE_AXES: Final = AGREEMENT_AXES | {"field"}


def agreements_within(scope: Scope) -> QuerySet[Agreement]:
    """The agreements of a scope that are or were in force, each once."""
    lookups: Mapping[str, Callable[[Any], Q]] = {
        "institution": lambda value: Q(institution__uuid=value),
        "unit": lambda value: Q(unit__in=units_below(value)),
        "country": lambda value: Q(pk__in=_with_party(partner__country=value)),
        "partner": lambda value: Q(pk__in=_with_party(partner__uuid=value)),
        "programme": lambda value: Q(programme=value),
    }
    return Agreement.objects.filter(_within(scope, lookups), state__in=lives.EFFECTIVE_STATES)


def lines_within(scope: Scope) -> QuerySet[AgreementLine]:
    """The lines of a scope whose agreement is or was in force."""
    lookups: Mapping[str, Callable[[Any], Q]] = {
        "institution": lambda value: Q(agreement__institution__uuid=value),
        "unit": lambda value: Q(agreement__unit__in=units_below(value)),
        "country": lambda value: Q(partner__country=value),
        "partner": lambda value: Q(partner__uuid=value),
        "field": lambda value: Q(field__startswith=value),
        "programme": lambda value: Q(agreement__programme=value),
    }
    return AgreementLine.objects.filter(_within(scope, lookups), agreement__state__in=lives.EFFECTIVE_STATES)


def units_below(reference: uuid.UUID) -> QuerySet[Unit]:
    """The unit of this uuid and all units below it, as a subquery."""
    top = Subquery(Unit.objects.filter(uuid=reference).values("path")[:1])
    return Unit.objects.filter(path__startswith=top)


def year_of(period: Period) -> int | None:
    """The academic year that a period stands for; a calendar year stands for the one that begins in it."""
    return period.start.year if period.kind in YEARS else None


def count_in_force(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Agreements in force on the last day of each period; nothing to tell where none is known at all."""
    counts = {
        f"at_{number}": Count("id", filter=in_force(period.last_day)) for number, period in enumerate(periods)
    }
    row = agreements_within(scope).aggregate(known=Count("id"), dated=Count("valid_from"), **counts)
    known = row["known"]
    return [
        Reading(
            period=period,
            value=Decimal(row[f"at_{number}"]) if known else None,
            numerator=Decimal(row[f"at_{number}"]),
            count=row[f"at_{number}"],
            coverage=Decimal(row["dated"]) / known if known else None,
        )
        for number, period in enumerate(periods)
    ]


def list_in_force(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    agreements = agreements_within(scope).filter(in_force(period.last_day)).order_by("reference", "id")
    return [
        SourceRecord(
            "partners.agreement", each.uuid, str(each), str(each.get_kind_display()), each.valid_from
        )
        for each in agreements[offset : offset + limit]
    ]


def split_in_force(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """An agreement with several partners counts once for each, so the parts may exceed the whole."""
    keys = {
        "country": "partners__country",
        "partner": "partners__uuid",
        "programme": "programme",
        "unit": "unit__uuid",
    }
    agreements = agreements_within(scope).filter(in_force(period.last_day)).order_by()
    rows = agreements.values_list(keys[axis]).annotate(Count("id", distinct=True))
    return contributions_of(axis, [Part(_text(key), Decimal(number), number) for key, number in rows])


def measure_use(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Used places over offered ones, of the lines whose use was reported."""
    years = {year for period in periods if (year := year_of(period)) is not None}
    lines = lines_within(scope)
    reported = LineYear.objects.filter(line__in=lines, year__in=years, reported_on__isnull=False)
    totals = reported.order_by().values("year").annotate(Sum("used"), Sum("places"), Count("id"))
    found = {row["year"]: row for row in totals}
    offered = lines.aggregate(**{f"in_{year}": Count("id", filter=_offered_in(year)) for year in years})
    return [_use(period, found, offered) for period in periods]


def _use(period: Period, found: Mapping[int, dict[str, Any]], offered: Mapping[str, int]) -> Reading:
    year = year_of(period)
    row = found.get(year) if year is not None else None
    if row is None or not row["places__sum"]:
        return Reading(period=period, value=None)
    used, places = Decimal(row["used__sum"]), Decimal(row["places__sum"])
    lines = max(offered[f"in_{year}"], row["id__count"])
    return Reading(
        period=period,
        value=used / places,
        numerator=used,
        denominator=places,
        count=row["id__count"],
        coverage=Decimal(row["id__count"]) / lines,
    )


def list_use(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    """The line years that were counted, those with most unused places first."""
    rows = _reported(scope, period).annotate(free=F("places") - F("used")).order_by("-free", "id")
    return [
        SourceRecord(
            "partners.agreementline",
            row.line.uuid,
            f"{row.line.agreement.reference} · {row.line.partner.name}",
            _("%(used)s of %(places)s places used, %(direction)s")
            % {"used": row.used, "places": row.places, "direction": row.line.get_direction_display()},
            row.reported_on,
        )
        for row in rows.select_related("line__agreement", "line__partner")[offset : offset + limit]
    ]


def split_use(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """Where the unused places are: each part's share of all of them."""
    keys = {
        "country": "line__partner__country",
        "partner": "line__partner__uuid",
        "field": "line__field",
        "programme": "line__agreement__programme",
        "unit": "line__agreement__unit__uuid",
    }
    rows = _reported(scope, period).filter(used__lt=F("places")).order_by().values_list(keys[axis])
    parts = rows.annotate(free=Sum(F("places") - F("used")), lines=Count("id"))
    return contributions_of(axis, [Part(_text(key), Decimal(free), count) for key, free, count in parts])


def _reported(scope: Scope, period: Period) -> QuerySet[LineYear]:
    rows = LineYear.objects.filter(line__in=lines_within(scope), reported_on__isnull=False)
    year = year_of(period)
    return rows.none() if year is None else rows.filter(year=year)


def _offered_in(year: int) -> Q:
    begun = Q(year_from__isnull=True) | Q(year_from__lte=year)
    lasting = Q(year_until__isnull=True) | Q(year_until__gt=year)
    agreed = Q(agreement__valid_from__isnull=True) | Q(agreement__valid_from__year__lte=year)
    not_over = Q(agreement__valid_until__isnull=True) | Q(agreement__valid_until__year__gt=year)
    return begun & lasting & agreed & not_over


def _with_party(**lookup: Any) -> QuerySet[AgreementParty, Any]:
    return AgreementParty.objects.filter(**lookup).values("agreement_id")


def _within(scope: Scope, lookups: Mapping[str, Callable[[Any], Q]]) -> Q:
    """All restrictions of a scope. Raises `ValueError` for an axis that these records do not have."""
    unknown = scope.axes - set(lookups)
    if unknown:
        message = f"These records cannot be narrowed by {min(unknown)}."
        raise ValueError(message)
    restrictions: Iterable[Q] = (lookups[axis](getattr(scope, axis)) for axis in sorted(scope.axes))
    condition = Q()
    for restriction in restrictions:
        condition &= restriction
    return condition


def _text(key: object) -> str:
    return "" if key is None else str(key)
