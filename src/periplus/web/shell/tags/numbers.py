"""States, numbers, changes, dates."""

import datetime as dt
from collections.abc import Iterable

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.clock import today as clock_today
from periplus.web.shell import icons, words
from periplus.web.shell.components import Difference, Figure, Number, Words
from periplus.web.shell.tags.library import register, render, unique_id

STATES: dict[str, tuple[str, Words]] = {
    "on_course": ("good", gettext_lazy("On course")),
    "drifting": ("warn", gettext_lazy("Drifting")),
    "off_course": ("bad", gettext_lazy("Off course")),
    "no_data": ("none", gettext_lazy("No data")),
}


@register.simple_tag
def pill(state: str, label: Words = "", *, title: Words = "") -> SafeString:
    """A state as shape, word and colour. `state` is a state of the loop or a tone with its label."""
    tone, word = STATES.get(state, (state, ""))
    hint = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="pill {}"{}>{}{}</span>', tone, hint, icons.shape(tone), label or word)


@register.simple_tag(takes_context=True)
def number(context: Context, figure: Figure, *, kind: str = "") -> SafeString:
    """A number that opens its records and explains itself. `kind`: "headline" or nothing."""
    about = any((figure.period, figure.source, figure.definition))
    panel_id = figure.id or unique_id(context, "about", figure.value, figure.unit, figure.period, figure.url)
    text = words.number_words(figure.value, digits=figure.digits)
    return render(context, "number", figure=figure, text=text, about=about, panel_id=panel_id, kind=kind)


@register.simple_tag(takes_context=True)
def change(
    context: Context, before: object, after: object, *, unit: Words = "", better: bool | None = None
) -> SafeString:
    """Before → after; `better` says whether the change goes the right way, None when that is open."""
    tone = {True: "better", False: "worse"}.get(better) if better is not None else ""
    return render(context, "change", before=_shown(before), after=_shown(after), unit=unit, tone=tone)


@register.simple_tag(takes_context=True)
def diff(context: Context, rows: Iterable[Difference], *, label: Words = "") -> SafeString:
    """A table of what changes: field, before, after."""
    shown = [(row.label, _shown(row.before), _shown(row.after), row.before != row.after) for row in rows]
    return render(context, "diff", rows=shown, label=label or _("What changes"))


@register.simple_tag
def instant(moment: dt.datetime) -> SafeString:
    """A time with its zone in words."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words.instant_words(moment))


@register.simple_tag
def day(date: dt.date) -> SafeString:
    """A date in words."""
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), words.day_words(date))


@register.simple_tag
def until(date: dt.date, today: dt.date | None = None) -> SafeString:
    """How long until a day, as a pill; the day itself is its title."""
    now = today or clock_today()
    return pill(
        words.until_tone(date, today=now), words.until_words(date, today=now), title=words.day_words(date)
    )


def _shown(value: object) -> object:
    """Values of a comparison in the reader's language."""
    match value:
        case None | "":
            return words.NO_NUMBER
        case bool():
            return _("yes") if value else _("no")
        case dt.date():
            return words.day_words(value)
        case int() | float():
            return _number(value)
        case _:
            return value


def _number(value: Number) -> str:
    return words.number_words(value, digits=0 if value == int(value) else 2)
