"""Forms of signals and signal rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import PeriodKind, RuleKind, Severity
from periplus.loop.measuring import list_measures
from periplus.loop.models import Deviation, Goal, Signal, SignalRule
from periplus.loop.parameters import SIDES, TITLES, names_of
from periplus.loop.queries.signals import list_open_deviations_like, list_rule_goals
from periplus.loop.terms import ABOVE, BELOW, BOTH, WORSE, XMR
from periplus.people.forms import day_field
from periplus.people.models import Institution, Person


class ReportForm(forms.Form):
    """Something a person noticed."""

    text = forms.CharField(label=_("What did you notice?"), widget=forms.Textarea(attrs={"rows": 4}))
    goal = forms.ModelChoiceField(
        label=_("Which goal does it touch?"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    severity = forms.TypedChoiceField(label=_("How serious is it?"), choices=Severity.choices, coerce=int)

    def __init__(self, *args: Any, person: Person, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["goal"].queryset = list_rule_goals(person, institution)


class JoinForm(forms.Form):
    """The deviation that a signal is to join."""

    deviation = forms.ModelChoiceField(label=_("Deviation"), queryset=Deviation.objects.none())

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        listed = [deviation.pk for deviation in list_open_deviations_like(signal)]
        fields["deviation"].queryset = Deviation.objects.filter(pk__in=listed).order_by("-id")


class SwitchOnForm(forms.Form):
    """From when a rule raises signals."""

    effective_on = day_field(_("From"))


class RuleForm(forms.Form):
    """A signal rule. Each kind takes its own parameters; the others are left alone."""

    title = forms.CharField(label=_("Name"), max_length=200)
    measure = forms.ChoiceField(label=_("Indicator"))
    period_kind = forms.ChoiceField(label=_("Read over"), choices=PeriodKind.choices)
    goal = forms.ModelChoiceField(
        label=_("Goal"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=_("None in particular"),
        help_text=_("A rule by stage watches the target of this goal."),
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        choices=Severity.choices,
        coerce=int,
        initial=Severity.SERIOUS,
        help_text=_("From “serious” on, a signal opens a deviation by itself."),
    )
    at = forms.DecimalField(label=TITLES["at"], required=False)
    days = forms.IntegerField(label=TITLES["days"], required=False)
    past = forms.DecimalField(
        label=TITLES["past"], required=False, help_text=_("As it is measured: a share lies between 0 and 1.")
    )
    side = forms.ChoiceField(label=TITLES["side"], required=False)
    baseline = forms.IntegerField(label=TITLES["baseline"], required=False)
    since = day_field(TITLES["since"], required=False)
    season = forms.IntegerField(
        label=TITLES["season"],
        required=False,
        help_text=_("12 compares each month with the same month of the year before."),
    )
    run = forms.IntegerField(label=TITLES["run"], required=False)
    weight = forms.DecimalField(label=TITLES["weight"], required=False)
    width = forms.DecimalField(label=TITLES["width"], required=False)
    slack = forms.DecimalField(label=TITLES["slack"], required=False)
    interval = forms.DecimalField(label=TITLES["interval"], required=False)
    persistence = forms.IntegerField(label=TITLES["persistence"], required=False)
    of = forms.IntegerField(label=TITLES["of"], required=False)

    def __init__(
        self,
        *args: Any,
        goals: QuerySet[Goal],
        kind: RuleKind,
        method: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.method = kind, method
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = [(m.key, f"{m.code} {m.title}") for m in list_measures()]
        fields["goal"].queryset = goals
        fields["goal"].required = kind == RuleKind.STAGE
        fields["side"].choices = [("", _("as the indicator says")), *_sides_of(kind)]
        for name in set(TITLES) & set(fields) - set(names_of(kind, method)):
            del fields[name]

    def parameters(self) -> dict[str, Any]:
        """The parameters of the chosen kind, as they are kept: numbers as text, empty ones left out."""
        given = {name: self.cleaned_data.get(name) for name in names_of(self.kind, self.method)}
        kept = {name: str(value) for name, value in given.items() if value not in {None, ""}}
        return kept | ({"method": self.method or XMR} if self.kind == RuleKind.TREND else {})


def _sides_of(kind: RuleKind) -> list[tuple[str, Any]]:
    fitting = (BOTH, WORSE) if kind == RuleKind.TREND else (ABOVE, BELOW)
    return [(side, SIDES[side]) for side in fitting]


def initial_of_rule(rule: SignalRule) -> dict[str, Any]:
    """A rule as the form shows it."""
    plain = ("title", "measure", "period_kind", "goal", "severity")
    return {**rule.parameters, **{name: getattr(rule, name) for name in plain}}
