"""What is entered to bring an event log in, and to narrow facts to a period."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.core.days import DayField
from periplus.people.forms.fields import DayInput

_CONTROL = {"class": "control"}


class LogForm(forms.Form):
    """An event log of another system."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs=_CONTROL),
        help_text=_("By which colleagues know it: which system, which years."),
    )
    file = forms.FileField(
        label=_("Event log"),
        help_text=_("XES (.xes or .xes.gz) or OCEL 2.0 (.json)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xes,.gz,.json", **_CONTROL}),
    )
    case_type = forms.CharField(
        label=_("What is a case?"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=_CONTROL),
        help_text=_("OCEL only: the type of object. Empty: the one that most events are about."),
    )


class PeriodForm(forms.Form):
    """Cases started between two days; both may stay empty."""

    since = DayField(label=_("Started from"), required=False, widget=DayInput(attrs=_CONTROL))
    until = DayField(label=_("Started until"), required=False, widget=DayInput(attrs=_CONTROL))

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return self.cleaned_data
