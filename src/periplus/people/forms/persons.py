"""Forms about people: they only check what was written; services do the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.core.languages import LANGUAGES
from periplus.people.enums import AffiliationKind, Role
from periplus.people.forms.fields import UnitField, WithUnits, day_field
from periplus.people.models import Institution, Unit


class PersonForm(forms.Form):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), required=False
    )
    language = forms.ChoiceField(label=_("Language of the first letter"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions().queryset = Institution.objects.order_by("name")

    def institutions(self) -> "forms.ModelChoiceField[Institution]":
        field: forms.ModelChoiceField[Institution] = self.fields["institution"]  # type: ignore[assignment]
        return field


class CorrectionForm(forms.Form):
    """A name, and an address where one may change it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class RoleForm(WithUnits):
    """Which role somebody gets, where, and how long."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("A unit coordinator needs one; the role then holds for it and the units below."),
    )
    partner = forms.CharField(
        label=_("Partner institution"),
        required=False,
        help_text=_("Only for partner guests: the name as it stands in the register."),
    )
    valid_from = day_field(_("From"))
    valid_until = day_field(_("Until before"), required=False, help_text=_("Leave empty for no end."))
    field_order = ["role", "unit", "partner", "valid_from", "valid_until"]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class AffiliationForm(WithUnits):
    """Where somebody belongs."""

    kind = forms.ChoiceField(label=_("As"), choices=AffiliationKind.choices)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    valid_from = day_field(_("From"))
    valid_until = day_field(_("Until before"), required=False, help_text=_("Leave empty for no end."))

    def clean_kind(self) -> AffiliationKind:
        return AffiliationKind(self.cleaned_data["kind"])


class EndForm(forms.Form):
    """When something ends."""

    valid_until = day_field(_("From this day on it no longer holds"))


class LeavingForm(forms.Form):
    """When somebody leaves."""

    left_on = day_field(_("First day without the person"))
