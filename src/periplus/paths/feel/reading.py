"""Values of a case as they are compared, and back. What is not of the kind reads as None."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias

from periplus.paths.feel.refusal import MOST_DIGITS
from periplus.paths.feel.tokens import DAY
from periplus.paths.feel.tree import Kind

Number: TypeAlias = int | Decimal
EXACT: Final = Context(prec=34, Emax=6144, Emin=-6143, traps=[])  # decimal128, as DMN has it
DECIMAL: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
MOST_BITS: Final = 128


def as_number(value: Any) -> Number | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value.bit_length() <= MOST_BITS else None
    if isinstance(value, float):
        return _bounded(Decimal(repr(value))) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return _bounded(value) if value.is_finite() else None
    return Decimal(value) if isinstance(value, str) and DECIMAL.fullmatch(value) else None


def _bounded(value: Decimal) -> Decimal | None:
    return value if abs(value.adjusted()) <= 2 * MOST_DIGITS else None


def as_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def as_date(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def as_truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def as_list(value: Any) -> list[Any] | tuple[Any, ...] | None:
    return value if isinstance(value, list | tuple) else None


def as_it_is(value: Any) -> Any:
    """A value whose kind nobody has said: days as text, as they are stored."""
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


READ: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    Kind.NUMBER: as_number,
    Kind.TEXT: as_text,
    Kind.DATE: as_date,
    Kind.TRUTH: as_truth,
    Kind.LIST: as_list,
    Kind.NULL: as_it_is,
    Kind.ANY: as_it_is,
}


def alike(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Two values of unknown kinds made comparable; None when they are not. Missing ones never are."""
    if isinstance(left, bool) and isinstance(right, bool):
        return left, right
    one, other = as_number(left), as_number(right)
    if one is not None and other is not None:
        return one, other
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    return None


def stored(value: Any) -> Any:
    """A value as cases keep it: whole numbers int, others float, days as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return [stored(each) for each in value] if isinstance(value, list | tuple) else value
