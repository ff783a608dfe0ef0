"""What is said when work is left out, sent back, handed over; and when a case is steered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core.days import DayField
from periplus.paths.chart import ChartNode, say
from periplus.paths.forms.fields import ColleagueField, WithColleagues, reason_field
from periplus.people.forms.fields import DayInput, UnitField
from periplus.people.models import Unit


class ReasonForm(forms.Form):
    """Why."""

    reason = reason_field()


class HandOverForm(WithColleagues):
    """To whom, and why."""

    person = ColleagueField(label=_("To whom"))
    reason = reason_field()


class SendBackForm(forms.Form):
    """To which earlier step, and why."""

    target = forms.ChoiceField(label=_("Back to"), widget=forms.RadioSelect)
    reason = reason_field()

    def __init__(self, *args: Any, targets: Iterable[ChartNode], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(node.key, say(node.title) or node.key) for node in targets]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("target", choices[0][0])


class PriorityForm(forms.Form):
    """How urgent a case is."""

    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        choices=(
            (1, _("1: before everything else")),
            (2, _("2: urgent")),
            (3, _("3: as usual")),
            (4, _("4: when there is time")),
            (5, _("5: last")),
        ),
        widget=forms.RadioSelect,
    )


class ParticipantForm(WithColleagues):
    """Who may follow a case."""

    person = ColleagueField(label=_("Who may follow it"))


def title_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the case"), max_length=300, help_text=_("By which colleagues know what it is about.")
    )


def unit_field(units: QuerySet[Unit], *, own: Unit | None) -> UnitField:
    """For which unit; somebody who begins cases for one only need not say it."""
    return UnitField(
        label=_("Unit"),
        queryset=units,
        initial=own,
        required=own is None,
        help_text=_("Its coordinators and teachers do their part."),
    )


def due_field() -> DayField:
    return DayField(label=_("To be finished by"), required=False, widget=DayInput())
