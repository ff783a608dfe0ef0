"""Lines of agreements: what may be exchanged, how many places, how many were used."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.partners.enums import Activity, LineDirection
from periplus.partners.forms.fields import code_field

FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST_PLACES = 1_000


def _year(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)


class LineForm(forms.Form):
    """One line; the values are those of `LineTerms`. `partners`: the parties of the agreement."""

    partner: Any = forms.ModelChoiceField(
        label=_("Partner"), queryset=None, to_field_name="uuid", empty_label=None
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=LineDirection.choices)
    activity = forms.ChoiceField(label=_("Who moves, for what"), choices=Activity.choices)
    places = forms.IntegerField(label=_("Places a year"), min_value=0, max_value=MOST_PLACES)
    months = forms.DecimalField(
        label=_("Months each"), max_digits=4, decimal_places=1, min_value=0, required=False
    )
    field = code_field(_("Field of study"), "isced_f", _("any"))
    level = code_field(_("Level"), "eqf", _("any"))
    language = code_field(_("Language of teaching"), "language", _("not said"))
    cefr = code_field(_("Level of the language"), "cefr", _("not said"))
    unit_name = forms.CharField(label=_("Their unit"), max_length=200, required=False)
    year_from = _year(
        _("First academic year"), required=False, help_text=_("By the calendar year in which it begins.")
    )
    year_until = _year(_("First academic year no longer"), required=False)

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]

    def clean_direction(self) -> LineDirection:
        return LineDirection(self.cleaned_data["direction"])

    def clean_activity(self) -> Activity:
        return Activity(self.cleaned_data["activity"])


class PlacesForm(forms.Form):
    """How many places a line in force offers, from which academic year on."""

    places = forms.IntegerField(label=_("Places a year"), min_value=0, max_value=MOST_PLACES)
    from_year = _year(_("From the academic year that begins in"))


class UseForm(forms.Form):
    """How many places of a line were used in an academic year."""

    year = _year(_("Academic year that began in"))
    used = forms.IntegerField(label=_("Places used"), min_value=0, max_value=MOST_PLACES)
