"""What people fill in about stays. Forms read and check; services change."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.mobility.enums import StayMode
from periplus.partners.enums import Activity, LineDirection
from periplus.partners.forms.fields import code_field, day_field
from periplus.partners.models import AgreementLine
from periplus.people.models import Person


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A line, named with its agreement."""

    def label_from_instance(self, obj: Any) -> str:
        line: AgreementLine = obj
        return f"{line.agreement.reference}: {line}"


class StayForm(forms.Form):
    """A stay with one partner. `lines`: what is agreed with it; `persons`: whom the recorder may see."""

    direction = forms.ChoiceField(label=_("Direction"), choices=LineDirection.choices)
    activity = forms.ChoiceField(label=_("For what"), choices=Activity.choices)
    starts_on = day_field(_("Starts on"))
    ends_on = day_field(_("Ends on"), required=False, help_text=_("The last day. Empty while it is open."))
    mode = forms.ChoiceField(label=_("How"), choices=StayMode.choices)
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        required=False,
        help_text=_("Of somebody known here, who then sees the stay. Empty if nobody here is meant."),
    )
    unit: Any = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label=_("whole university"),
    )
    level = code_field(_("Level"), "eqf", _("not said"))
    field = code_field(_("Field of study"), "isced_f", _("not said"))
    programme = forms.CharField(
        label=_("Programme"), max_length=200, required=False, help_text=_("For instance: Erasmus+.")
    )
    line: Any = LineField(
        label=_("Under which agreement"),
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label=_("none"),
    )
    amount = forms.DecimalField(
        label=_("Money for it"), min_value=Decimal(0), decimal_places=2, required=False
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, as in EUR.")
    )

    def __init__(self, *args: Any, units: Any, lines: Any, persons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.persons = persons

    def clean_direction(self) -> LineDirection:
        return LineDirection(self.cleaned_data["direction"])

    def clean_activity(self) -> Activity:
        return Activity(self.cleaned_data["activity"])

    def clean_mode(self) -> StayMode:
        return StayMode(self.cleaned_data["mode"])

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"].upper()
        if currency and not (len(currency) == 3 and currency.isalpha()):  # noqa: PLR2004 -- ISO 4217
            raise forms.ValidationError(_("A currency has three letters, as in EUR."))
        return currency

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("amount") and not values.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        if values.get("email"):
            values["person"] = self._person(values["email"])
        return values

    def _person(self, email: str) -> Person | None:
        found: Person | None = self.persons.filter(email__iexact=email).first()
        if found is None:
            self.add_error("email", _("Nobody here whom you may see has this address."))
        return found


class DatesForm(forms.Form):
    """When a stay really begins and ends."""

    starts_on = day_field(_("Starts on"))
    ends_on = day_field(_("Ends on"), required=False, help_text=_("The last day. Empty while it is open."))
