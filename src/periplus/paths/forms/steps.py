"""What a node of a procedure says, and the flows between nodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.chart import Chart, ChartFlow, ChartNode, say
from periplus.paths.editing.nodes import ONE_WAY, SAYS
from periplus.paths.enums import HUMAN, NodeKind, UnitRule
from periplus.paths.forms.conditions import WithCondition
from periplus.paths.forms.kinds import loss_sentence, losses
from periplus.paths.forms.wording import WordingForm, in_lines, said_here
from periplus.people.enums import Role
from periplus.people.forms.fields import LongSelect

Words = Any  # a text, or one that is translated when it is shown
Choices = Sequence[tuple[str, Words]]
NAMED = (*HUMAN, NodeKind.STEP, NodeKind.DECISION, NodeKind.CALL, NodeKind.MESSAGE)
LONGEST_ALLOWANCE = 3_650


@dataclass(frozen=True, slots=True)
class Offered:
    """What a step may be tied to here: units by code, goals by uuid, and so on."""

    units: Choices = ()
    goals: Choices = ()
    steps: Choices = ()
    tables: Choices = ()
    procedures: Choices = ()
    lists: Choices = ()
    known: Choices = ()


def select(label: Words, choices: Choices, *, blank: Words = "", about: Any = "") -> Any:
    empty = [("", blank)] if blank else []
    return forms.ChoiceField(
        label=label, choices=[*empty, *choices], required=not blank, widget=LongSelect(), help_text=about
    )


def role_field(*, required: bool = True) -> forms.ChoiceField:
    field: forms.ChoiceField = select(
        gettext_lazy("Who is accountable"), Role.choices, blank="" if required else gettext_lazy("nobody")
    )
    return field


def days_field(label: Words, *, required: bool = False, about: Words = "") -> Any:
    return forms.IntegerField(
        label=label, min_value=0, max_value=LONGEST_ALLOWANCE, required=required, help_text=about
    )


class StepForm(WordingForm):
    """Everything that a node of one kind says, apart from its values and ways."""

    def __init__(self, *args: Any, node: ChartNode, offered: Offered, **more: Any) -> None:
        super().__init__(*args, **more)
        self.node, self.offered = node, offered
        demand = _("Say in a few words what is to be done.") if node.kind in NAMED else ""
        self.add_words("title", _("Title"), node.title, demand=demand)
        if node.kind in ONE_WAY:
            kinds = [(kind.value, kind.label) for kind in ONE_WAY]
            self.fields["kind"] = select(_("Kind"), kinds)
            self.initial["kind"] = node.kind.value
            if losses(node, self.data.get("kind", "")):
                self.fields["sure"] = forms.BooleanField(label=_("I know"), required=False)
        if node.kind in HUMAN:
            self.add_words(
                "guidance", _("Guidance"), node.guidance, rows=3, most=5_000, about=_("How it is done well.")
            )
        said = SAYS[node.kind]
        for name, field in self._fields().items():
            if name in said:
                self.fields[name] = field
                self.initial[name] = getattr(node, name)
        if "criteria" in said:
            self._add_criteria()

    def _fields(self) -> dict[str, forms.Field]:
        kept, human = self.offered, self.node.kind in HUMAN
        return {
            "role": role_field(required=human),
            "unit_rule": select(_("Sought in"), UnitRule.choices),
            "unit_code": select(_("Named unit"), kept.units, blank=_("none")),
            "over": select(_("For each entry of"), kept.lists, blank=_("not chosen")),
            "step": select(_("What is done by itself"), kept.steps, blank=_("not chosen")),
            "table": select(_("Decision table"), kept.tables, blank=_("a new one")),
            "calls": select(_("Which procedure"), kept.procedures, blank=_("not chosen")),
            "message": forms.SlugField(
                label=_("Name of the message"),
                required=False,
                max_length=60,
                help_text=_("As the sender calls it."),
            ),
            "outcome": forms.CharField(
                label=_("Outcome of the case"),
                required=False,
                max_length=60,
                help_text=_("In one word, as lists count it. Empty at the end of a side way."),
            ),
            "allowance_days": days_field(
                _("Days until it strikes") if self.node.kind == NodeKind.TIMER else _("Days allowed")
            ),
            "interrupting": forms.BooleanField(
                label=_("It ends the step; otherwise the step goes on beside it"), required=False
            ),
            "goal": select(_("Serves the goal"), kept.goals, blank=_("none in particular")),
            "skippable": forms.BooleanField(label=_("It may be left out, with a reason"), required=False),
            "evaluation": forms.BooleanField(
                label=_("Evaluation: somebody judges here by criteria"), required=False
            ),
        }

    def _add_criteria(self) -> None:
        self.add_words(
            "criteria",
            _("Criteria"),
            in_lines(self.node.criteria),
            rows=3,
            most=4_000,
            about=_("One in each line."),
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("unit_rule") == UnitRule.NAMED and not self.cleaned_data.get("unit_code"):
            self.add_error("unit_code", _("Choose the unit."))
        if "sure" in self.fields and not self.cleaned_data.get("sure") and "kind" in self.cleaned_data:
            self.add_error("kind", loss_sentence(self.node, self.cleaned_data["kind"]))
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """For `editing.change_node`."""
        cleaned = {name: self.cleaned_data[name] for name in self._fields() if name in self.fields}
        changes: dict[str, Any] = {"title": self.words("title"), **cleaned}
        if "kind" in self.fields:
            changes["kind"] = NodeKind(self.cleaned_data["kind"])
        if "unit_rule" in cleaned:
            changes["unit_rule"] = UnitRule(cleaned["unit_rule"])
        if self.node.kind in HUMAN:
            changes |= {"guidance": self.words("guidance"), "criteria": self.lines("criteria")}
        return changes


class DescribeForm(WordingForm):
    """What a procedure is called and what it is for."""

    def __init__(self, *args: Any, chart: Chart, **more: Any) -> None:
        super().__init__(*args, **more)
        self.add_words("title", _("Name"), chart.title, demand=_("Give it a name."))
        self.add_words("description", _("What it is for"), chart.description, rows=4, most=5_000)


def way_choices(chart: Chart, flows: Sequence[ChartFlow]) -> list[tuple[str, str]]:
    """Ways by where they lead."""
    return [(flow.key, way_words(chart, flow)) for flow in flows]


def way_words(chart: Chart, flow: ChartFlow) -> str:
    target = chart.node[flow.target]
    name = say(target.title) or str(target.kind.label)
    when = say(flow.title) or flow.condition or (_("otherwise") if flow.default else "")
    return f"{name} ({when})" if when else name


class FlowForm(WithCondition, WordingForm):
    """A way from one node to the next."""

    def __init__(
        self,
        *args: Any,
        targets: Choices,
        flow: ChartFlow | None,
        known: Choices,
        asked: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["target"] = select(_("Leads to"), targets)
        if asked:
            self.add_condition(known, flow.condition if flow else "")
            self.fields["default"] = forms.BooleanField(
                label=_("The usual way, taken when no condition holds"), required=False
            )
        self.add_words(
            "title",
            _("Words on the way"),
            flow.title if flow else {},
            about=_("What the drawing says of it."),
        )
        if flow:
            self.initial.update(target=flow.target, default=flow.default)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "default" in self.fields and not self.cleaned_data.get("default"):
            self.demand_condition()
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """For `editing.change_flow` and `editing.add_flow`."""
        usual = bool(self.cleaned_data.get("default"))
        condition = "" if usual or "condition" not in self.fields else self.condition()
        return {
            "target": self.cleaned_data["target"],
            "condition": condition,
            "default": usual,
            "title": self.words("title"),
        }


# ------------------------------------------------------------------ what is put in


class PutForm(forms.Form):
    """One more step: what it is called and who does it. `ways`: where there are several, on which."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in ONE_WAY],
        initial=NodeKind.TASK,
    )
    role = forms.ChoiceField(label=gettext_lazy("Who is accountable"), choices=Role.choices)

    def __init__(self, *args: Any, ways: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("role", Role.OFFICE)
        if len(ways) > 1:
            self.fields["way"] = forms.ChoiceField(
                label=_("On which way"), choices=list(ways), widget=forms.RadioSelect
            )
        self._ways = ways

    def way(self) -> str:
        return str(self.cleaned_data.get("way") or (self._ways[0][0] if self._ways else ""))

    def node(self, key: str) -> ChartNode:
        kind = NodeKind(self.cleaned_data.get("kind") or NodeKind.TASK)
        return ChartNode(key, kind, self.title_words(), role=self.cleaned_data["role"])

    def title_words(self) -> Mapping[str, str]:
        return said_here(self.cleaned_data["title"])


class BesideForm(PutForm):
    """A task that is done beside another one."""

    kind = None  # type: ignore[assignment]  # Django's way to leave a field out


class ChoiceForm(WithCondition, PutForm):
    """A task that is only done when a condition holds."""

    kind = None  # type: ignore[assignment]  # Django's way to leave a field out
    question = forms.CharField(
        label=gettext_lazy("What is asked"),
        max_length=200,
        help_text=gettext_lazy("A short question, as in: More than 10 places?"),
    )

    def __init__(self, *args: Any, known: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.add_condition(known, "")
        self.order_fields(["question", "value", "sign", "against", "condition", "title", "role", "way"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.demand_condition()
        return self.cleaned_data


class OnlyIfForm(WithCondition):
    """When a step that is there already is done."""

    question = forms.CharField(
        label=gettext_lazy("What is asked"),
        max_length=200,
        help_text=gettext_lazy("A short question, as in: More than 10 places?"),
    )

    def __init__(self, *args: Any, known: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.add_condition(known, "")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.demand_condition()
        return self.cleaned_data


class CheckForm(PutForm):
    """A task that a decision table orders."""

    kind = None  # type: ignore[assignment]  # Django's way to leave a field out
    question = forms.CharField(
        label=gettext_lazy("What the decision table answers"),
        max_length=200,
        help_text=gettext_lazy("A short question, as in: Is a legal check needed?"),
    )

    def __init__(self, *args: Any, known: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["looks_at"] = select(
            _("What it looks at"), known, about=_("More can be added in the table itself.")
        )
        self.order_fields(["question", "looks_at", "title", "role", "way"])


class DeadlineForm(forms.Form):
    """A deadline at a step."""

    days = days_field(gettext_lazy("Days"), required=True)
    mode = forms.ChoiceField(
        label=gettext_lazy("What happens then"),
        widget=forms.RadioSelect,
        initial="beside",
        choices=(
            ("beside", gettext_lazy("The step goes on, and somebody does something beside it")),
            ("end", gettext_lazy("The step ends, and the case goes on elsewhere")),
        ),
    )
    title = forms.CharField(label=gettext_lazy("What is done beside it"), max_length=200, required=False)
    role = role_field(required=False)

    def __init__(self, *args: Any, targets: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("role", Role.OFFICE)
        self.fields["goal"] = select(_("Where the case goes on"), targets, blank=_("not chosen"))

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("mode") == "end" and not cleaned.get("goal"):
            self.add_error("goal", _("Say where the case goes on."))
        if cleaned.get("mode") == "beside" and not cleaned.get("title"):
            self.add_error("title", _("Say what is done."))
        return cleaned


class MoveForm(forms.Form):
    """Where a step is to stand."""

    def __init__(self, *args: Any, ways: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["way"] = select(_("Between"), ways)
