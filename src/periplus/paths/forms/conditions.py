"""Conditions put together from a value, a comparison and something to compare with, or written out."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.enums import ValueType
from periplus.paths.feel import FeelError, compile_condition, compile_literal
from periplus.people.forms.fields import LongSelect

Choices = Sequence[tuple[str, str | Promise]]
SIGNS = (
    ("=", gettext_lazy("is")),
    ("!=", gettext_lazy("is not")),
    (">", gettext_lazy("is more than")),
    (">=", gettext_lazy("is at least")),
    ("<", gettext_lazy("is less than")),
    ("<=", gettext_lazy("is at most")),
)
TRUE = ("yes", "true", "1")
FALSE = ("no", "false", "0")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_condition(key: str, type_: ValueType, sign: str, against: str) -> str:
    """A condition over one value. Raises `FeelError` when what it is compared with does not fit."""
    literal = literal_for(type_, against)
    compile_literal(literal, ValueType.TEXT if type_ == ValueType.LIST else type_)
    if type_ == ValueType.LIST:  # of a list it is asked whether something is in it
        within = f"{key} in ({literal})"
        return within if sign == "=" else f"not({within})"
    return f"{key} {sign} {literal}"


def literal_for(type_: ValueType, text: str) -> str:
    """What a colleague writes, as a condition wants it: yes is true, a text gets its quotation marks."""
    text = text.strip()
    if type_ == ValueType.YES_NO:
        lower = text.lower()
        words = {**dict.fromkeys((*TRUE, _("yes")), "true"), **dict.fromkeys((*FALSE, _("no")), "false")}
        return words.get(lower, text)
    if type_ == ValueType.NUMBER:
        return text.replace(",", ".") if NUMBER.fullmatch(text) else text
    if type_ == ValueType.DATE:
        return f'date("{text}")' if DAY.fullmatch(text) else text
    bare = text.strip('"').replace("\\", "\\\\").replace('"', '\\"')
    return f'"{bare}"'


class WithCondition(forms.Form):
    """Adds the fields of a condition to a form."""

    def add_condition(self, known: Choices, condition: str) -> None:
        """`known`: values by key; their types stand in the key after a colon: "places:number"."""
        self.fields["value"] = forms.ChoiceField(
            label=_("When this value"),
            required=False,
            choices=[("", _("not chosen")), *known],
            widget=LongSelect(),
        )
        self.fields["sign"] = forms.ChoiceField(label=_("Comparison"), choices=SIGNS, required=False)
        self.fields["against"] = forms.CharField(
            label=_("Compared with"),
            required=False,
            max_length=300,
            help_text=_("As in: yes, 10, 2026-03-31."),
        )
        self.fields["condition"] = forms.CharField(
            label=_("Or write the condition yourself"),
            required=False,
            max_length=2_000,
            help_text=_("As in: places > 10 and outside_eea = true"),
        )
        self.initial["condition"] = condition

    def demand_condition(self) -> None:
        """Call in `clean`."""
        if not self.cleaned_data.get("value") and not self.cleaned_data.get("condition", "").strip():
            self.add_error("value", _("Say when this way is taken."))
            return
        try:
            compile_condition(self.condition())
        except FeelError as error:
            self.add_error("against" if self.cleaned_data.get("value") else "condition", error.sentence)

    def condition(self) -> str:
        """A chosen value goes before what is written."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get("value"):
            return str(cleaned.get("condition", "")).strip()
        key, _colon, type_ = cleaned["value"].partition(":")
        return write_condition(key, ValueType(type_), cleaned.get("sign") or "=", cleaned.get("against", ""))
