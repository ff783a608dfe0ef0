"""How imports are told on pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.queries import is_stalled, rows_left
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.exchange.spreadsheets.sentences import sentence_of
from periplus.exchange.types import ImportRun
from periplus.web.shell.components import Tone, Work
from periplus.web.shell.words import number_words

STATE_TONES: Final[Mapping[str, Tone]] = {
    RunState.UPLOADED: "warn",
    RunState.PREVIEWED: "warn",
    RunState.RUNNING: "accent",
    RunState.DONE: "good",
    RunState.FAILED: "bad",
    RunState.UNDOING: "accent",
    RunState.UNDONE: "none",
}
OUTCOME_TONES: Final[Mapping[str, Tone]] = {
    Outcome.CREATED: "good",
    Outcome.CHANGED: "accent",
    Outcome.UNCHANGED: "none",
    Outcome.MERGED: "plain",
    Outcome.REFUSED: "bad",
}


def work_of(run: ImportRun) -> Work:
    """How far a run is, in whichever direction it goes."""
    left = rows_left(run)
    undoing = run.state == RunState.UNDOING
    title = _("Undoing the import") if undoing else _("Importing")
    return Work(
        id="import-work",
        title=title,
        done=run.rows_total - left,
        total=run.rows_total or 1,
        sentence=_sentence(run, left),
        url=reverse("imports:progress", args=[run.uuid]),
        state="failed" if is_stalled(run) and run.failure else "running",
    )


def _sentence(run: ImportRun, left: int) -> str:
    if run.failure:
        return run.failure
    if run.state == RunState.RUNNING and not run.rows_total:
        return _("Reads the file.")
    if is_stalled(run):
        return _("Waits for a free worker.")
    return ngettext("%(rows)s row is left.", "%(rows)s rows are left.", left) % {"rows": number_words(left)}


def told(run: ImportRun, problems: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Problems with their sentences in the reader's language."""
    labels = kind_of(run.source.kind).labels()
    return [{**each, "said": sentence_of(each, labels)} for each in problems]


@dataclass(frozen=True, slots=True)
class Ended:
    """How many rows ended in one way; `shown` is the number as it is written here."""

    key: str
    words: str
    number: int
    tone: Tone

    @property
    def shown(self) -> str:
        return number_words(self.number)


def counts_of(counts: Mapping[str, int]) -> list[Ended]:
    """Rows by outcome; ways that did not occur are left out, but for new ones."""
    return [
        Ended(outcome.value, str(outcome.label), counts.get(outcome, 0), OUTCOME_TONES[outcome])
        for outcome in Outcome
        if counts.get(outcome) or outcome == Outcome.CREATED
    ]
