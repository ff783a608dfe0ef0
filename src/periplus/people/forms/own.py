"""Forms in which everybody says how they like it."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from periplus.core.languages import LANGUAGES
from periplus.people.enums import Digest, Theme, TokenUse
from periplus.people.forms.fields import LongSelect, day_field, zones


class PreferencesForm(forms.Form):
    """How somebody likes to read and to be written to."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lazy(zones, list), required=False, widget=LongSelect
    )
    theme = forms.ChoiceField(label=_("Light or dark"), choices=Theme.choices)
    digest = forms.ChoiceField(
        label=_("Letters about what happened"),
        choices=Digest.choices,
        help_text=_("In the morning of your time zone, and only when there is something new."),
    )

    def clean_theme(self) -> Theme:
        return Theme(self.cleaned_data["theme"])

    def clean_digest(self) -> Digest:
        return Digest(self.cleaned_data["digest"])


class TokenForm(forms.Form):
    """A key for a machine."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    use = forms.ChoiceField(label=_("May"), choices=TokenUse.choices)
    expires_on = day_field(_("Good until before"))

    def clean_use(self) -> TokenUse:
        return TokenUse(self.cleaned_data["use"])
