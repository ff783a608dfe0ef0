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
    origins: tuple[RunState, ...]
    target: RunState
    refusal: str | Promise


MOVES: Final = (
    Move(
        "preview",
        (RunState.UPLOADED, RunState.PREVIEWED),
        RunState.PREVIEWED,
        _("This import has begun. Its columns cannot be changed any more."),
    ),
    Move(
        "begin",
        (RunState.PREVIEWED,),
        RunState.RUNNING,
        _("Match the columns and look at the preview first."),
    ),
    Move(
        "resume",
        (RunState.RUNNING, RunState.FAILED),
        RunState.RUNNING,
        _("Only an import that was interrupted can go on."),
    ),
    Move("stop", (RunState.RUNNING,), RunState.FAILED, _("This import is not running.")),
    Move("finish", (RunState.RUNNING,), RunState.DONE, _("This import is not running.")),
    Move(
        "undo",
        (RunState.DONE, RunState.FAILED, RunState.UNDOING),
        RunState.UNDOING,
        _("Only an import that is done, or was stopped, can be undone."),
    ),
    Move("finish_undo", (RunState.UNDOING,), RunState.UNDONE, _("This import is not being undone.")),
)
BY_VERB: Final = {move.verb: move for move in MOVES}
TRANSITIONS: Final = tuple(
    (origin.value, move.verb, move.target.value) for move in MOVES for origin in move.origins
)
# States in which somebody is, or should be, at work.
AT_WORK: Final = (RunState.RUNNING, RunState.UNDOING)


def allows(state: str, verb: str) -> Verdict:
    """Whether an import in this state may take this step."""
    move = BY_VERB[verb]
    return YES if state in move.origins else no(move.refusal)


def diagram() -> str:
    """The life of an import as a Mermaid state diagram."""
    left = {origin for origin, _verb, _target in TRANSITIONS}
    ends = dict.fromkeys(target for _origin, _verb, target in TRANSITIONS if target not in left)
    lines = ["stateDiagram-v2", f"    [*] --> {RunState.UPLOADED.value}"]
    lines += [f"    {origin} --> {target}: {verb}" for origin, verb, target in TRANSITIONS]
    return "\n".join([*lines, *(f"    {end} --> [*]" for end in ends)])
