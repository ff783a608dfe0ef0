"""Forms about people: they only check what was written; services do the rest."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from periplus.core.codes import code_list
from periplus.core.languages import LANGUAGES, active_language
from periplus.people.enums import AffiliationKind, Digest, Role, Theme, TokenUse, UnitKind
from periplus.people.models import Institution, Person, Unit
from periplus.people.policies import visible_units


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants the day written as ISO 8601."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit, shown with its place in the tree."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{'– ' * (obj.path.count('/') - 2)}{obj.name}"


def _zones() -> list[tuple[str, Any]]:
    names = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("", _("That of my institution")), *((name, name.replace("_", " ")) for name in names)]


def _countries() -> list[tuple[str, str]]:
    return code_list("country").choices(active_language())


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


class _WithUnits(forms.Form):
    """Offers the units that the person who fills it in may see."""

    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: UnitField = self.fields["unit"]  # type: ignore[assignment]
        field.queryset = _open_units(person)


class RoleForm(_WithUnits):
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


class AffiliationForm(_WithUnits):
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
    country = forms.ChoiceField(label=_("Country"), choices=lazy(_countries, list))
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lazy(lambda: _zones()[1:], list))
    year_starts_month = forms.IntegerField(
        label=_("Month in which the academic year begins"), min_value=1, max_value=12, initial=9
    )


class PreferencesForm(forms.Form):
    """How somebody likes to read and to be written to."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lazy(_zones, list), required=False)
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


def _open_units(person: Person) -> QuerySet[Unit]:
    return visible_units(person).filter(valid_until__isnull=True).order_by("institution_id", "path")
