"""What a step reads and produces: typed, required or not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.paths.chart import ChartChoice, ChartColumn, ChartItem, Words, say
from periplus.paths.editing.keys import key_from
from periplus.paths.enums import ValueType, Way
from periplus.paths.forms.wording import WordingForm, said_here
from periplus.people.forms.fields import LongSelect

CELLS = (
    ValueType.TEXT,
    ValueType.NUMBER,
    ValueType.DATE,
    ValueType.YES_NO,
    ValueType.PERSON,
    ValueType.PARTNER,
)


class ReadForm(forms.Form):
    """A value that a step needs to see."""

    def __init__(self, *args: Any, known: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["key"] = forms.ChoiceField(
            label=_("Which value"), choices=list(known), widget=LongSelect()
        )
        self.fields["required"] = forms.BooleanField(
            label=_("The step cannot begin without it"), required=False
        )
        self.initial.setdefault("required", True)


class ProduceForm(WordingForm):
    """A value that is filled in at a step."""

    def __init__(self, *args: Any, item: ChartItem | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.item = item
        title, demand = item.title if item else {}, _("Say what is filled in.")
        self.add_words("title", _("What is filled in"), title, demand=demand)
        self.fields["type"] = forms.ChoiceField(label=_("Type"), choices=ValueType.choices)
        self.fields["required"] = forms.BooleanField(
            label=_("It must be filled in to finish"), required=False
        )
        self.fields["choices"] = forms.CharField(
            label=_("What may be chosen"),
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "For a choice: one in each line. To keep a short name of its own, write: sign = Sign it."
            ),
        )
        self.fields["columns"] = forms.CharField(
            label=_("Columns"),
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("For a table: one in each line; for other than text add the type: Sum: number."),
        )
        self.initial |= _written(item)  # type: ignore[operator]  # Django says mapping and keeps a dict

    def clean(self) -> dict[str, Any]:
        super().clean()
        kind = self.cleaned_data.get("type")
        if kind == ValueType.CHOICE and not self._choices():
            self.add_error("choices", _("Say what may be chosen."))
        if kind == ValueType.TABLE:
            try:
                columns = self._columns()
            except Invalid as invalid:
                self.add_error("columns", str(invalid))
                return self.cleaned_data
            if not columns:
                self.add_error("columns", _("Say what columns the table has."))
        return self.cleaned_data

    def produced(self, taken: Sequence[str]) -> ChartItem:
        """The value; a new one gets a key from its title that nothing else has."""
        kind = ValueType(self.cleaned_data["type"])
        title = self.words("title")
        return ChartItem(
            self.item.key if self.item else key_from(title, taken, usual="value"),
            title,
            Way.OUT,
            kind,
            required=self.cleaned_data["required"],
            choices=self._choices() if kind == ValueType.CHOICE else (),
            columns=self._columns() if kind == ValueType.TABLE else (),
        )

    def _choices(self) -> tuple[ChartChoice, ...]:
        """Titles in other languages stay with the short name they belong to."""
        known = {choice.value: choice.title for choice in self.item.choices} if self.item else {}
        found: list[ChartChoice] = []
        for line in _lines(self.cleaned_data.get("choices", "")):
            value, title = _named(line, [choice.value for choice in found], known)
            found.append(ChartChoice(value, said_here(title, known.get(value))))
        return tuple(found)

    def _columns(self) -> tuple[ChartColumn, ...]:
        known = {column.key: column.title for column in self.item.columns} if self.item else {}
        found: list[ChartColumn] = []
        for line in _lines(self.cleaned_data.get("columns", "")):
            text, _colon, kind = line.partition(":")
            key, title = _named(text.strip(), [column.key for column in found], known)
            found.append(ChartColumn(key, said_here(title, known.get(key)), _type_called(kind)))
        return tuple(found)


def _written(item: ChartItem | None) -> dict[str, Any]:
    if item is None:
        return {"required": True, "type": ValueType.TEXT.value}
    return {
        "type": item.type.value,
        "required": item.required,
        "choices": "\n".join(f"{each.value} = {say(each.title) or each.value}" for each in item.choices),
        "columns": "\n".join(
            f"{each.key} = {say(each.title) or each.key}: {each.type.label}" for each in item.columns
        ),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _named(line: str, taken: Sequence[str], known: dict[str, Words]) -> tuple[str, str]:
    """Short name and title of a line: `sign = Sign it`, or a title that makes its own short name."""
    name, sign, title = line.partition("=")
    if sign and name.strip() and title.strip():
        return name.strip(), title.strip()
    same = next((key for key, words in known.items() if say(words) == line and key not in taken), "")
    return same or key_from(line, taken, usual="choice"), line


def _type_called(text: str) -> ValueType:
    wanted = text.strip().casefold()
    if not wanted:
        return ValueType.TEXT
    for kind in CELLS:
        if wanted in {kind.value, str(kind.label).casefold()}:
            return kind
    names = ", ".join(str(kind.label) for kind in CELLS)
    raise Invalid(
        {"": _("“%(text)s” is no type. Write one of: %(names)s.") % {"text": text.strip(), "names": names}}
    )
