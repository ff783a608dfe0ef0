"""What is filled in when a lever is pulled: from a form or a machine to the JSON that levers read.

Text, choices, people and subjects stay text; whole numbers become numbers; decimals become text that
`Decimal` reads; dates become ISO text; what is optional and empty is left out.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from periplus.core.days import DayField
from periplus.core.verdicts import Invalid
from periplus.loop.levering import Change, Input

DECIMAL_PLACES: Final = 6
DIGITS: Final = 18


def field_for(asked: Input) -> forms.Field:
    """The form field of one input."""
    common: dict[str, Any] = {"label": asked.label, "required": asked.required, "help_text": asked.hint}
    if asked.choices or asked.kind == "choice":
        options = [(choice.value, choice.title) for choice in asked.choices]
        return forms.ChoiceField(choices=[("", "—"), *options], **common)
    match asked.kind:
        case "whole":
            return forms.IntegerField(**common)
        case "decimal":
            return forms.DecimalField(max_digits=DIGITS, decimal_places=DECIMAL_PLACES, **common)
        case "date":
            return DayField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
        case "person" | "subject":
            return forms.UUIDField(**common)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)


def clean_change(inputs: Iterable[Input], raw: Mapping[str, Any]) -> Change:
    """The change as JSON. Raises `Invalid` with a sentence for each input that cannot be used."""
    change: dict[str, Any] = {}
    errors: dict[str, str | Promise] = {}
    for asked in inputs:
        try:
            value = field_for(asked).clean(raw.get(asked.name))
        except ValidationError as error:
            errors[asked.name] = " ".join(error.messages)
        else:
            if value is not None and value != "":
                change[asked.name] = _as_json(value)
    if errors:
        raise Invalid(errors)
    return change


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)
