"""The life of an import as data: which step leads from where to where."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.verdicts import YES, Verdict, no
from periplus.exchange.enums import RunState


@dataclass(frozen=True, slots=True)
class Move:
    """One step: its verb, where it may start, where it leads, and what is said when it may not."""

    verb: str
    origins: frozenset[RunState]
    target: RunState
    refusal: str | Promise


MOVES: Final = (
    Move(
        "preview",
        frozenset({RunState.UPLOADED, RunState.PREVIEWED}),
        RunState.PREVIEWED,
        _("This import has begun. Its columns cannot be changed any more."),
    ),
    Move(
        "begin",
        frozenset({RunState.PREVIEWED}),
        RunState.RUNNING,
        _("Match the columns and look at the preview first."),
    ),
    Move(
        "resume",
        frozenset({RunState.RUNNING, RunState.FAILED, RunState.UNDOING}),
        RunState.RUNNING,
        _("This import does not need to go on."),
    ),
    Move(
        "finish",
        frozenset({RunState.RUNNING}),
        RunState.DONE,
        _("This import is not running."),
    ),
    Move(
        "fail",
        frozenset({RunState.RUNNING, RunState.UNDOING}),
        RunState.FAILED,
        _("This import is not running."),
    ),
    Move(
        "undo",
        frozenset({RunState.DONE, RunState.FAILED}),
        RunState.UNDOING,
        _("Only an import that is done, or was stopped, can be undone."),
    ),
    Move(
        "finish_undo",
        frozenset({RunState.UNDOING}),
        RunState.UNDONE,
        _("This import is not being undone."),
    ),
)
BY_VERB: Final = {move.verb: move for move in MOVES}
TRANSITIONS: Final = tuple(
    (origin.value, move.verb, move.target.value) for move in MOVES for origin in sorted(move.origins)
)


def allows(state: str, verb: str) -> Verdict:
    """Whether an import in this state may take this step."""
    move = BY_VERB[verb]
    return YES if state in move.origins else no(move.refusal)
