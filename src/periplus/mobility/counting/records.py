"""The stays and partners behind the numbers, and how a number splits."""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from periplus.core.periods import Period, PeriodKind
from periplus.loop.measuring import Contribution, SourceRecord
from periplus.loop.scopes import Scope
from periplus.mobility.counting.flows import IN, OUT, Way
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay
from periplus.partners.breakdowns import Part, contributions_of
from periplus.partners.counting import units_below
from periplus.partners.enums import Activity
from periplus.partners.models import Partner

STUDENT_ACTIVITIES: Final = (Activity.STUDY, Activity.TRAINEESHIP)


def stays_within(scope: Scope, period: Period, way: Way) -> QuerySet[Stay]:
    """The stays that count for a scope, a period and a direction: what `flow` says in SQL."""
    own, other = way.own.removesuffix("_id"), way.other.removesuffix("_id")
    restrictions = {
        "institution": lambda value: Q(**{f"{own}__uuid": value}),
        "unit": lambda value: Q(unit__in=units_below(value)),
        "country": lambda value: Q(**{way.country: value}),
        "partner": lambda value: Q(**{f"{other}__uuid": value}),
        "field": lambda value: Q(field__startswith=value),
        "programme": lambda value: Q(programme=value),
    }
    counted = Stay.objects.filter(_in(period), ~Q(country_from=F("country_to")) | Q(country_to=""))
    for axis in sorted(scope.axes):
        counted = counted.filter(restrictions[axis](getattr(scope, axis)))
    return counted.exclude(state=StayState.CANCELLED)


def list_stays(stays: QuerySet[Stay], limit: int, offset: int) -> list[SourceRecord]:
    """Stays as records: between whom, for what, when. No names of persons."""
    ordered = stays.select_related("sending", "receiving").order_by("starts_on", "id")
    return [
        SourceRecord(
            "mobility.stay",
            stay.uuid,
            f"{_end(stay.sending, stay.country_from)} → {_end(stay.receiving, stay.country_to)}",
            " · ".join(filter(None, [stay.programme, stay.field_text or stay.field, stay.level_text])),
            stay.starts_on,
        )
        for stay in ordered[offset : offset + limit]
    ]


def split_stays(stays: QuerySet[Stay], way: Way, axis: str) -> list[Contribution]:
    """How many stays each part has."""
    return contributions_of(axis, _parts(stays, way, axis))


def split_concentration(stays: QuerySet[Stay], way: Way, axis: str) -> list[Contribution]:
    """Each part's squared share: what it adds to the index."""
    parts = [part for part in _parts(stays, way, axis) if part.key]
    whole = sum((part.value for part in parts), Decimal(0))
    squares = [Part(part.key, (part.value / whole) ** 2, part.count) for part in parts]
    return contributions_of(axis, squares)


def partner_records(
    flows: Mapping[uuid.UUID, Mapping[str, int]], limit: int, offset: int
) -> list[SourceRecord]:
    """Partners with their stays in both directions, those with most first."""
    ordered = sorted(flows.items(), key=lambda item: (-sum(item[1].values()), str(item[0])))
    page = ordered[offset : offset + limit]
    names = dict(Partner.objects.filter(uuid__in=[key for key, _flow in page]).values_list("uuid", "name"))
    sentence = _("%(out)s out, %(in)s in")
    return [
        SourceRecord("partners.partner", key, names[key], sentence % {"out": each["out"], "in": each["in"]})
        for key, each in page
    ]


def partner_flows(scope: Scope, period: Period) -> dict[uuid.UUID, dict[str, int]]:
    """Stays out and in by partner, of a period; without an institution only those sent."""
    flows: dict[uuid.UUID, dict[str, int]] = {}
    for way in (OUT, IN) if scope.institution else (OUT,):
        other = f"{way.other.removesuffix('_id')}__uuid"
        rows = stays_within(scope, period, way).order_by().exclude(**{other: None})
        for key, number in rows.values_list(other).annotate(Count("id")):
            flows.setdefault(key, {"out": 0, "in": 0})[way.name] = number
    return flows


def by_axis(axis: str, values: Mapping[uuid.UUID, Decimal]) -> list[Contribution]:
    """Amounts of partners, gathered by partner or by the partners' country."""
    if axis == "partner":
        return contributions_of(axis, [Part(str(key), value, 1) for key, value in values.items()])
    countries = Partner.objects.filter(uuid__in=list(values)).values_list("uuid", "country")
    gathered: dict[str, Part] = {}
    for key, country in countries:
        before = gathered.get(country, Part(country, Decimal(0), 0))
        gathered[country] = Part(country, before.value + values[key], before.count + 1)
    return contributions_of(axis, gathered.values())


def _parts(stays: QuerySet[Stay], way: Way, axis: str) -> list[Part]:
    columns = {
        "country": way.country,
        "partner": f"{way.other.removesuffix('_id')}__uuid",
        "field": "field",
        "programme": "programme",
        "unit": "unit__uuid",
    }
    rows: Iterable[tuple[Any, int]] = stays.order_by().values_list(columns[axis]).annotate(Count("id"))
    return [Part("" if key is None else str(key), Decimal(number), number) for key, number in rows]


def _in(period: Period) -> Q:
    if period.kind == PeriodKind.CALENDAR_YEAR:
        return Q(start_year=period.start.year)
    return Q(starts_on__gte=period.start, starts_on__lt=period.until)


def _end(partner: Partner | None, country: str) -> str:
    return partner.name if partner else country or _("not known")
