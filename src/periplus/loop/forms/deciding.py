"""Forms of decisions and effects. They validate only; services decide."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.loop.changes import field_for
from periplus.loop.figures import from_unit, in_unit
from periplus.loop.forms.reviewing import day_field
from periplus.loop.levering import Input
from periplus.loop.measuring import find_measure, list_measures
from periplus.loop.models import Decision
from periplus.loop.queries.effects import Suggestion
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.services.effects import Hope

INPUT = "in-"  # how the inputs of a lever are called in forms and addresses


class DecisionForm(forms.Form):
    """What is decided, and why."""

    title = forms.CharField(label=_("What is decided"), max_length=250)
    reasons = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever checks the effect will read it."),
    )


class ChangeDecisionForm(DecisionForm):
    """The words of a draft, or that it changes nothing until a date."""

    waive_until = day_field(
        _("Changes nothing until"),
        required=False,
        help_text=_("Only when no lever is pulled: the deviation rests until this day."),
    )

    @staticmethod
    def initial_of(decision: Decision) -> dict[str, Any]:
        return {
            "title": decision.title,
            "reasons": decision.reasons,
            "waive_until": decision.waive_until,
        }


class PullForm(forms.Form):
    """What is filled in when a lever is pulled: its own inputs, each as “in-…”, and the date."""

    def __init__(self, *args: Any, inputs: Sequence[Input], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in inputs:
            self.fields[f"{INPUT}{asked.name}"] = field_for(asked)
        self.fields["effective_on"] = day_field(_("Takes effect on"))

    def explain(self, errors: Mapping[str, object]) -> None:
        """Put the sentences of the lever beside the fields they are about."""
        for name, sentence in errors.items():
            field = name if name in self.fields else f"{INPUT}{name}"
            self.add_error(field if field in self.fields else None, str(sentence))


class HopeForm(forms.Form):
    """How it will be seen whether a decision has helped."""

    measure = forms.ChoiceField(label=_("Indicator"), choices=())
    scope = forms.ChoiceField(label=_("Of"), choices=())
    before_period = forms.CharField(label=_("Compare"), help_text=_("The last period before the change."))
    after_period = forms.CharField(
        label=_("With"), help_text=_("A whole period that begins after the change took effect.")
    )
    hoped_value = forms.DecimalField(label=_("Hoped for"), required=False)
    tolerance = forms.DecimalField(
        label=_("Counts as no movement"),
        required=False,
        min_value=0,
        help_text=_("Smaller changes are noise."),
    )
    check_on = day_field(_("Checked on"))

    def __init__(
        self, *args: Any, suggestion: Suggestion, scopes: list[tuple[Scope, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial_of(suggestion))
        super().__init__(*args, **kwargs)
        measures = [(measure.key, f"{measure.title} ({measure.unit.title})") for measure in list_measures()]
        self.fields["measure"].choices = measures  # type: ignore[attr-defined]
        self.fields["scope"].choices = [(scope.key, title) for scope, title in scopes]  # type: ignore[attr-defined]

    @property
    def hope(self) -> Hope:
        values = self.cleaned_data
        measure = find_measure(values["measure"])
        kept = {
            name: from_unit(measure.unit, values[name]) if measure and values[name] is not None else None
            for name in ("hoped_value", "tolerance")
        }
        return Hope(
            measure=values["measure"],
            scope=scope_from(json.loads(values["scope"])),
            before_period=values["before_period"].strip(),
            after_period=values["after_period"].strip(),
            check_on=values["check_on"],
            **kept,
        )


class NoteForm(forms.Form):
    """What is to be remembered about something."""

    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


def _initial_of(suggestion: Suggestion) -> dict[str, Any]:
    measure = find_measure(suggestion.measure)

    def shown(value: Decimal | None) -> str:
        told = in_unit(measure.unit, value) if measure else value
        return "" if told is None else format(told.normalize(), "f")

    return {
        "measure": suggestion.measure,
        "scope": suggestion.scope.key,
        "before_period": suggestion.before.key,
        "after_period": suggestion.after.key,
        "hoped_value": shown(suggestion.hoped_value),
        "tolerance": shown(suggestion.tolerance),
        "check_on": suggestion.check_on,
    }
