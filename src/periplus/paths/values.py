"""What people and machines fill in, checked against the declared types: a sentence for each mistake."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.days import TOO_FAR, is_usable
from periplus.core.verdicts import Invalid
from periplus.paths.chart import ChartColumn, ChartItem
from periplus.paths.enums import ValueType

MOST_TEXT, MOST_LONG_TEXT, MOST_ROWS, MOST_DIGITS = 300, 20_000, 500, 30
_LENGTH_OF_UUID: Final = len(str(uuid.UUID(int=0)))
EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})


def uuids_in(value: object) -> set[uuid.UUID]:
    """All that a value names, however deep."""
    if isinstance(value, dict | list):
        several = value.values() if isinstance(value, dict) else value
        return {found for each in several for found in uuids_in(each)}
    if isinstance(value, str) and len(value) == _LENGTH_OF_UUID:
        with suppress(ValueError):
            return {uuid.UUID(value)}
    return set()


class WrongValue(Exception):
    """A value that is not of its type; its sentence says what is expected."""


def clean_outputs(items: Iterable[ChartItem], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values in their stored form. Raises `Invalid` with a sentence for each key."""
    expected = {item.key: item for item in items}
    errors: dict[str, str | Promise] = {
        key: _("This step does not produce “%(key)s”.") % {"key": key} for key in given if key not in expected
    }
    cleaned = {}
    for key, item in expected.items():
        try:
            cleaned[key] = clean_value(item, given.get(key))
        except WrongValue as wrong:
            errors[key] = str(wrong)
    if errors:
        raise Invalid(errors)
    return cleaned


def clean_value(item: ChartItem, value: Any) -> Any:
    """One value in its stored form, or None. Raises `WrongValue`."""
    if not _is_storable(value):
        raise WrongValue(_("This has a character that cannot be kept. Type it anew."))
    if isinstance(value, str):
        value = value.strip()
    if value in EMPTY:
        if item.required:
            raise WrongValue(_("This is needed to finish."))
        return None
    if item.type == ValueType.CHOICE:
        return _choice(item, value)
    if item.type == ValueType.TABLE:
        return _table(item, value)
    return _BY_TYPE[item.type](value)


def storable(value: Any) -> Any:
    """The same without the characters that the database cannot keep: NUL, and halves of characters."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    return value


def _is_storable(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_storable, (*value, *value.values())))
    if isinstance(value, list):
        return all(map(_is_storable, value))
    return not isinstance(value, str) or storable(value) == value


def _choice(item: ChartItem, value: Any) -> str:
    if value not in [choice.value for choice in item.choices]:
        raise WrongValue(_("Choose one of the offered values."))
    return str(value)


def _table(item: ChartItem, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise WrongValue(_("A table is a list of rows."))
    if len(value) > MOST_ROWS:
        raise WrongValue(_("A table holds at most %(most)s rows.") % {"most": MOST_ROWS})
    return [_row(item.columns, row, number) for number, row in enumerate(value, start=1)]


def _row(columns: Iterable[ChartColumn], row: Mapping[str, Any], number: int) -> dict[str, Any]:
    cells = {}
    for column in columns:
        try:
            cells[column.key] = clean_value(
                ChartItem(column.key, {}, type=column.type, required=False), row.get(column.key)
            )
        except WrongValue as wrong:
            raise WrongValue(_("Row %(row)s: %(what)s") % {"row": number, "what": wrong}) from wrong
    return cells


def _text_up_to(most: int) -> Callable[[Any], str]:
    def text(value: Any) -> str:
        if not isinstance(value, str | int | float):
            raise WrongValue(_("Write a text."))
        if len(str(value)) > most:
            raise WrongValue(_("Write at most %(most)s letters.") % {"most": most})
        return str(value)

    return text


def _number(value: Any) -> int | float:
    try:
        number = Decimal(str(value).replace(" ", ""))
    except InvalidOperation:
        raise WrongValue(_("Write a number, as in 1250 or 12.5.")) from None
    if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise WrongValue(_("Write a number, as in 1250 or 12.5."))
    return int(number) if number == number.to_integral_value() else float(number)


def _date(value: Any) -> str:
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        raise WrongValue(_("Write a date, as in 2026-03-31.")) from None
    if not is_usable(day):
        raise WrongValue(str(TOO_FAR))
    return day.isoformat()


def _yes_no(value: Any) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in words:
        raise WrongValue(_("Answer yes or no."))
    return words[str(value).lower()]


def _reference(value: Any) -> str:
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise WrongValue(_("Choose one from the list.")) from None


def _list(value: Any) -> list[Any]:
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str | dict | int | float) for line in lines):
        raise WrongValue(_("Write one entry in each line."))
    if len(lines) > MOST_ROWS:
        raise WrongValue(_("A list holds at most %(most)s entries.") % {"most": MOST_ROWS})
    stripped = [line.strip() if isinstance(line, str) else line for line in lines]
    return [line for line in stripped if line not in EMPTY]


_BY_TYPE: Final[Mapping[ValueType, Callable[[Any], Any]]] = {
    ValueType.TEXT: _text_up_to(MOST_TEXT),
    ValueType.LONG_TEXT: _text_up_to(MOST_LONG_TEXT),
    ValueType.NUMBER: _number,
    ValueType.DATE: _date,
    ValueType.YES_NO: _yes_no,
    ValueType.PERSON: _reference,
    ValueType.PARTNER: _reference,
    ValueType.FILE: _reference,
    ValueType.LIST: _list,
}
