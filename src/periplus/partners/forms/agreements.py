"""Agreements: what they say, and the words that go with their steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.partners.enums import AgreementKind
from periplus.partners.forms.fields import day_field

LONGEST_NOTICE = 60


class TermsForm(forms.Form):
    """What an agreement says as a whole. `coordinators`: who may answer for it."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    programme = forms.CharField(
        label=_("Programme"), max_length=120, required=False, help_text=_("For instance: Erasmus+.")
    )
    valid_from = day_field(_("Holds from"), required=False)
    valid_until = day_field(
        _("Holds until before"), required=False, help_text=_("The first day on which it no longer holds.")
    )
    notice_months = forms.IntegerField(
        label=_("Notice period in months"), min_value=0, max_value=LONGEST_NOTICE, initial=12
    )
    renews_by_itself = forms.BooleanField(
        label=_("Goes on for a year each time, unless somebody gives notice"), required=False
    )
    coordinator: Any = forms.ModelChoiceField(
        label=_("Coordinator"),
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label=_("nobody yet"),
        help_text=_("Who answers for it here."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea,
        help_text=_("For colleagues. Partner guests do not see it."),
    )

    def __init__(self, *args: Any, coordinators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators  # type: ignore[attr-defined]

    def clean_kind(self) -> AgreementKind:
        return AgreementKind(self.cleaned_data["kind"])


class DraftForm(TermsForm):
    """A new agreement: its terms, its number and for which unit. With whom is chosen before."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=60,
        required=False,
        help_text=_("Leave it empty to get the next number of this year."),
    )
    unit: Any = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        required=False,
        to_field_name="uuid",
        empty_label=_("whole university"),
    )
    field_order = ("title", "kind", "reference", "unit", "coordinator")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class RenewForm(forms.Form):
    """How long the successor is to hold."""

    valid_until = day_field(_("The new agreement holds until before"))


class SignatureForm(forms.Form):
    """Which partner has signed, on which day."""

    partner: Any = forms.ModelChoiceField(label=_("Partner"), queryset=None, to_field_name="uuid")
    signed_on = day_field(_("Signed on"))

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
