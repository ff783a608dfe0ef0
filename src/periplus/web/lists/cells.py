"""A value in its column as a person reads it. Written without templates: a list has hundreds of cells."""

import datetime as dt
from collections.abc import Sequence

from babel.dates import format_date
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from periplus.core.languages import active_language, format_share
from periplus.web.lists.columns import Column, Value
from periplus.web.shell.tags.numbers import instant, pill, until
from periplus.web.shell.words import number_words, reading_locale

LONG = 20  # as many letters as the narrowest column of long words shows
Frame = tuple[Column, str, str]  # a column, and what stands before and after what it says of a row


def frames_of(columns: Sequence[Column]) -> list[Frame]:
    """The tags of each column's cells: the first heads its row, the others name their column."""
    first, *others = columns
    heading = (first, '<th scope="row" role="rowheader">', "</th>")
    return [heading, *((column, _opening(column), "</td>") for column in others)]


def _opening(column: Column) -> str:
    numeric = ' class="num"' if column.numeric else ""
    return f'<td role="cell"{numeric} data-label="{escape(column.title)}">'


def cells_of(frames: Sequence[Frame], row: object) -> SafeString:
    """The cells of a row."""
    cells = (f"{before}{_linked(column, row)}{after}" for column, before, after in frames)
    return mark_safe("".join(cells))  # noqa: S308 -- every value is escaped by `_shown`


def words_of(column: Column, row: object) -> str:
    """What the column says of a row, as plain text: for labels that screen readers speak."""
    return _words(column, column.value(row))


def _linked(column: Column, row: object) -> str:
    value = column.value(row)
    html = _shown(column, row, value)
    url = column.link(row) if column.link and value is not None else ""
    return f'<a href="{escape(url)}">{html}</a>' if url else html


def _shown(column: Column, row: object, value: Value) -> str:
    if value is None or value == "":
        return _nothing()
    match value:
        case dt.datetime():
            return instant(value)
        case dt.date() if column.kind == "due":
            return until(value)
        case dt.date():
            return f'<time datetime="{value.isoformat()}">{escape(_short(value))}</time>'
        case _ if column.kind == "state":
            return pill(column.tone(row) if column.tone else "plain", str(value))
        case _:
            return _in_line(_words(column, value))


def _in_line(words: str) -> str:
    """Long words give way where there is little room; short ones are always read whole."""
    text = escape(words)
    return f'<span class="line" title="{text}">{text}</span>' if len(words) > LONG else text


def _words(column: Column, value: Value) -> str:
    if value is None:
        return _("unknown")
    match column.kind:
        case "number":
            return number_words(value, digits=column.digits)  # type: ignore[arg-type]  # kind says it is a number
        case "share":
            return format_share(value, active_language(), column.digits)  # type: ignore[arg-type]
        case "flag":
            return _("yes") if value else _("no")
        case _:
            return str(value)


def _nothing() -> SafeString:
    return format_html(
        '<span class="quiet nothing" aria-hidden="true">–</span><span class="visually-hidden">{}</span>',
        _("unknown"),
    )


def _short(day: dt.date) -> str:
    """A date that is read at a glance in a column of dates: 1 Mar 2026."""
    return format_date(day, format="medium", locale=reading_locale())
