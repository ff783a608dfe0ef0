"""A value in its column as a person reads it. Written without templates: a list has hundreds of cells."""

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from periplus.core.languages import active_language, format_share
from periplus.web.lists.columns import Column, Value
from periplus.web.shell.tags.numbers import instant, pill, until
from periplus.web.shell.words import number_words, reading_locale


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the page."""

    column: Column
    html: SafeString
    words: str


def cell_of(column: Column, row: object) -> Cell:
    value = column.value(row)
    return Cell(column, _linked(column, row, _shown(column, row, value), value), words_of(column, value))


def words_of(column: Column, value: Value) -> str:
    """A value as plain text: for labels that screen readers speak."""
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


def _shown(column: Column, row: object, value: Value) -> SafeString:
    if value is None or value == "":
        return format_html(
            '<span class="quiet" aria-hidden="true">–</span><span class="visually-hidden">{}</span>',
            _("unknown"),
        )
    match value:
        case dt.datetime():
            return instant(value)
        case dt.date() if column.kind == "due":
            return until(value)
        case dt.date():
            return format_html('<time datetime="{}">{}</time>', value.isoformat(), _short(value))
        case _ if column.kind == "state":
            return pill(column.tone(row) if column.tone else "plain", str(value))
        case _:
            return format_html("{}", words_of(column, value))


def _short(day: dt.date) -> str:
    """A date that is read at a glance in a column of dates: 1 Mar 2026."""
    return format_date(day, format="medium", locale=reading_locale())


def _linked(column: Column, row: object, html: SafeString, value: Value) -> SafeString:
    url = column.link(row) if column.link and value is not None else ""
    return format_html('<a href="{}">{}</a>', url, html) if url else html
