"""Forms of plans, goals and targets."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import Dimension, GoalState, PeriodKind
from periplus.loop.figures import from_unit, in_unit
from periplus.loop.measuring import find_measure, list_measures
from periplus.loop.models import Goal, Plan, Target
from periplus.people.forms import UnitField, day_field
from periplus.people.models import Person, Unit
from periplus.people.policies import visible_units
from periplus.people.queries.persons import list_living_persons


def staff_of(plan: Plan, *, on: dt.date) -> QuerySet[Person]:
    """Who may answer for a goal: those who are here and work for the institution."""
    return list_living_persons(on=on).filter(institution=plan.institution)


class PlanForm(forms.Form):
    """A plan: its name and its years."""

    title = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(
        label=_("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))


class GoalForm(forms.Form):
    """What a goal says and demands."""

    title = forms.CharField(
        label=_("What is to be reached"), max_length=250, help_text=_("One sentence that one can check.")
    )
    description = forms.CharField(
        label=_("Why, and how it is meant"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reference = forms.CharField(
        label=_("Short name"),
        max_length=12,
        required=False,
        help_text=_("Leave it empty for the next number."),
    )
    parent = forms.ModelChoiceField(
        label=_("Stands under"), queryset=Goal.objects.none(), required=False, empty_label=_("No other goal")
    )
    dimension = forms.ChoiceField(label=_("Dimension"), choices=Dimension.choices)
    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none())
    accountable = forms.ModelChoiceField(
        label=_("Who answers for it"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
    )
    capability = forms.CharField(
        label=_("What the university has to be able to do for it"), max_length=250, required=False
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=1,
        max_value=5,
        initial=3,
        help_text=_("1 is the highest, 5 the lowest."),
    )
    rhythm_days = forms.IntegerField(
        label=_("Days it may lie still"),
        min_value=1,
        max_value=2000,
        initial=180,
        help_text=_("When nobody works on it for longer, a signal is raised."),
    )

    def __init__(
        self, *args: Any, person: Person, plan: Plan, goal: Goal | None = None, on: dt.date, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        fields: dict[str, Any] = self.fields
        others = plan.goals.order_by("position", "id")
        fields["parent"].queryset = others.exclude(pk=goal.pk) if goal else others
        fields["unit"].queryset = visible_units(person).filter(institution=plan.institution).order_by("path")
        for name in ("accountable", "deputy"):
            fields[name].queryset = staff_of(plan, on=on)


class HandOverForm(forms.Form):
    """Who answers for a goal from now on."""

    accountable = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Person.objects.none())
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
    )
    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, goal: Goal, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("accountable", "deputy"):
            fields[name].queryset = staff_of(goal.plan, on=on)


class NoteForm(forms.Form):
    """What was done for a goal."""

    text = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))


class SettleForm(ReasonForm):
    """That a goal is reached, given up, or taken up again."""

    state = forms.ChoiceField(label=_("State"), choices=GoalState.choices)
    field_order = ("state", "reason")


class TargetForm(forms.Form):
    """A value that an indicator is to reach. Shares are written in per cent."""

    measure = forms.ChoiceField(label=_("Indicator"))
    period_kind = forms.ChoiceField(label=_("Read over"), choices=PeriodKind.choices)
    baseline = forms.DecimalField(label=_("Baseline"), required=False, decimal_places=6, max_digits=16)
    baseline_on = day_field(_("Baseline as of"), required=False)
    value = forms.DecimalField(label=_("Value to reach"), decimal_places=6, max_digits=16)
    due_on = day_field(_("Due"))
    tolerance = forms.DecimalField(
        label=_("Tolerance"),
        decimal_places=6,
        max_digits=16,
        help_text=_(
            "How far behind is still near enough: up to this, the goal is drifting; beyond, off course."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = [(m.key, f"{m.code} {m.title} ({m.unit.title})") for m in list_measures()]

    def clean(self) -> dict[str, Any]:
        """Numbers as they are measured."""
        values: dict[str, Any] = super().clean() or {}
        measure = find_measure(values.get("measure", ""))
        for name in ("baseline", "value", "tolerance"):
            if measure and values.get(name) is not None:
                values[name] = from_unit(measure.unit, values[name])
        return values


def initial_of_target(target: Target) -> dict[str, Any]:
    """A target as the form shows it."""
    measure = find_measure(target.measure)
    shown = {
        name: in_unit(measure.unit, getattr(target, name)) if measure else getattr(target, name)
        for name in ("baseline", "value", "tolerance")
    }
    plain = {name: None if number is None else number.normalize() + 0 for name, number in shown.items()}
    kept = ("measure", "period_kind", "baseline_on", "due_on")
    return {name: getattr(target, name) for name in kept} | plain
