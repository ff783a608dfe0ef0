"""What needs a person: every area says it for its own things in `turns.py`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from periplus.people.types import Person
from periplus.web.shell.areas import offered
from periplus.web.shell.components import Tone

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that somebody has to do now: what, why, until when, and where it is done."""

    title: Words
    why: Words
    url: str
    until: dt.date | None = None
    verb: Words = ""
    tone: Tone = "plain"
    area: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that the person waits for: another one has to do it."""

    title: Words
    who: Words
    url: str
    until: dt.date | None = None


def list_turns(*, person: Person, today: dt.date) -> list[Turn]:
    """What needs this person, the most pressing first."""
    turns = [turn for area in offered("turns") for turn in area.turns_for(person, today)]
    return sorted(turns, key=_pressing)


def list_waiting(*, person: Person, today: dt.date) -> list[Waiting]:
    """What this person waits for, the earliest date first."""
    areas = [area for area in offered("turns") if hasattr(area, "waiting_for_others")]
    found: Iterable[Waiting] = (one for area in areas for one in area.waiting_for_others(person, today))
    return sorted(found, key=lambda waiting: (waiting.until is None, waiting.until or dt.date.max))


def _pressing(turn: Turn) -> tuple[dt.date, bool]:
    return (turn.until or dt.date.max, turn.tone != "bad")
