"""A table that is filled in: rows of cells, with blank ones at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from periplus.paths.enums import ValueType
from periplus.paths.forms.widgets import DO, KEPT, Attributes, Grouped

BLANK_ROWS = 2
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class CellKind:
    """A column of a table that is filled in."""

    key: str
    title: str
    type: ValueType


class RowTable(Grouped):
    """Rows of cells, with blank ones at the end and a button for more."""

    needs_multipart_form = True

    def __init__(self, columns: Sequence[CellKind], pickers: Mapping[ValueType, Any]) -> None:
        super().__init__()
        self.columns = columns
        self.pickers = pickers
        self.blanks = BLANK_ROWS

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002 -- kept before
        count = data.get(f"{name}-rows") or "0"
        number = min(int(count), MOST_ROWS + 1) if count.isdecimal() else 0
        rows = [self._row(data, f"{name}-{place}") for place in range(number)]
        return [row for row in rows if any(row.values())]

    def _row(self, posted: Mapping[str, Any], name: str) -> dict[str, Any]:
        return {column.key: (posted.get(_cell_name(name, column)) or "").strip() for column in self.columns}

    def render(self, name: str, value: Any, attrs: Attributes = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 -- Django's
        rows = [row for row in value or [] if isinstance(row, Mapping)]
        shown = [*rows, *({} for _blank in range(self.blanks))]
        heads = format_html_join("", '<th scope="col">{}</th>', ((column.title,) for column in self.columns))
        body = format_html_join(
            "", "<tr>{}</tr>", ((self._cells(name, place, row),) for place, row in enumerate(shown))
        )
        key = name.partition("-")[2] or name
        return format_html(
            '<div class="table-scroll" role="group" tabindex="0" id="{}" aria-label="{}">'
            '<table class="table fill-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
            '<input type="hidden" name="{}-rows" value="{}">'
            '<button class="btn small" type="submit" name="{}" value="more:{}">{}</button>',
            (attrs or {}).get("id", f"id_{name}"),
            _("Rows to fill in"),
            heads,
            body,
            name,
            len(shown),
            DO,
            key,
            _("More rows"),
        )

    def _cells(self, name: str, place: int, row: Mapping[str, Any]) -> SafeString:
        return format_html_join(
            "",
            "<td>{}</td>",
            ((self._cell(f"{name}-{place}", place, column, row.get(column.key)),) for column in self.columns),
        )

    def _cell(self, name: str, place: int, column: CellKind, value: Any) -> SafeString:
        label = _("%(column)s, row %(row)s") % {"column": column.title, "row": place + 1}
        given = {"aria-label": label, "name": _cell_name(name, column)}
        if column.type == ValueType.YES_NO:
            return _small_select(given, value)
        if column.type == ValueType.FILE:
            return self._file(given, value)
        kinds = {ValueType.DATE: "date"}
        more = {"type": kinds.get(column.type, "text"), "value": self._text(column, value)}
        if column.type == ValueType.NUMBER:
            more |= {"inputmode": "decimal", "class": "num"}
        return format_html("<input{}>", flatatt(given | more))

    def _text(self, column: CellKind, value: Any) -> str:
        """Things stand in a cell by their name."""
        text = "" if value is None else str(value)
        picker = self.pickers.get(column.type)
        return picker.names([text]).get(text, text) if picker and text else text

    def _file(self, given: Mapping[str, str], value: Any) -> SafeString:
        picker = self.pickers.get(ValueType.FILE)
        known = picker.names([value]) if picker and value else {}
        kept = format_html(
            '<input type="hidden" name="{}" value="{}"><span class="small">{}</span>',
            given["name"],
            value or "",
            known.get(value, ""),
        )
        name = given["name"].removesuffix(KEPT)
        file = flatatt({"type": "file", "name": name, "aria-label": given["aria-label"]})
        return format_html("{}<input{}>", kept if value in known else SafeString(""), file)


def _cell_name(name: str, column: CellKind) -> str:
    cell = f"{name}-{column.key}"
    return f"{cell}{KEPT}" if column.type == ValueType.FILE else cell


def _small_select(given: Mapping[str, Any], value: Any) -> SafeString:
    options: Iterable[tuple[str, str]] = (("", ""), ("true", _("Yes")), ("false", _("No")))
    shown = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SafeString(" selected") if key == str(value or "") else "", label) for key, label in options),
    )
    return format_html("<select{}>{}</select>", flatatt(dict(given)), shown)
