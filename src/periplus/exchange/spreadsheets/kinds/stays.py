"""Rows that are stays: who of which institution went where, or payments of such stays.

Rows with the same reference are one stay: the first brings it, the money of all is added up by
currency. What is not known stays empty; a row is refused only when nobody can be said to have moved.
"""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from periplus.exchange.enums import ImportKind
from periplus.exchange.spreadsheets.fields import Draft
from periplus.exchange.spreadsheets.kinds.base import Importer, Kind, Result, Setting, result_of
from periplus.exchange.spreadsheets.kinds.groups import Groups
from periplus.exchange.spreadsheets.kinds.names import Called, Names
from periplus.exchange.spreadsheets.kinds.stay_fields import FIELDS
from periplus.exchange.spreadsheets.study import Study
from periplus.mobility.bulk import StayFacts, bring_stays
from periplus.mobility.enums import Precision, StayMode
from periplus.mobility.models import Stay, StayFunding
from periplus.partners.enums import Activity
from periplus.people.models import Unit

_CENT: Final = Decimal("0.01")
_DECEMBER: Final = 12
_DAY, _MONTH, _YEAR = (each.value for each in (Precision.DAY, Precision.MONTH, Precision.YEAR))
_STUDY, _PHYSICAL = Activity.STUDY.value, StayMode.PHYSICAL.value
_NO_STUDY: Final = Study("", "")
# Where the row itself says that somebody came from or went; a country of origin may hold for the whole file.
_PLACES: Final = ("sending", "receiving", "sending_code", "receiving_code", "country_to")


class Stays(Kind):
    """Stays, one row each, or one row for each payment."""

    key = ImportKind.STAYS
    target = Stay
    owned = ((StayFunding, "stay"),)
    fields = FIELDS
    one_of = (("receiving", "receiving_code", "country_to"), ("starts_on", "start_year"))
    about = _("Who went from where to where, when, with what money. Several rows may be one stay.")

    def examine(self, draft: Draft) -> None:
        values = draft.values
        if not any(values.get(each) for each in _PLACES):
            draft.refuse("nobody_moved")
        first, last, _precision = _dates(values)
        if first and last and last < first:
            draft.warn("ends_before_start")
        if values.get("currency") is None and values.get("amount"):
            draft.warn("amount_without_currency")

    def importer(self, setting: Setting) -> Importer:
        return StayImporter(setting)


