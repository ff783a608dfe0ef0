"""The registry behind the door `steps.py`: what a stretch offers to procedures.

`paths` knows no stretch by name. A stretch registers its subjects (what cases can be about, with the
facts that conditions and decision tables may read) and its automatic steps.
"""

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise

from periplus.core.ledger.services import System
from periplus.paths.enums import ValueType
from periplus.paths.models import Case
from periplus.people.models import Person, Unit

Values = Mapping[str, Any]  # JSON-ready; numbers as int or decimal text, dates as ISO text


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about a subject that conditions and decision tables may read, as `key`."""

    key: str
    title: str | Promise
    type: ValueType
    choices: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that a case may be started on."""

    uuid: uuid.UUID
    title: str


class Subject(ABC):
    """One kind of thing that cases are about. Subclass in a stretch's `steps.py`, `register` an instance."""

    type: ClassVar[str]  # label of the model in small letters, e.g. "partners.agreement"
    title: ClassVar[str | Promise]
    facts: ClassVar[tuple[Fact, ...]] = ()

    @abstractmethod
    def candidates(self, person: Person, *, text: str, limit: int) -> Sequence[Candidate]:
        """Subjects that this person may see and whose name contains `text`."""

    @abstractmethod
    def find(self, reference: uuid.UUID) -> models.Model | None:
        """The thing itself, or None."""

    @abstractmethod
    def may_see(self, person: Person, thing: models.Model) -> bool:
        """Whether this person may know of it."""

    @abstractmethod
    def unit_of(self, thing: models.Model) -> Unit | None:
        """The unit in which roles are sought; None for the whole university."""

    def title_of(self, thing: models.Model) -> str:
        """What a case about it is called, where nobody gives it a name of its own."""
        return str(thing)

    def owner_of(self, thing: models.Model) -> Person | None:  # noqa: ARG002 -- a subject without an owner
        """Whoever answers for it."""
        return None

    def partners_of(self, thing: models.Model) -> Iterable[uuid.UUID]:  # noqa: ARG002 -- may concern none
        """Partner institutions whose guests may take part."""
        return ()

    def values_of(self, thing: models.Model, *, on: dt.date) -> Values:  # noqa: ARG002 -- may have no facts
        """The declared facts on a day, by key; one that is unknown is None or left out."""
        return {}


@dataclass(frozen=True, slots=True)
class Call:
    """What an automatic step is run with. It acts as the product, on what the enacted version orders.

    `values`: facts of the subject and what the case produced.
    """

    actor: System
    case: Case
    subject: models.Model | None
    values: Values
    on: dt.date


class Step(ABC):
    """Something the product does by itself when a case gets there. Must bear being run twice."""

    key: ClassVar[str]  # "stretch.verb_noun"
    title: ClassVar[str | Promise]
    subject_type: ClassVar[str] = ""  # "" for any subject
    inputs: ClassVar[tuple[Fact, ...]] = ()
    outputs: ClassVar[tuple[Fact, ...]] = ()

    @abstractmethod
    def run(self, call: Call) -> dict[str, Any]:
        """Do it and give the declared outputs. Raises `Refused` or `Invalid` with a sentence for people."""


_subjects: dict[str, Subject] = {}
_steps: dict[str, Step] = {}


def register(*things: Subject | Step) -> None:
    """Make subjects and automatic steps known; twice is a mistake."""
    for thing in things:
        if isinstance(thing, Subject):
            _add(_subjects, thing.type, thing)
        else:
            _add(_steps, thing.key, thing)


def _add(known: dict[str, Any], key: str, thing: Subject | Step) -> None:
    if key in known:
        message = f"{key} is registered twice."
        raise ValueError(message)
    known[key] = thing


def find_subject(label: str) -> Subject | None:
    return _subjects.get(label)


def list_subjects() -> list[Subject]:
    return [_subjects[key] for key in sorted(_subjects)]


def find_step(key: str) -> Step | None:
    return _steps.get(key)


def list_steps() -> list[Step]:
    return [_steps[key] for key in sorted(_steps)]
