"""Forms of deviations, bodies, agendas and reviews. They validate only; services decide."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.core.days import DayField, InstantField
from periplus.loop.enums import DiscussionRule, ItemKind, Severity
from periplus.loop.models import Body, EntryPoint, Goal
from periplus.loop.policies import visible_goals
from periplus.loop.services.agenda import Proposal
from periplus.loop.services.arranging import HIGHEST, LOWEST
from periplus.loop.services.bodies import BodyTerms, EntryTerms
from periplus.loop.steering.goals import STAFF
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from periplus.people.queries.persons import list_living_persons
from periplus.people.standing import in_force


def day_field(label: Any, **options: Any) -> DayField:
    return DayField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def staff_of(institution: Institution, *, on: dt.date) -> Any:
    """Those who can sit in a body or answer for something."""
    posts = list_living_persons(on=on).filter(
        in_force(on, "role_assignments__"), institution=institution, role_assignments__role__in=STAFF
    )
    return posts.distinct()


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class WaiveForm(ReasonForm):
    """Until when a deviation rests, and why."""

    until = day_field(_("Rests until"), help_text=_("On this day it stands on the agenda again."))
    field_order = ("until", "reason")


class CauseForm(forms.Form):
    """Why it came about, in words."""

    note = forms.CharField(
        label=_("Why it came about"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class OwnerForm(forms.Form):
    """Who looks after a deviation."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none())

    def __init__(self, *args: Any, institution: Institution, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = staff_of(institution, on=on)  # type: ignore[attr-defined]


class BringForm(forms.Form):
    """A matter of its own for an agenda."""

    title = forms.CharField(label=_("What is it about"), max_length=250)
    text = forms.CharField(
        label=_("What the body should know"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    goal = forms.ModelChoiceField(
        label=_("Goal it serves"), queryset=Goal.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = visible_goals(person).order_by("reference")  # type: ignore[attr-defined]

    @property
    def proposal(self) -> Proposal:
        return Proposal(**self.cleaned_data)


class MeetingForm(forms.Form):
    """When and where a body meets."""

    held_at = InstantField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)


class BodyForm(forms.Form):
    """A governing body."""

    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Unit.objects.none(),
        help_text=_("Deviations of this unit and those below come here, unless a nearer body takes them."),
    )
    chair = forms.ModelChoiceField(label=_("Chair"), queryset=Person.objects.none(), required=False)
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rhythm_days = forms.IntegerField(label=_("Meets every … days"), min_value=1, initial=90)

    def __init__(self, *args: Any, institution: Institution, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = staff_of(institution, on=on)
        units = Unit.objects.filter(institution=institution).order_by("path")
        for name, queryset in (("unit", units), ("chair", people), ("members", people)):
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    @property
    def terms(self) -> BodyTerms:
        return BodyTerms(**self.cleaned_data)

    @staticmethod
    def initial_of(body: Body) -> dict[str, Any]:
        return {
            "name": body.name,
            "unit": body.unit_id,
            "chair": body.chair_id,
            "members": list(body.members.values_list("pk", flat=True)),
            "rhythm_days": body.rhythm_days,
        }


class EntryForm(forms.Form):
    """One way onto the agenda of a body."""

    by_rule = forms.BooleanField(label=_("Enters by itself"), required=False)
    from_severity = forms.TypedChoiceField(
        label=_("From severity"), choices=Severity.choices, coerce=int, initial=Severity.NOTICE
    )
    roles = forms.MultipleChoiceField(
        label=_("May be brought by"),
        choices=[(role.value, role.label) for role in STAFF],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priority = forms.IntegerField(
        label=_("Priority"), min_value=HIGHEST, max_value=LOWEST, initial=3, help_text=_("1 comes first.")
    )
    discussion = forms.ChoiceField(label=_("How it is treated"), choices=DiscussionRule.choices)
    deadline_days = forms.IntegerField(label=_("To be treated within … days"), min_value=1, initial=60)

    def __init__(self, *args: Any, kind: ItemKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != ItemKind.DEVIATION:
            del self.fields["by_rule"], self.fields["from_severity"]
        if kind in {ItemKind.EFFECT_CHECK, ItemKind.EVALUATION}:
            del self.fields["roles"]
        if kind in {ItemKind.DEVIATION, ItemKind.EFFECT_CHECK}:
            rules = [choice for choice in DiscussionRule.choices if choice[0] != DiscussionRule.INFORMATION]
            self.fields["discussion"].choices = rules  # type: ignore[attr-defined]

    @property
    def terms(self) -> EntryTerms:
        return EntryTerms(**self.cleaned_data)

    @staticmethod
    def initial_of(entry: EntryPoint | None) -> dict[str, Any]:
        names = ("by_rule", "from_severity", "roles", "priority", "discussion", "deadline_days")
        if entry is None:
            return {
                "by_rule": True,
                "discussion": DiscussionRule.DISCUSSION,
                "roles": [Role.VICE_RECTOR.value, Role.OFFICE.value],
            }
        return {name: getattr(entry, name) for name in names}
