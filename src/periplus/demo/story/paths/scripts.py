"""What is to become of each case: how fast it goes, what is answered, where it stands today."""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

USUALLY: Final = (0.35, 0.95)  # the part of the time allowed that a step takes
FALLBACK_DAYS: Final = 6
AGAIN_DAYS: Final = 3
Find = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Script:
    """One case to be.

    `about` finds its subject on the day it begins. `by`: who begins it; empty for whoever coordinates the
    subject. `days`: after how many days a step is done; all others take a part of the time they are
    allowed. `stops`: where it stands today. `says`: answers in turn, the last of them again and again.
    `turns`: what happens at a step instead of its being done, once: "skip", "back STEP", "hand WHO",
    "suspend", "cancel", each with ": why". `enters`: who of the office works in it, and enters what
    partners write by letter.
    """

    key: str
    procedure: str
    begins: dt.date
    by: str
    about: Find | None = None
    title: str = ""
    unit: str = ""
    package: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    says: Mapping[str, Sequence[str]] = field(default_factory=dict)
    turns: Mapping[str, str] = field(default_factory=dict)
    enters: str = "mei"

    def day_of(self, node: str, opened_on: dt.date, allowed: int | None, dice: random.Random) -> dt.date:
        """The day on which a step is done: never the day it was opened."""
        if node in self.days:
            return max(self.begins + dt.timedelta(days=self.days[node]), opened_on + dt.timedelta(days=1))
        takes = (allowed or FALLBACK_DAYS) * dice.uniform(*USUALLY)
        return opened_on + dt.timedelta(days=max(1, round(takes)))


def pairs(text: str) -> dict[str, str]:
    """What a cell of a table says: "key=value" with semicolons between."""
    split = (each.partition("=") for each in text.split(";") if each.strip())
    return {key.strip(): value.strip() for key, _sign, value in split}


def in_turn(text: str) -> dict[str, tuple[str, ...]]:
    """The same with several values, one after the other: "key=first|second"."""
    return {key: tuple(value.split("|")) for key, value in pairs(text).items()}
