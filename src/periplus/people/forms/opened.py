"""A form about something that colleagues change, too: nobody overwrites what they have not seen."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from periplus.core.languages import active_language, format_date

SHOWN = 300  # of a long text, so much is quoted


class OpenedForm(forms.Form):
    """`initial` is the thing as it is now; a hidden field `opened` says what it was when the form was read.

    Put `<input type="hidden" name="opened" value="{{ form.now }}">` beside it. If both differ, the form comes
    back with what was typed and what a colleague wrote meanwhile; sent again, it counts.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = _print_of(self.initial)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get("opened", self.now) != self.now:
            self.add_error(
                None,
                _("A colleague has changed this meanwhile. What you wrote is here. Look, then save again."),
            )
            for name in [name for name in self.fields if self._differs(name)]:
                self.add_error(name, _("It says now: %(value)s") % {"value": self._said(name)})
        return values

    def _differs(self, name: str) -> bool:
        kept = self.fields[name].prepare_value(self.initial.get(name))
        typed = str(self[name].data or "").replace("\r\n", "\n").strip()
        return name in self.initial and typed != str("" if kept is None else kept)

    def _said(self, name: str) -> str:
        value, field = self.initial[name], self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices).get(value, value)  # type: ignore[arg-type]
        if isinstance(value, dt.date):
            return format_date(value, active_language())
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
        return text[:SHOWN] or _("nothing")


def _print_of(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, default=_plain, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else str(value)
