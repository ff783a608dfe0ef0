"""What the engine asks of every kind of row."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise

from periplus.core.ledger.services import System
from periplus.core.traces import Brought
from periplus.exchange.enums import ImportKind, Outcome
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets.fields import Draft, Field
from periplus.people.models import Institution, Person


@dataclass(frozen=True, slots=True)
class Setting:
    """In what an import happens: its run, who answers for it, for which institution, on which day."""

    run: ImportRun
    actor: Person | System
    institution: Institution | None
    today: dt.date

    @property
    def source(self) -> str:
        return self.run.source.name


@dataclass(frozen=True, slots=True)
class Result:
    """How one row ended. `before`: what is needed to take it back, beyond the target itself."""

    outcome: Outcome
    target: Any = None  # uuid of the row of the register
    before: Mapping[str, Any] | None = None


def result_of(brought: Brought) -> Result:
    """The result of a row whose whole content was brought in."""
    before = brought.trace.as_json() if brought.trace else None
    return Result(Outcome(brought.effect.value), brought.uuid, before)


class Importer(ABC):
    """One run of a kind: reads the whole file once to learn, then writes batch by batch.

    `survey` sees every row that is not refused; `prepare` then looks everything up at once; `tally`
    sees the rows again if `tallies`; `resume` recalls what earlier batches of this run came to. `apply`
    writes one batch inside a transaction and gives one result for each draft that it was handed.
    """

    tallies: ClassVar[bool] = False

    @abstractmethod
    def survey(self, draft: Draft) -> None: ...

    @abstractmethod
    def prepare(self) -> None: ...

    def tally(self, draft: Draft) -> None:  # noqa: B027 -- most kinds read the file once
        """See a row the second time, when names are known."""

    @abstractmethod
    def resume(self, next_row: int) -> None: ...

    @abstractmethod
    def apply(self, drafts: Sequence[Draft], attributes: Mapping[str, Any]) -> list[Result]: ...


class Kind(ABC):
    """What the rows of a spreadsheet are: which fields they have, what is wrong with one, how they come in.

    `owned`: rows that belong to a target alone and go with it. `one_of`: groups of fields of which at
    least one is needed.
    """

    key: ClassVar[ImportKind]
    target: ClassVar[type[models.Model]]
    owned: ClassVar[tuple[tuple[type[models.Model], str], ...]] = ()
    fields: ClassVar[tuple[Field, ...]]
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = ()
    for_institution: ClassVar[bool] = False
    events_tell: ClassVar[bool] = True
    about: ClassVar["str | Promise"] = ""

    def examine(self, draft: Draft) -> None:  # noqa: B027 -- in most kinds each cell speaks for itself
        """Say what is wrong with a row as a whole."""

    @abstractmethod
    def importer(self, setting: Setting) -> Importer: ...

    def labels(self) -> "dict[str, str | Promise]":
        """The words for each field."""
        return {each.name: each.label for each in self.fields}
