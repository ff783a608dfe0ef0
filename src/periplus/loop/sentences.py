"""What signals say, in any language: a key with facts, filled in when it is read."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from periplus.core.languages import format_date
from periplus.core.periods import parse
from periplus.loop.enums import SignalKind
from periplus.loop.figures import number_of
from periplus.loop.measuring import Measure, Unit, find_measure
from periplus.loop.models import Signal

SENTENCES: Final[Mapping[str, str | Promise]] = {
    "stage": gettext_lazy(
        "%(measure)s: %(value)s in %(period)s. On the way to the target it should be %(expected)s."
    ),
    "time": gettext_lazy("%(measure)s: no new figure since %(last)s, that is %(days)s days."),
    "threshold_above": gettext_lazy("%(measure)s: %(value)s in %(period)s, above the limit of %(past)s."),
    "threshold_below": gettext_lazy("%(measure)s: %(value)s in %(period)s, below the limit of %(past)s."),
    "trend_above": gettext_lazy(
        "%(measure)s: %(value)s in %(period)s, above what is usual (%(lower)s to %(upper)s)."
    ),
    "trend_below": gettext_lazy(
        "%(measure)s: %(value)s in %(period)s, below what is usual (%(lower)s to %(upper)s)."
    ),
    "run_above": gettext_lazy(
        "%(measure)s: %(count)s readings in a row above the usual %(centre)s, the last in %(period)s."
    ),
    "run_below": gettext_lazy(
        "%(measure)s: %(count)s readings in a row below the usual %(centre)s, the last in %(period)s."
    ),
    "ownerless": gettext_lazy("Nobody answers for the goal “%(goal)s”."),
    "owner_left": gettext_lazy("Whoever answered for the goal “%(goal)s” is no longer here."),
    "deputy_holds": gettext_lazy("%(deputy)s stands in as deputy; name a new owner."),
    "stale": gettext_lazy("No work since %(since)s on the goal “%(goal)s”; its rhythm is %(days)s days."),
    "late_cases": gettext_lazy("Late cases in the task package “%(package)s”: %(count)s."),
    "packages_lost": gettext_lazy(
        "Nobody who is still here answers for any of the %(count)s task packages of the goal “%(goal)s”."
    ),
    "overloaded": gettext_lazy(
        "Whoever answers for “%(package)s” has %(count)s pieces of open work; the limit is %(limit)s."
    ),
    "likely_late": gettext_lazy(
        "Cases for the goal “%(goal)s” that are not late yet and likely will be: %(count)s."
    ),
    "duties": gettext_lazy(
        "Conflicts in the responsibility list “%(plan)s” of the work for “%(goal)s”: %(count)s."
    ),
    "reported": gettext_lazy("%(text)s"),
}
NUMBERS: Final = frozenset({"value", "expected", "past", "lower", "upper", "centre"})
PERIODS: Final = frozenset({"period", "last"})
DATES: Final = frozenset({"since"})
_PLAIN: Final = Unit("number", "", digits=2)


def fill(key: str, facts: Mapping[str, Any], *, measure: Measure | None = None) -> str:
    """The sentence of a key in the active language; facts are kept raw and put into words here."""
    unit = measure.unit if measure else _PLAIN
    told = {name: _told(name, value, unit) for name, value in facts.items()}
    if measure:
        told["measure"] = str(measure.title)
    return str(SENTENCES[key]) % told


def sentence_of(signal: Signal) -> str:
    """What a signal says. Reads `rule` and, for goals, `goal` with its deputy."""
    measure = find_measure(signal.rule.measure) if signal.rule else None
    facts = dict(signal.facts)
    if signal.goal:
        facts["goal"] = signal.goal.title
    said = fill(signal.sentence, facts, measure=measure)
    if signal.kind == SignalKind.OWNERLESS and signal.goal and signal.goal.deputy:
        stands_in = str(SENTENCES["deputy_holds"]) % {"deputy": signal.goal.deputy.name}
        return _("%(first)s %(second)s") % {"first": said, "second": stands_in}
    return said


def period_words(key: str) -> str:
    """A period's name in the active language, from its key."""
    try:
        return parse(key).label(get_language() or "en")
    except ValueError:
        return key


def _told(name: str, value: Any, unit: Unit) -> str:
    teller = _TELLERS.get(name)
    return teller(str(value), unit) if teller else str(value)


def _number(text: str, unit: Unit) -> str:
    try:
        return number_of(unit, Decimal(text))
    except InvalidOperation:
        return text


def _period(text: str, _unit: Unit) -> str:
    return period_words(text)


def _date(text: str, _unit: Unit) -> str:
    return format_date(dt.date.fromisoformat(text), get_language() or "en")


_TELLERS: Final[Mapping[str, Callable[[str, Unit], str]]] = {
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(PERIODS, _period),
    **dict.fromkeys(DATES, _date),
}
