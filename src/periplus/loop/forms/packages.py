"""Forms of task packages. They validate only; services decide."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.loop.enums import Binding, PackageState
from periplus.loop.forms.planning import ReasonForm, staff_of
from periplus.loop.models import Goal, TaskPackage
from periplus.paths.chart import say
from periplus.paths.models import Procedure
from periplus.paths.queries.naming import list_enacted, list_human_nodes
from periplus.people.forms import UnitField, day_field
from periplus.people.forms.opened import OpenedForm
from periplus.people.models import Person, Unit
from periplus.people.policies import visible_units

AT = "/"  # between the key of a procedure and that of a step
MOST_CASES = 100_000


class LinesField(forms.CharField):
    """One thing in each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class PackageForm(forms.Form):
    """What is to be done for a goal, in which procedure, by whom, until when."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=250)
    binding = forms.ChoiceField(label=gettext_lazy("How it is done"), choices=Binding.choices)
    node = forms.ChoiceField(
        label=gettext_lazy("Step"),
        required=False,
        help_text=gettext_lazy("For work that runs anyway: the step that counts."),
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Procedure"),
        required=False,
        help_text=gettext_lazy("For cases to be started: the procedure they run by."),
    )
    expected = forms.IntegerField(
        label=gettext_lazy("How many"),
        required=False,
        min_value=1,
        max_value=MOST_CASES,
        help_text=gettext_lazy("Cases, or times the step is done, that make it complete."),
    )
    accountable = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it"), queryset=Person.objects.none()
    )
    unit = UnitField(label=gettext_lazy("Unit"), queryset=Unit.objects.none())
    due_on = day_field(gettext_lazy("Due"))
    share = forms.IntegerField(
        label=gettext_lazy("Share of the goal, per cent"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=gettext_lazy("All task packages of a goal are 100 per cent at most."),
    )
    inputs = LinesField(
        label=gettext_lazy("What it needs"), required=False, help_text=gettext_lazy("One in each line.")
    )
    outputs = LinesField(
        label=gettext_lazy("What comes out"), required=False, help_text=gettext_lazy("One in each line.")
    )
    evaluation = forms.CharField(
        label=gettext_lazy("How it is evaluated"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, person: Person, goal: Goal, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        institution = goal.plan.institution
        self.procedures = {each.key: each for each in list_enacted(institution)}
        fields["procedure"].choices = [("", _("None")), *((k, str(p)) for k, p in self.procedures.items())]
        fields["node"].choices = [("", _("None")), *_steps(self.procedures.values())]
        fields["accountable"].queryset = staff_of(goal.plan, on=on)
        fields["unit"].queryset = visible_units(person).filter(institution=institution).order_by("path")

    def clean(self) -> dict[str, Any]:
        """The procedure itself, and the key of the step alone."""
        values: dict[str, Any] = super().clean() or {}
        key, _at, node = (values.get("node") or "").partition(AT)
        bound = values.get("binding") == Binding.NODE
        chosen = key if bound else values.get("procedure") or ""
        values |= {"procedure": self.procedures.get(chosen), "node": node if bound else ""}
        return values


class ChangePackageForm(OpenedForm, PackageForm):
    """A task package that is there already."""


def initial_of_package(package: TaskPackage) -> dict[str, Any]:
    """A package as the form shows it."""
    plain = ("title", "binding", "expected", "accountable", "unit", "due_on", "share", "evaluation")
    key = package.procedure.key if package.procedure else ""
    return {name: getattr(package, name) for name in (*plain, "inputs", "outputs")} | {
        "procedure": key if package.binding == Binding.CASES else "",
        "node": f"{key}{AT}{package.node}" if package.binding == Binding.NODE else "",
    }


class PackageHandOverForm(forms.Form):
    """Who answers for a package from now on."""

    accountable = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it"), queryset=Person.objects.none()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, goal: Goal, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accountable"].queryset = staff_of(goal.plan, on=on)  # type: ignore[attr-defined]


class PackageSettleForm(ReasonForm):
    """That a package is done or dropped, or taken up again."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=PackageState.choices)
    field_order = ("state", "reason")


def _steps(procedures: Iterable[Procedure]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The steps that people do, by procedure."""
    return [
        (
            str(procedure),
            [
                (f"{procedure.key}{AT}{node.key}", say(node.title) or node.key)
                for node in list_human_nodes(procedure)
            ],
        )
        for procedure in procedures
    ]
