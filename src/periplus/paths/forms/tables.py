"""Decision tables as they are written on a page: the grid, its columns, the box to try it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from periplus.paths.chart import ChartItem, ChartTable, TableColumn, TableRule, say
from periplus.paths.editing.keys import key_from
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.feel import FeelError, compile_literal
from periplus.paths.forms.widgets import LineList, YesNo
from periplus.paths.forms.wording import WordingForm
from periplus.paths.values import WrongValue, clean_value
from periplus.people.forms.fields import DayInput, LongSelect

PLAIN = (ValueType.TEXT, ValueType.CHOICE, ValueType.NUMBER, ValueType.DATE, ValueType.YES_NO, ValueType.LIST)
MOST_CELL = 2_000
BOX = "given"


def read_grid(table: ChartTable, posted: Mapping[str, str]) -> ChartTable:
    """The table with the cells that were posted; what was not posted stays."""
    rules = tuple(_rule(rule, at, posted) for at, rule in enumerate(table.rules))
    policy = posted.get("policy", "")
    return replace(
        table, rules=rules, policy=HitPolicy(policy) if policy in HitPolicy.values else table.policy
    )


def _rule(rule: TableRule, at: int, posted: Mapping[str, str]) -> TableRule:
    cells = tuple(_cell(posted, f"cell-{at}-{place}", old) for place, old in enumerate(rule.cells))
    results = tuple(_cell(posted, f"result-{at}-{place}", old) for place, old in enumerate(rule.results))
    return TableRule(tuple(cell or "-" for cell in cells), results, _cell(posted, f"note-{at}", rule.note))


def _cell(posted: Mapping[str, str], name: str, old: str) -> str:
    return posted.get(name, old).strip()[:MOST_CELL]


class TableForm(WordingForm):
    """What a table is called."""

    def __init__(self, *args: Any, table: ChartTable, **more: Any) -> None:
        super().__init__(*args, **more)
        self.add_words("title", _("Name of the table"), table.title, demand=_("Give it a name."))


class AllowedForm(WordingForm):
    """Which values a column may hold."""

    def add_allowed(self, values: Iterable[str]) -> None:
        self.fields["values"] = forms.CharField(
            label=_("Allowed values"),
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One in each line, the most important first; empty for any."),
        )
        self.initial["values"] = "\n".join(values)

    def values(self, type_: ValueType) -> tuple[str, ...]:
        lines = [line.strip() for line in self.cleaned_data.get("values", "").splitlines() if line.strip()]
        return tuple(as_literal(type_, line) for line in lines)


def as_literal(type_: ValueType, text: str) -> str:
    """A word becomes a text in quotation marks; what is written as a cell stays."""
    bare = type_ not in {ValueType.NUMBER, ValueType.DATE, ValueType.YES_NO} and text[:1] not in {
        '"',
        "<",
        ">",
    }
    return f'"{text}"' if bare else text


class InputForm(AllowedForm):
    """A value that the table looks at."""

    def __init__(
        self, *args: Any, known: Sequence[tuple[str, Any]], column: TableColumn | None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if column is None:
            self.fields["key"] = forms.ChoiceField(
                label=_("Looks at"), choices=list(known), widget=LongSelect()
            )
        else:
            self.add_words("title", _("Heading"), column.title)
            self.add_allowed(column.values)


class OutputForm(AllowedForm):
    """A value that the table says."""

    def __init__(self, *args: Any, column: TableColumn | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.column = column
        title, demand = column.title if column else {}, _("Say what the table says.")
        self.add_words("title", _("What it says"), title, demand=demand)
        kinds = [(kind.value, kind.label) for kind in PLAIN if kind != ValueType.LIST]
        self.fields["type"] = forms.ChoiceField(label=_("Type"), choices=kinds)
        self.initial["type"] = column.type.value if column else ValueType.TEXT.value
        self.add_allowed(column.values if column else ())

    def said(self, taken: Sequence[str]) -> TableColumn:
        kind, title = ValueType(self.cleaned_data["type"]), self.words("title")
        key = self.column.key if self.column else key_from(title, taken, usual="result")
        return TableColumn(key, title, kind, self.values(kind))


class TryForm(forms.Form):
    """Values for the inputs of a table; an empty one is a value that a case does not have."""

    use_required_attribute = False

    def __init__(self, *args: Any, table: ChartTable, **more: Any) -> None:
        super().__init__(*args, **more)
        self.prefix = BOX
        self.items = [
            ChartItem(column.key, column.title, type=column.type, required=False) for column in table.inputs
        ]
        for column in table.inputs:
            self.fields[column.key] = _TryField(column)

    def given(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if value is not None}


class _TryField(forms.Field):
    def __init__(self, column: TableColumn) -> None:
        super().__init__(label=say(column.title) or column.key, required=False, widget=_widget(column))
        plain = ValueType.TEXT if column.type in {ValueType.CHOICE, ValueType.LONG_TEXT} else column.type
        self.item = ChartItem(column.key, column.title, type=plain, required=False)

    def clean(self, value: Any) -> Any:
        try:
            return clean_value(self.item, value)
        except WrongValue as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


def _widget(column: TableColumn) -> forms.Widget:
    listed = [value for text in column.values if isinstance(value := _plain(text, column.type), str)]
    if listed and column.type in {ValueType.CHOICE, ValueType.TEXT}:
        return LongSelect(choices=[("", _("not known")), *((value, value) for value in listed)])
    if column.type == ValueType.YES_NO:
        return YesNo(optional=True)
    if column.type == ValueType.LIST:
        return LineList()
    if column.type == ValueType.DATE:
        return DayInput()
    return forms.TextInput()


def _plain(text: str, type_: ValueType) -> Any:
    try:
        return compile_literal(text, type_)
    except FeelError:
        return None
