"""What the loop's own levers have in common."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from periplus.core.ledger.services import System
from periplus.core.text import normalise
from periplus.core.verdicts import YES, Invalid, Refused, Verdict, no
from periplus.loop.enums import PlanState
from periplus.loop.levering import Choice
from periplus.loop.measuring import find_measure
from periplus.loop.models import Goal, Target

# A decision acts with the authority of its body, not of the person who happened to take it.
DECISIONS: Final = System("decisions")


def goals_in_force() -> QuerySet[Goal]:
    """The goals that a decision can change."""
    return Goal.objects.filter(plan__state=PlanState.IN_FORCE).select_related(
        "plan__institution", "unit", "accountable", "deputy"
    )


def matching(things: Iterable[Any], title_of: Callable[[Any], str], text: str, limit: int) -> list[Choice]:
    """Those whose title contains every word of `text`."""
    words = normalise(text).split()
    found = []
    for thing in things:
        title = title_of(thing)
        if all(word in normalise(title) for word in words):
            found.append(Choice(str(thing.uuid), title))
        if len(found) == limit:
            break
    return found


def title_of_target(target: Target) -> str:
    measure = find_measure(target.measure)
    return f"{target.goal} · {measure.title if measure else target.measure}"


def verdict_of(check: Callable[[], object]) -> Verdict:
    """What a check that raises would say, as a verdict."""
    try:
        check()
    except Invalid as invalid:
        return no(" ".join(str(sentence) for sentence in invalid.errors.values()))
    except Refused as refused:
        return refused.verdict
    return YES


def demand_unchanged(now: Mapping[str, Any], then: Mapping[str, Any]) -> None:
    """Raise `Refused` when what was set has been changed again since."""
    if dict(now) != dict(then):
        raise Refused(no(_("It was changed again since. Change it anew instead.")))


def plain(value: object) -> str | None:
    """A value as JSON: text, or None."""
    if value is None:
        return None
    if isinstance(value, TextChoices):
        return str(value.value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(getattr(value, "uuid", value))


def day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def in_words(on: dt.date | None) -> str:
    return date_format(on) if on else "–"
