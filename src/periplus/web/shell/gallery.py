"""What the gallery shows: believable, constant, from no database."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.days import DayField
from periplus.core.verdicts import no
from periplus.web.shell import gallery_values, icons

TODAY = dt.date(2026, 3, 4)
SWATCHES = ("page", "card", "accent", "accent-soft", "nav", "good", "warn", "bad", "none")


class SampleForm(forms.Form):
    """Shows every kind of field; nobody receives it."""

    name = forms.CharField(label=gettext_lazy("Name of the agreement"), max_length=80)
    places = forms.IntegerField(
        label=gettext_lazy("Places a year"), help_text=gettext_lazy("Both directions together."), min_value=1
    )
    field_of_study = forms.ChoiceField(label=gettext_lazy("Field"), choices=[])
    ends_on = DayField(label=gettext_lazy("Ends on"), widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), widget=forms.RadioSelect, choices=[])
    remind = forms.BooleanField(label=gettext_lazy("Remind me a month before"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in self._choices().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the types
            field.choices = choices

    @staticmethod
    def _choices() -> dict[str, list[tuple[str, str]]]:
        return {
            "field_of_study": [("", _("Choose a field")), ("0912", _("Medicine"))],
            "direction": [("out", _("Outgoing")), ("in", _("Incoming"))],
        }


def samples() -> dict[str, Any]:
    """Everything the gallery shows."""
    return {
        **gallery_values.numbers(),
        **gallery_values.flows(),
        "goals": gallery_values.goals(),
        "charts": gallery_values.charts(),
        "form": SampleForm({"name": _("Exchange in engineering"), "places": "0", "direction": "out"}),
        "page": Paginator(range(1, 413), 25).page(4),
        "today": TODAY,
        "soon": [TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=4), TODAY + dt.timedelta(days=16)],
        "refusal": no(
            _("Only the vice-rector signs agreements with more than 20 places. Ask for the signature.")
        ),
        "icons": icons.STROKES,
        "swatches": SWATCHES,
    }
