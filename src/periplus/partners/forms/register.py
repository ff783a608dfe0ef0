"""Institutions: entering and correcting them, their identifiers, their contacts, their watch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.partners.enums import Scheme, Watch
from periplus.partners.forms.fields import code_field, day_field


class PartnerForm(forms.Form):
    """An institution of the register; the values are those of `PartnerDetails`."""

    name = forms.CharField(label=_("Name"), max_length=300, help_text=_("As the institution calls itself."))
    country = code_field(_("Country"), "country", _("not known"))
    city = forms.CharField(label=_("City"), max_length=160, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https", widget=forms.TextInput
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea,
        help_text=_("For colleagues. Partner guests and students do not see it."),
    )


class IdentifierForm(forms.Form):
    """What another register calls an institution."""

    scheme = forms.ChoiceField(label=_("Register"), choices=Scheme.choices)
    value = forms.CharField(label=_("Identifier"), max_length=120)

    def clean_scheme(self) -> Scheme:
        return Scheme(self.cleaned_data["scheme"])


class ContactForm(forms.Form):
    """A person at a partner; the values are those of `ContactDetails`."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.CharField(
        label=_("To be asked about"), max_length=120, help_text=_("For instance: incoming students.")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    unit_name = forms.CharField(label=_("Their unit"), max_length=200, required=False)


class WatchForm(forms.Form):
    """What is to become of a partnership, and until when that is to be done."""

    watch = forms.ChoiceField(label=_("What is to become of it"), choices=Watch.choices)
    until = day_field(_("Until"), required=False, help_text=_("The day by which that is to be done."))

    def clean_watch(self) -> Watch:
        return Watch(self.cleaned_data["watch"])

    def clean(self) -> dict[str, Any]:
        """Without a watch there is no day, whatever stands in the field."""
        values = super().clean() or {}
        if values.get("watch") == Watch.NONE:
            values["until"] = None
        return values
