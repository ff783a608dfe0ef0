"""The links behind survival and stability: kept, lost, new."""

import uuid
from collections.abc import Set as AbstractSet
from decimal import Decimal

from django.utils.translation import gettext as _

from periplus.core.periods import Period
from periplus.loop.measuring import Contribution, SourceRecord
from periplus.loop.scopes import Scope
from periplus.mobility.counting.flows import OUT
from periplus.mobility.counting.records import by_axis, partner_flows, stays_within
from periplus.partners.models import Partner

Link = tuple[uuid.UUID | None, uuid.UUID]


def list_links(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    """Partners of this period and the one before: lost ones first, then new ones, then kept ones."""
    now, earlier = _links(scope, period), _links(scope, period.previous())
    words = {0: _("lost"), 1: _("new"), 2: _("kept")}
    ranks = {link: _rank(link, now, earlier) for link in now | earlier}
    ordered = sorted(ranks, key=lambda link: (ranks[link], str(link)))[offset : offset + limit]
    wanted = {end for link in ordered for end in link if end}
    names = dict(Partner.objects.filter(uuid__in=wanted).values_list("uuid", "name"))
    return [
        SourceRecord("partners.partner", other, _title(own, other, names), words[ranks[own, other]])
        for own, other in ordered
    ]


def split_lost(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """Where the lost links are."""
    lost = _links(scope, period.previous()) - _links(scope, period)
    return by_axis(axis, _weights(lost))


def split_changed(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """Where the lost and the new links are."""
    changed = _links(scope, period.previous()) ^ _links(scope, period)
    return by_axis(axis, _weights(changed))


def _links(scope: Scope, period: Period) -> set[Link]:
    if scope.institution:
        return {(None, partner) for partner in partner_flows(scope, period)}
    stays = stays_within(scope, period, OUT).exclude(sending=None).exclude(receiving=None)
    return set(stays.order_by().values_list("sending__uuid", "receiving__uuid").distinct())


def _rank(link: Link, now: AbstractSet[Link], earlier: AbstractSet[Link]) -> int:
    return (link in now) + (link in now and link in earlier)


def _title(own: uuid.UUID | None, other: uuid.UUID, names: dict[uuid.UUID, str]) -> str:
    return f"{names[own]} → {names[other]}" if own else names[other]


def _weights(links: AbstractSet[Link]) -> dict[uuid.UUID, Decimal]:
    weights: dict[uuid.UUID, Decimal] = {}
    for _own, other in links:
        weights[other] = weights.get(other, Decimal(0)) + 1
    return weights
