"""Numbers of indicators in words: shares in per cent, the right number of digits."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from periplus.core.languages import DEFAULT, format_number
from periplus.loop.measuring import INDEX, SHARE, Unit

HUNDRED = 100


def in_unit(unit: Unit, value: Decimal | None) -> Decimal | None:
    """The number as it is shown: a share between 0 and 1 becomes per cent."""
    if value is None or unit.key != SHARE.key:
        return value
    return value * HUNDRED


def from_unit(unit: Unit, shown: Decimal) -> Decimal:
    """The number as it is kept: the inverse of `in_unit`."""
    return shown / HUNDRED if unit.key == SHARE.key else shown


def number_of(unit: Unit, value: Decimal | None) -> str:
    """The number alone, grouped and cut as the reader's language does."""
    shown = in_unit(unit, value)
    if shown is None:
        return _("no data")
    return format_number(shown, get_language() or DEFAULT, unit.digits)


def figure_of(unit: Unit, value: Decimal | None) -> str:
    """The number with its unit: “54.0 per cent”."""
    if value is None:
        return _("no data")
    if unit.key == INDEX.key:  # its title explains, it does not count
        return number_of(unit, value)
    return f"{number_of(unit, value)} {unit.title}"
