"""The registry of levers: the door `levers.py` of every stretch registers here.

A lever is something that a decision may change: it validates, shows the change before it happens,
applies it on its date, can be undone, and leaves the old value behind.
"""

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise

from periplus.core.verdicts import Verdict
from periplus.people.models import Person

Change = Mapping[str, Any]  # JSON-ready


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to fill in when a lever is pulled.

    `kind`: text, whole, decimal, date, choice, person, or subject (another object, by uuid).
    """

    name: str
    label: str | Promise
    kind: str
    required: bool = True
    choices: tuple[Choice, ...] = ()
    hint: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does, in words: the thing, its value before and after."""

    label: str | Promise
    before: str
    after: str


class Lever(ABC):
    """One kind of change. Subclass in a stretch's `levers.py` and `register` an instance."""

    key: ClassVar[str]
    title: ClassVar[str | Promise]
    subject_type: ClassVar[str]  # label of the model it changes, e.g. "partners.agreementline"

    @abstractmethod
    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        """Candidates whose name contains `text`, for the search box; values are uuids."""

    @abstractmethod
    def subject(self, reference: uuid.UUID) -> models.Model | None:
        """The thing to change, or None."""

    def title_of(self, subject: models.Model) -> str:
        """What the thing is called where a change of it is told, out of its own page."""
        return str(subject)

    @abstractmethod
    def inputs(self, subject: models.Model) -> Sequence[Input]:
        """What has to be filled in."""

    @abstractmethod
    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:
        """Whether this change makes sense on that day; the sentence names what to correct."""

    @abstractmethod
    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        """What would change. Writes nothing."""

    @abstractmethod
    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        """Make the change through the stretch's own service; return the old values as JSON."""

    def carry_out(
        self,
        *,
        decision: uuid.UUID,  # noqa: ARG002 -- for levers whose stretch keeps by which decision it changed
        subject: models.Model,
        change: Change,
        on: dt.date,
    ) -> dict[str, Any]:
        """Make the change as a decision orders it."""
        return self.apply(actor=None, subject=subject, change=change, on=on)

    @abstractmethod
    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        """Put the old values back. Raises `Refused` when the world has moved on."""


_levers: dict[str, Lever] = {}


def register(*levers: Lever) -> None:
    for lever in levers:
        if lever.key in _levers:
            message = f"The lever {lever.key} is registered twice."
            raise ValueError(message)
        _levers[lever.key] = lever


def get_lever(key: str) -> Lever:
    """The lever of this key. Raises `KeyError`."""
    return _levers[key]


def find_lever(key: str) -> Lever | None:
    return _levers.get(key)


def list_levers() -> list[Lever]:
    return [_levers[key] for key in sorted(_levers)]
