"""Forms of work plans: the plan, a module, a duty in it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.paths.enums import Duty
from periplus.paths.forms.fields import ColleagueField, WithColleagues
from periplus.paths.services.modules import ModuleTerms, Someone
from periplus.paths.services.workplans import PlanTerms
from periplus.people.enums import Role
from periplus.people.forms.fields import LongSelect, UnitField, day_field
from periplus.people.forms.opened import OpenedForm
from periplus.people.models import Person, Unit
from periplus.people.queries.units import list_units

ONE_PER_LINE = _("One in each line.")
OUTSIDE_ROLES = {Role.PARTNER, Role.STUDENT}


class LinesField(forms.CharField):
    """Several short texts, one in each line, as a tuple."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=6000, **more)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        lines = str(super().clean(value)).splitlines()
        return tuple(line.strip() for line in lines if line.strip())


class PlanForm(WithColleagues):
    """What a plan is called, where it belongs, who keeps it."""

    title = forms.CharField(label=_("Name"), max_length=200)
    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none(), required=False, to_field_name="uuid")
    owner = ColleagueField(label=_("Who keeps it"), required=False)
    given = LinesField(
        label=_("What comes from outside"),
        required=False,
        help_text=_("Items that no module has to put out: a grant, a call, rooms. One in each line."),
    )

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, institution=person.institution_id, **more)
        units = list_units(person).filter(institution=person.institution_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def terms(self) -> PlanTerms:
        return PlanTerms(**self.cleaned_data)


class ModuleForm(forms.Form):
    """One module: the row of the functional matrix."""

    title = forms.CharField(
        label=_("Module"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    inputs = LinesField(label=_("What it takes in"), required=False, help_text=ONE_PER_LINE)
    outputs = LinesField(label=_("What it puts out"), required=False, help_text=ONE_PER_LINE)
    evaluation = forms.CharField(
        label=_("How it is evaluated"),
        max_length=300,
        required=False,
        help_text=_("The name of another module, when that one judges it; else in a few words."),
    )
    starts_on = day_field(_("Begins"), required=False)
    due_on = day_field(_("Due"), required=False)
    done_on = day_field(_("Done"), required=False)

    def terms(self) -> ModuleTerms:
        return ModuleTerms(**self.cleaned_data)


class ChangeModuleForm(OpenedForm, ModuleForm):
    """A module that is there already."""


class DutyForm(WithColleagues):
    """Who gets which duty: a colleague, a role or unit, a partner, or somebody outside by name.

    `partners`: institutions that take part, as uuid and name.
    """

    duty = forms.ChoiceField(label=_("Duty"), choices=Duty.choices)
    person = ColleagueField(label=_("Colleague"), required=False)
    other = forms.ChoiceField(label=_("Or a role, unit or partner"), required=False, widget=LongSelect())
    name = forms.CharField(
        label=_("Name of somebody outside"),
        max_length=200,
        required=False,
        help_text=_("At the partner chosen above; without a partner, a third party."),
    )

    def __init__(
        self, *args: Any, units: Iterable[Unit], partners: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.units = {f"unit:{unit.uuid}": unit for unit in units}
        roles = [(f"role:{role.value}", role.label) for role in Role if role not in OUTSIDE_ROLES]
        named_units = [(key, unit.name) for key, unit in self.units.items()]
        at_partners = [(f"partner:{reference}", name) for reference, name in partners]
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", _("not chosen")),
            *((key, _("Role: %(name)s") % {"name": name}) for key, name in roles),
            *((key, _("Partner: %(name)s") % {"name": name}) for key, name in at_partners),
            *((key, _("Unit: %(name)s") % {"name": name}) for key, name in named_units),
        ]

    def duty_chosen(self) -> Duty:
        return Duty(self.cleaned_data["duty"])

    def someone(self) -> Someone:
        kind, _colon, reference = self.cleaned_data["other"].partition(":")
        return Someone(
            person=self.cleaned_data["person"],
            unit=self.units.get(f"unit:{reference}") if kind == "unit" else None,
            role=reference if kind == "role" else "",
            partner=forms.UUIDField().clean(reference) if kind == "partner" else None,
            name=self.cleaned_data["name"],
        )
