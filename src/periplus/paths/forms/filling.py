"""The form of a step, made from what it declares to produce; each mistake is answered with a sentence."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.chart import ChartColumn, ChartItem, say
from periplus.paths.enums import ValueType
from periplus.paths.forms.rows import CellKind, RowTable
from periplus.paths.forms.widgets import FEW, KeptFile, LineList, Pick, YesNo, as_written
from periplus.paths.values import WrongValue, clean_value
from periplus.people.forms.fields import DayInput, LongSelect

PREFIX = "v"  # so that a value of any name does not meet the buttons of the page


class Picker(Protocol):
    """Things of one kind that may be chosen, as far as the person who fills in may see them."""

    def find(self, text: str) -> Sequence[tuple[str, str]]:
        """Those whose name fits, best first: uuid and name."""

    def names(self, references: Iterable[str]) -> Mapping[str, str]:
        """Names of those of these that there are."""


Pickers = Mapping[ValueType, Picker]


class ItemField(forms.Field):
    """One value; the declared type says what is wrong with it."""

    def __init__(self, item: ChartItem, widget: forms.Widget, pickers: Pickers, help_text: str = "") -> None:
        label = say(item.title) or item.key
        super().__init__(label=label, required=item.required, widget=widget, help_text=help_text)
        self.item = item
        self.pickers = pickers

    def clean(self, value: Any) -> Any:
        try:
            return clean_value(self.item, self._known(value))
        except WrongValue as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def _known(self, value: Any) -> Any:
        if self.item.type in self.pickers:
            return known_thing(self.pickers[self.item.type], value)
        if self.item.type == ValueType.TABLE:
            return [self._row(row, number) for number, row in enumerate(value or (), start=1)]
        return value

    def _row(self, row: Mapping[str, Any], number: int) -> dict[str, Any]:
        return {column.key: self._cell(column, row.get(column.key), number) for column in self.item.columns}

    def _cell(self, column: ChartColumn, value: Any, number: int) -> Any:
        if column.type not in self.pickers:
            return value
        try:
            return known_thing(self.pickers[column.type], value)
        except WrongValue as wrong:
            raise WrongValue(_("Row %(row)s: %(what)s") % {"row": number, "what": wrong}) from wrong


def known_thing(picker: Picker, value: Any) -> str:
    """The uuid of what was chosen, or of the only thing whose name fits what was written."""
    chosen, written = parts_of_pick(value)
    if chosen:
        if chosen in picker.names([chosen]):
            return chosen
        raise WrongValue(_("Choose one from the list."))
    if not written:
        return ""
    found = picker.find(written)
    same = [key for key, name in found if name.casefold() == written.casefold()]
    if len(same) == 1 or len(found) == 1:
        return same[0] if len(same) == 1 else found[0][0]
    if found:
        raise WrongValue(_("Several fit “%(text)s”. Choose one of them.") % {"text": written})
    raise WrongValue(_("Nothing here is called “%(text)s”.") % {"text": written})


def parts_of_pick(value: Any) -> tuple[str, str]:
    """The chosen uuid and the written words; a stored value is a uuid alone."""
    if isinstance(value, Mapping):
        return str(value.get("chosen") or ""), str(value.get("find") or "").strip()
    text = str(value or "").strip()
    return (text, "") if _is_uuid(text) else ("", text)


class FillingForm(forms.Form):
    """All values of a step. `values`: what is known so far, as a draft or from before.

    `before`: further fields that stand first. Nothing is demanded by the browser, so that a half-filled
    form can be kept for later.
    """

    use_required_attribute = False

    def __init__(
        self,
        items: Iterable[ChartItem],
        *,
        posted: Any = None,
        values: Mapping[str, Any],
        pickers: Pickers,
        before: Mapping[str, forms.Field] | None = None,
    ) -> None:
        super().__init__(
            posted, prefix=PREFIX, initial={key: as_written(each) for key, each in values.items()}
        )
        self.fields |= dict(before or {})
        self.items = tuple(items)
        for item in self.items:
            self.fields[item.key] = ItemField(item, widget_of(item, pickers), pickers, _help(item))

    def raw(self) -> dict[str, Any]:
        """What stands in the form, right or wrong, to be kept as a draft."""
        files: MultiValueDict[str, Any] = MultiValueDict()
        read = {
            item.key: self.fields[item.key].widget.value_from_datadict(
                self.data, files, self.add_prefix(item.key)
            )
            for item in self.items
        }
        return {key: value for key, value in read.items() if value not in (None, "", [], {})}

    def outputs(self) -> dict[str, Any]:
        """The values of the step, without the further fields."""
        return {item.key: self.cleaned_data.get(item.key) for item in self.items}


def widget_of(item: ChartItem, pickers: Pickers) -> forms.Widget:
    """How a value is filled in."""
    return _WIDGETS[item.type](item, pickers)


def _choices(item: ChartItem) -> forms.Widget:
    offered = [(choice.value, say(choice.title) or choice.value) for choice in item.choices]
    if item.required and len(offered) <= FEW:
        return forms.RadioSelect(choices=offered)
    return LongSelect(choices=[("", _("not chosen")), *offered])


def _table(item: ChartItem, pickers: Pickers) -> forms.Widget:
    return RowTable([CellKind(c.key, say(c.title) or c.key, c.type) for c in item.columns], pickers)


_WIDGETS: Mapping[ValueType, Callable[[ChartItem, Pickers], forms.Widget]] = {
    ValueType.TEXT: lambda _item, _pickers: forms.TextInput(),
    ValueType.LONG_TEXT: lambda _item, _pickers: forms.Textarea(attrs={"rows": 5}),
    ValueType.NUMBER: lambda _item, _pickers: forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
    ValueType.DATE: lambda _item, _pickers: DayInput(),
    ValueType.YES_NO: lambda item, _pickers: YesNo(optional=not item.required),
    ValueType.CHOICE: lambda item, _pickers: _choices(item),
    ValueType.PERSON: lambda item, pickers: Pick(pickers.get(item.type)),
    ValueType.PARTNER: lambda item, pickers: Pick(pickers.get(item.type)),
    ValueType.FILE: lambda item, pickers: KeptFile(pickers.get(item.type)),
    ValueType.TABLE: _table,
    ValueType.LIST: lambda _item, _pickers: LineList(),
}
_HELP = {
    ValueType.LIST: gettext_lazy("One entry in each line."),
    ValueType.NUMBER: gettext_lazy("As in 1250 or 12.5."),
}


def _help(item: ChartItem) -> str:
    return str(_HELP.get(item.type, ""))


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
