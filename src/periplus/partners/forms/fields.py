"""Fields that several forms have."""

from collections.abc import Callable
from typing import Any

from django import forms

from periplus.core.codes import code_list
from periplus.core.days import DayField
from periplus.core.languages import active_language

Choices = list[tuple[str, str]]


def day_field(label: Any, **options: Any) -> DayField:
    """A day, in the form in which browsers give one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, **options)


def code_field(label: Any, key: str, unknown: Any, **options: Any) -> forms.ChoiceField:
    """One entry of a list of codes, offered by name; `unknown` stands for none."""
    return forms.ChoiceField(label=label, choices=_offered(key, unknown), required=False, **options)


def _offered(key: str, unknown: Any) -> Callable[[], Choices]:
    def choices() -> Choices:
        return [("", str(unknown)), *code_list(key).choices(active_language())]

    return choices
