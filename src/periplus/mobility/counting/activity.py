"""Which agreements are alive: something happened under them not long ago."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from periplus.core.periods import Period
from periplus.loop.measuring import Contribution, Reading, SourceRecord
from periplus.loop.scopes import Scope
from periplus.partners.breakdowns import Part, contributions_of
from periplus.partners.counting import agreements_within
from periplus.partners.models import Agreement

WINDOW_MONTHS: Final = 24

# What happened, by agreement and from when until when. A stay that names its line belongs to the
# agreement of that line; one that names none speaks for every agreement with the same two ends.
_HAPPENED: Final = """
    SELECT line.agreement_id AS agreement, s.starts_on AS first, s.starts_on AS last
    FROM mobility_stay s JOIN partners_agreementline line ON line.id = s.line_id
    WHERE line.agreement_id = ANY(%(agreements)s) AND s.state <> 'cancelled'
    UNION
    SELECT ours.agreement, s.starts_on, s.starts_on FROM ours JOIN mobility_stay s
    ON s.sending_id = ours.twin AND s.receiving_id = ours.partner AND s.line_id IS NULL
    WHERE s.state <> 'cancelled'
    UNION
    SELECT ours.agreement, s.starts_on, s.starts_on FROM ours JOIN mobility_stay s
    ON s.receiving_id = ours.twin AND s.sending_id = ours.partner AND s.line_id IS NULL
    WHERE s.state <> 'cancelled'
    UNION
    SELECT line.agreement_id, begins, (begins + interval '1 year' - interval '1 day')::date
    FROM partners_lineyear y JOIN partners_agreementline line ON line.id = y.line_id
    JOIN partners_agreement a ON a.id = line.agreement_id
    JOIN people_institution i ON i.id = a.institution_id
    CROSS JOIN LATERAL make_date(y.year, i.year_starts_month, 1) AS begins
    WHERE a.id = ANY(%(agreements)s) AND y.used > 0
"""
_OURS: Final = """
    SELECT a.id AS agreement, twin.id AS twin, party.partner_id AS partner
    FROM partners_agreement a JOIN people_institution i ON i.id = a.institution_id
    JOIN partners_partner twin ON twin.uuid = i.uuid
    JOIN partners_agreementparty party ON party.agreement_id = a.id
    WHERE a.id = ANY(%(agreements)s)
"""
# One row for each day and agreement in force on it: whether anything happened in the window before.
_ALIVE: Final = f"""
    WITH ours AS ({_OURS}), happened AS MATERIALIZED ({_HAPPENED})
    SELECT d.n, a.id, coalesce(bool_or(h.agreement IS NOT NULL), FALSE) AS alive
    FROM unnest(%(numbers)s::int[], %(days)s::date[]) AS d(n, day)
    JOIN partners_agreement a ON a.id = ANY(%(agreements)s)
    AND (a.valid_from IS NULL OR a.valid_from <= d.day)
    AND (a.valid_until IS NULL OR a.valid_until > d.day)
    LEFT JOIN happened h ON h.agreement = a.id AND h.first <= d.day
    AND h.last > d.day - make_interval(months => %(window)s)
    GROUP BY d.n, a.id
"""  # noqa: S608 -- made of constants only
_SHARE: Final = f"""
    SELECT n, count(*), count(*) FILTER (WHERE alive) FROM ({_ALIVE}) q GROUP BY n
"""  # noqa: S608 -- made of constants only


def agreement_activity(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Agreements with a stay or a used place in the 24 months before the end of the period.

    Over all agreements in force on its last day; no number where none is in force.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, _parameters(agreements_within(scope), periods))
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_reading(period, rows.get(number)) for number, period in enumerate(periods)]


def list_activity(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    """The agreements in force, dormant ones first."""
    alive = alive_by_agreement(agreements_within(scope), period)
    agreements = Agreement.objects.in_bulk(list(alive))
    ordered = sorted(agreements.values(), key=lambda each: (alive[each.pk], each.reference))
    return [
        SourceRecord(
            "partners.agreement",
            each.uuid,
            str(each),
            _("active") if alive[each.pk] else _("nothing happened for 24 months"),
            each.valid_from,
        )
        for each in ordered[offset : offset + limit]
    ]


def split_activity(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """Where the dormant agreements are."""
    keys = {"country": "partners__country", "partner": "partners__uuid", "unit": "unit__uuid"}
    alive = alive_by_agreement(agreements_within(scope), period)
    dormant = Agreement.objects.filter(pk__in=[each for each, is_alive in alive.items() if not is_alive])
    pairs = dormant.order_by().values_list(keys[axis], "pk").distinct()
    counts: dict[str, int] = {}
    for key, _pk in pairs:
        text = "" if key is None else str(key)
        counts[text] = counts.get(text, 0) + 1
    return contributions_of(axis, [Part(key, Decimal(number), number) for key, number in counts.items()])


def alive_by_agreement(agreements: QuerySet[Agreement], period: Period) -> dict[int, bool]:
    """Each agreement in force on the last day of the period: whether something happened under it."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIVE, _parameters(agreements, [period]))
        return {pk: alive for _n, pk, alive in cursor.fetchall()}


def _parameters(agreements: QuerySet[Agreement], periods: Sequence[Period]) -> dict[str, Any]:
    return {
        "agreements": list(agreements.values_list("pk", flat=True)),
        "numbers": list(range(len(periods))),
        "days": [period.last_day for period in periods],
        "window": WINDOW_MONTHS,
    }


def _reading(period: Period, row: tuple[Any, ...] | None) -> Reading:
    if row is None:
        return Reading(period=period, value=None)
    in_force, alive = Decimal(row[0]), Decimal(row[1])
    return Reading(period=period, value=alive / in_force, numerator=alive, denominator=in_force, count=row[0])
