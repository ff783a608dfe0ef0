"""What pages hand to the components: small frozen records, one per component."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
Number = int | float | Decimal
Tone = Literal["good", "warn", "bad", "none", "plain", "accent"]
PortKey = Literal["path", "signals", "deviation", "review", "decision", "effect"]
PortTone = Literal["good", "warn", "bad", "idle", "accent"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts; `url` opens what the value stands for."""

    label: Words
    value: object
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with everything needed to read it; `url` opens the records behind it."""

    value: Number | None
    unit: Words = ""
    period: Words = ""
    source: Words = ""
    url: str = ""
    digits: int = 0
    definition: Words = ""
    suppressed: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison; equal values are shown once."""

    label: Words
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Port:
    """One of the six ports of a goal's route, linked to exactly what it counts."""

    key: PortKey
    text: Words
    label: Words
    tone: PortTone = "idle"
    url: str = ""
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline: what happened, in a sentence."""

    at: dt.datetime
    sentence: Words
    actor: Words = ""
    url: str = ""
    note: Words = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a sibling page."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of something done in order."""

    label: Words
    state: Literal["done", "now", "next"] = "next"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Long work that can be left: `url` answers with the same component, newer."""

    id: str
    title: Words
    done: int
    total: int
    sentence: Words
    url: str
    state: Literal["running", "done", "failed"] = "running"
