"""The indicators once more, slowly and plainly in Python, to hold the SQL against."""

import uuid
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from periplus.core.periods import Period
from periplus.loop.scopes import Scope
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay


class Recount:
    """All stays of the database, counted by hand for one scope."""

    def __init__(self, scope: Scope) -> None:
        stays = Stay.objects.select_related("sending", "receiving", "unit")
        self.scope = scope
        self.stays = [stay for stay in stays if counts(stay)]

    def going(self, period: Period, *, everywhere: bool = False) -> list[Stay]:
        return [
            s
            for s in self._own(period, "sending")
            if everywhere or self._inside(s, s.receiving, s.country_to)
        ]

    def coming(self, period: Period, *, everywhere: bool = False) -> list[Stay]:
        return [
            s
            for s in self._own(period, "receiving")
            if everywhere or self._inside(s, s.sending, s.country_from)
        ]

    def outgoing(self, period: Period) -> int | None:
        return len(self.going(period)) if self.going(period, everywhere=True) else None

    def incoming(self, period: Period) -> int | None:
        return len(self.coming(period)) if self.coming(period, everywhere=True) else None

    def country_concentration(self, period: Period) -> Fraction | None:
        return concentration(stay.country_to for stay in self.going(period) if stay.country_to)

    def partner_concentration(self, period: Period) -> Fraction | None:
        return concentration(stay.receiving_id for stay in self.going(period) if stay.receiving_id)

    def reciprocity(self, period: Period) -> Fraction | None:
        both = self.going(period, everywhere=True) and self.coming(period, everywhere=True)
        out = Counter(stay.receiving_id for stay in self.going(period) if stay.receiving_id)
        back = Counter(stay.sending_id for stay in self.coming(period) if stay.sending_id)
        total = out.total() + back.total()
        if not both or not total:
            return None
        weighted = Fraction(0)
        for partner in out | back:
            flow = out[partner] + back[partner]
            weighted += flow * (1 - Fraction(abs(out[partner] - back[partner]), flow))
        return weighted / total

    def active_partners(self, period: Period) -> int | None:
        return len(self.links(period)) if self._recorded(period) else None

    def link_survival(self, period: Period) -> Fraction | None:
        now, before = self.links(period), self.links(period.previous())
        if not self._recorded(period) or not self._recorded(period.previous()) or not before:
            return None
        return Fraction(len(now & before), len(before))

    def link_stability(self, period: Period) -> Fraction | None:
        now, before = self.links(period), self.links(period.previous())
        if not self._recorded(period) or not self._recorded(period.previous()) or not now | before:
            return None
        return Fraction(len(now & before), len(now | before))

    def links(self, period: Period) -> set[int]:
        out = {stay.receiving_id for stay in self.going(period)}
        back = {stay.sending_id for stay in self.coming(period)}
        return {partner for partner in out | back if partner is not None}

    def _recorded(self, period: Period) -> bool:
        return bool(self.going(period, everywhere=True) or self.coming(period, everywhere=True))

    def _own(self, period: Period, end: str) -> list[Stay]:
        return [
            stay
            for stay in self.stays
            if stay.starts_on
            and period.contains(stay.starts_on)
            and _uuid(stay, end) == self.scope.institution
        ]

    def _inside(self, stay: Stay, other: object, country: str) -> bool:
        scope = self.scope
        return (
            (not scope.country or country == scope.country)
            and (not scope.field or stay.field.startswith(scope.field))
            and (not scope.partner or getattr(other, "uuid", None) == scope.partner)
            and (not scope.programme or stay.programme == scope.programme)
        )


def counts(stay: Stay) -> bool:
    at_home = bool(stay.country_from) and stay.country_from == stay.country_to
    return stay.state != StayState.CANCELLED and not at_home


def concentration(parts: Iterable[object]) -> Fraction | None:
    counted = Counter(parts)
    total = counted.total()
    return sum((Fraction(n, total) ** 2 for n in counted.values()), Fraction(0)) if total else None


def _uuid(stay: Stay, end: str) -> uuid.UUID | None:
    partner = stay.sending if end == "sending" else stay.receiving
    return partner.uuid if partner else None
