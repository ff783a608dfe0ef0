"""Forms about institutions and units."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from periplus.people.enums import UnitKind
from periplus.people.forms.fields import LongSelect, UnitField, countries, zones
from periplus.people.models import Unit


class UnitForm(forms.Form):
    """What a unit is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("Short and unique, as in your other systems.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)

    def clean_kind(self) -> UnitKind:
        return UnitKind(self.cleaned_data["kind"])


class MoveForm(forms.Form):
    """Below which unit a unit is to hang."""

    parent = UnitField(label=_("New place: below"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: UnitField = self.fields["parent"]  # type: ignore[assignment]
        places = Unit.objects.filter(institution=unit.institution_id, valid_until__isnull=True)
        field.queryset = places.exclude(path__startswith=unit.path).order_by("path")


class InstitutionForm(forms.Form):
    """A university to be served."""

    name = forms.CharField(label=_("Name"), max_length=250)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    country = forms.ChoiceField(label=_("Country"), choices=lazy(countries, list), widget=LongSelect)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lazy(lambda: zones()[1:], list), widget=LongSelect
    )
    year_starts_month = forms.IntegerField(
        label=_("Month in which the academic year begins"), min_value=1, max_value=12, initial=9
    )
