"""What the measures hand out of partners: records and splits."""

from decimal import Decimal

from periplus.core.periods import Period
from periplus.loop.measuring import Contribution, SourceRecord
from periplus.loop.scopes import Scope
from periplus.mobility.counting.records import by_axis, partner_flows, partner_records


def records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    return partner_records(partner_flows(scope, period), limit, offset)


def split_partners(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """Where the active partners are."""
    return by_axis(axis, {partner: Decimal(1) for partner in partner_flows(scope, period)})


def split_imbalance(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """How far out and in lie apart, by partner or country."""
    flows = partner_flows(scope, period)
    return by_axis(axis, {key: Decimal(abs(each["out"] - each["in"])) for key, each in flows.items()})