class StayImporter(Importer):
    """One import of stays."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._names = Names()
        self._groups: Groups[str] = Groups()
        self._money: dict[str, dict[str, Decimal]] = {}
        self._ordinals: dict[int, int] = {}
        self._seen: Counter[str] = Counter()
        self._kept: dict[str, tuple[Any, ...]] = {}
        self._units: dict[str, int] = {}

    def survey(self, draft: Draft) -> None:
        values = draft.values
        key = self._number(draft) if "reference" not in values else values["reference"]
        self._groups.count(key, draft.number)
        if "amount" in values and "currency" in values:
            money = self._money.setdefault(key, {})
            currency = values["currency"]
            money[currency] = money.get(currency, Decimal(0)) + values["amount"]
        self._names.note(_sender(values))
        self._names.note(_receiver(values))

    def prepare(self) -> None:
        self._names.look_up()
        if self._setting.institution:
            units = Unit.objects.filter(institution=self._setting.institution)
            self._units = dict(units.values_list("code", "id"))

    def resume(self, next_row: int) -> None:
        self._groups.recall(self._setting.run, next_row)

    def apply(self, drafts: Sequence[Draft], attributes: Mapping[str, Any]) -> list[Result]:
        ends = [(_sender(draft.values), _receiver(draft.values)) for draft in drafts]
        self._names.stand_in(called for both in ends for called in both)
        keys = [self._key(draft) for draft in drafts]
        rows = [self._row(draft, *both) for draft, both in zip(drafts, ends, strict=True)]
        first = [self._groups.is_first(key, draft.number) for key, draft in zip(keys, drafts, strict=True)]
        stays = [
            StayFacts(key, row, self._money_of(key))
            for key, row, is_first in zip(keys, rows, first, strict=True)
            if is_first
        ]
        brought = iter(
            bring_stays(
                actor=self._setting.actor,
                source=self._setting.source,
                stays=stays,
                today=self._setting.today,
                attributes=attributes,
            )
        )
        results = []
        for draft, key, row, both, is_first in zip(drafts, keys, rows, ends, first, strict=True):
            if is_first:
                result = _with_stand_ins(result_of(next(brought)), self._names.made_for(both))
                self._groups.settle(key, result)
                self._kept[key] = row
            else:
                result = _with_stand_ins(self._groups.later(key), self._names.made_for(both))
                self._compare(draft, key, row)
            results.append(result)
        return results

    def _number(self, draft: Draft) -> str:
        """Rows without a reference: equal rows are told apart by how many came before."""
        print_ = _fingerprint(draft.values)
        self._seen[print_] += 1
        self._ordinals[draft.number] = self._seen[print_]
        return f"{print_}-{self._seen[print_]}"

    def _key(self, draft: Draft) -> str:
        reference: str | None = draft.values.get("reference")
        return reference or f"{_fingerprint(draft.values)}-{self._ordinals[draft.number]}"

    def _money_of(self, key: str) -> dict[str, Decimal]:
        return {currency: amount.quantize(_CENT) for currency, amount in self._money.get(key, {}).items()}

    def _row(self, draft: Draft, sender: Called, receiver: Called) -> tuple[Any, ...]:
        """The values of `STAY_FIELDS`."""
        get = draft.values.get
        sending, receiving = self._names.find(sender), self._names.find(receiver)
        if sending is not None and sending == receiving:
            draft.warn("same_both_ends")
        level, study = get("level"), get("field") or _NO_STUDY
        if not study.code:
            broad = get("field_broad") or _NO_STUDY
            study = broad if broad.code or not study.words else study
        starts_on, ends_on, precision = _dates(draft.values)
        if starts_on and ends_on and ends_on < starts_on:
            ends_on = None
        return (
            sending,
            receiving,
            sender[2] or self._names.country_of(sending),
            receiver[2] or self._names.country_of(receiving),
            self._unit(draft),
            get("activity") or (level.activity if level else "") or _STUDY,
            get("mode") or _PHYSICAL,
            level.code if level else "",
            level.words if level else "",
            study.code,
            study.words,
            get("programme") or "",
            starts_on,
            ends_on,
            precision,
            starts_on.year if starts_on else None,
        )

    def _unit(self, draft: Draft) -> int | None:
        code = draft.values.get("unit")
        if code is None:
            return None
        if code not in self._units:
            draft.warn("unit_left_out", field="unit", value=code)
        return self._units.get(code)

    def _compare(self, draft: Draft, key: str, row: tuple[Any, ...]) -> None:
        kept = self._kept.get(key)
        if kept is None or kept == row:
            return
        differing = [
            name
            for name, one, other in zip(_COMPARED, kept, row, strict=False)
            if one != other and other not in {None, ""}
        ]
        if differing:
            draft.warn("differs_in_process", reference=key, fields=differing)


# The first values of a row of `STAY_FIELDS`, by the names of the fields they come from.
_COMPARED: Final = (
    *("sending", "receiving", "country_from", "country_to", "unit", "activity", "mode", "level", "level"),
    *("field", "field", "programme", "starts_on", "ends_on"),
)


def _with_stand_ins(result: Result, made: list[int]) -> Result:
    if not made:
        return result
    return Result(result.outcome, result.target, {**(result.before or {}), "stood_in": made})


def _sender(values: Mapping[str, Any]) -> Called:
    """Who sends. What a region says outweighs the country that holds for the whole file."""
    country = values.get("country_from", "")
    regions = values.get("region_from")
    if regions is not None and country not in regions:
        country = next(iter(regions)) if len(regions) == 1 else ""
    return values.get("sending_code"), values.get("sending"), country


def _receiver(values: Mapping[str, Any]) -> Called:
    return values.get("receiving_code"), values.get("receiving"), values.get("country_to", "")


def _dates(values: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None, str]:
    get = values.get
    if "starts_on" in values:
        return get("starts_on"), get("ends_on"), _DAY
    month = get("start_month")
    begun = _first_day(get("start_year"), month)
    ended = get("ends_on") or _last_day(get("end_year"), get("end_month"))
    return begun, ended, _DAY if begun is None else _MONTH if month else _YEAR


@lru_cache(maxsize=4096)
def _first_day(year: int | None, month: int | None) -> dt.date | None:
    return dt.date(year, month or 1, 1) if year else None


@lru_cache(maxsize=4096)
def _last_day(year: int | None, month: int | None) -> dt.date | None:
    if not year:
        return None
    month = month or _DECEMBER
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _fingerprint(values: Mapping[str, Any]) -> str:
    told = "\x1f".join(f"{name}={values[name]}" for name in sorted(values))
    return "~" + blake2b(told.encode(), digest_size=10).hexdigest()
