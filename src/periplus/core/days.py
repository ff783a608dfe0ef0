"""Days that people and machines hand in: only such that what is reckoned from them exists, too."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2199, 12, 31)
TOO_FAR: Final = _("Choose a day from 1900 to 2199.")


def is_usable(day: dt.date) -> bool:
    """Whether a day lies so near that one can reckon with it."""
    return FIRST_DAY <= day <= LAST_DAY


def usable(day: dt.date) -> dt.date:
    """The day itself. Raises `ValueError` with a sentence when it lies too far away."""
    if not is_usable(day):
        raise ValueError(str(TOO_FAR))
    return day


def read_day(text: str) -> dt.date:
    """A usable day written as in 2026-01-31. Raises `ValueError` for any other text."""
    return usable(dt.date.fromisoformat(text))


def check_day(value: dt.date) -> None:
    """What a form checks of a day, or of an instant."""
    day = value.date() if isinstance(value, dt.datetime) else value
    if not is_usable(day):
        raise ValidationError(TOO_FAR, code="too_far")


class DayField(forms.DateField):
    """A day in a form. The browser is told between which days it lies, too."""

    default_validators = [check_day]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}


class InstantField(forms.DateTimeField):
    """A day and an hour in a form."""

    default_validators = [check_day]
