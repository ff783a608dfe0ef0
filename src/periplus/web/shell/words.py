"""Numbers, dates and spans of time in the words of the reader's language."""

import datetime as dt

from babel import Locale
from babel.dates import get_timezone_location
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core.languages import active_language, babel_locale, format_date, format_instant, format_number
from periplus.web.shell.components import Number, Tone

NO_NUMBER = "–"
SOON_DAYS = 7
NEAR_DAYS = 30


def reading_locale() -> Locale:
    """The reader's locale."""
    return babel_locale(active_language())


def number_words(value: Number | None, *, digits: int = 0) -> str:
    """A number grouped as the reader's language does, or a dash."""
    if value is None:
        return NO_NUMBER
    return format_number(value, active_language(), digits)


def day_words(day: dt.date) -> str:
    """A date in full: 12 March 2026."""
    return format_date(day, active_language())


def instant_words(instant: dt.datetime) -> str:
    """A time with its zone in words: 12 March 2026, 14:00 (Lisbon)."""
    return format_instant(instant, timezone.get_current_timezone_name(), active_language())


def zone_words() -> str:
    """The city of the active time zone, as the reader calls it."""
    zone = timezone.get_current_timezone_name()
    return get_timezone_location(zone, locale=reading_locale(), return_city=True)


def until_words(day: dt.date, *, today: dt.date) -> str:
    """How long until a day: "in 4 days", "today", "2 days overdue"; far days as a date."""
    days = (day - today).days
    if days < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days <= NEAR_DAYS:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return day_words(day)


def until_tone(day: dt.date, *, today: dt.date) -> Tone:
    """Due days are red on their day and after, amber in the week before."""
    days = (day - today).days
    if days <= 0:
        return "bad"
    return "warn" if days <= SOON_DAYS else "none"


def initials(name: str) -> str:
    """First letters of the first and last word; one sign for names written without spaces."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


def size_words(size: int) -> str:
    """The size of a file: 340 kB, 1.2 MB."""
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            digits = 1 if size < 10 * factor else 0
            return f"{number_words(size / factor, digits=digits)} {unit}"
    return _("%(size)s bytes") % {"size": size}
