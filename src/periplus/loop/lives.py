"""The lives of the things of the loop: every move a state can make, as data.

Services ask here before they move something; the state diagrams of the documentation are drawn
from the same tables.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.verdicts import YES, Verdict, no, require
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    EffectState,
    GoalState,
    ItemState,
    PackageState,
    PlanState,
    PullState,
    ReviewState,
    RuleState,
    SignalState,
)


@dataclass(frozen=True, slots=True)
class Move:
    """From one state to another, by what is done."""

    source: TextChoices
    target: TextChoices
    by: str


@dataclass(frozen=True, slots=True)
class Life:
    """All moves of one kind of thing. It begins in `start`; what no move leaves is its end."""

    key: str
    start: TextChoices
    moves: tuple[Move, ...]
    refusal: str | Promise  # with %(state)s

    def may_become(self, state: str, target: TextChoices) -> Verdict:
        """Whether something in `state` may move to `target`."""
        if any(move.source == state and move.target == target for move in self.moves):
            return YES
        return no(self.refusal % {"state": type(self.start)(state).label})

    def diagram(self) -> str:
        """The life as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {move.source} --> {move.target}: {move.by}" for move in self.moves]
        left = {move.source for move in self.moves}
        ends = dict.fromkeys(move.target for move in self.moves if move.target not in left)
        return "\n".join([*lines, *(f"    {end} --> [*]" for end in ends)])


def check_move(life: Life, state: str, target: TextChoices) -> None:
    """Raise `Refused` unless something in `state` may move to `target`."""
    require(life.may_become(state, target))


L, G, K, U, S = PlanState, GoalState, PackageState, RuleState, SignalState
D, A, R, C, P, E = DeviationState, ItemState, ReviewState, DecisionState, PullState, EffectState

PLAN = Life(
    "plan",
    L.DRAFT,
    (
        Move(L.DRAFT, L.IN_FORCE, "the vice-rector enacts it"),
        Move(L.IN_FORCE, L.REPLACED, "a new version is enacted"),
        Move(L.IN_FORCE, L.CLOSED, "is closed with a reason"),
    ),
    _("This plan stands at “%(state)s”, so that is not possible now."),
)
GOAL = Life(
    "goal",
    G.ACTIVE,
    (
        Move(G.ACTIVE, G.REACHED, "is reached"),
        Move(G.ACTIVE, G.GIVEN_UP, "is given up"),
        Move(G.REACHED, G.ACTIVE, "is taken up again"),
        Move(G.GIVEN_UP, G.ACTIVE, "is taken up again"),
    ),
    _("This goal stands at “%(state)s”, so that is not possible now."),
)
PACKAGE = Life(
    "task package",
    K.OPEN,
    (
        Move(K.OPEN, K.DONE, "is evaluated as done"),
        Move(K.OPEN, K.DROPPED, "is dropped with a reason"),
        Move(K.DONE, K.OPEN, "is taken up again"),
        Move(K.DROPPED, K.OPEN, "is taken up again"),
    ),
    _("This task package stands at “%(state)s”, so that is not possible now."),
)
RULE = Life(
    "signal rule",
    U.DRAFT,
    (
        Move(U.DRAFT, U.ACTIVE, "is switched on"),
        Move(U.ACTIVE, U.RETIRED, "is switched off, or a new version is switched on"),
        Move(U.RETIRED, U.ACTIVE, "is switched on again"),
    ),
    _("This rule stands at “%(state)s”, so that is not possible now."),
)
SIGNAL = Life(
    "signal",
    S.OPEN,
    (
        Move(S.OPEN, S.IN_DEVIATION, "opens a deviation, or joins one"),
        Move(S.OPEN, S.DISMISSED, "is dismissed with a reason"),
        Move(S.OPEN, S.CLEARED, "what raised it has ended"),
    ),
    _("This signal stands at “%(state)s”, so that is not possible now."),
)
DEVIATION = Life(
    "deviation",
    D.OPEN,
    (
        Move(D.OPEN, D.ON_AGENDA, "enters an agenda by rule, or is brought"),
        Move(D.OPEN, D.WAIVED, "is waived until a date"),
        Move(D.ON_AGENDA, D.WAIVED, "is waived, or a decision changes nothing"),
        Move(D.ON_AGENDA, D.DECIDED, "a decision is taken"),
        Move(D.WAIVED, D.OPEN, "the date has come"),
        Move(D.WAIVED, D.ON_AGENDA, "the decision to wait is undone"),
        Move(D.DECIDED, D.ON_AGENDA, "the effect did not come, or the decision is undone"),
        Move(D.DECIDED, D.CLOSED, "all effect checks are stored"),
    ),
    _("This deviation stands at “%(state)s”, so that is not possible now."),
)
ITEM = Life(
    "agenda item",
    A.WAITING,
    (
        Move(A.WAITING, A.SCHEDULED, "is put on a meeting"),
        Move(A.SCHEDULED, A.WAITING, "is carried over"),
        Move(A.WAITING, A.SETTLED, "its effect is checked"),
        Move(A.SCHEDULED, A.SETTLED, "is decided, checked or taken note of"),
        Move(A.WAITING, A.WITHDRAWN, "is withdrawn"),
        Move(A.SCHEDULED, A.WITHDRAWN, "is withdrawn"),
    ),
    _("This agenda item stands at “%(state)s”, so that is not possible now."),
)
REVIEW = Life(
    "review",
    R.PLANNED,
    (
        Move(R.PLANNED, R.OPENED, "the chair opens it"),
        Move(R.OPENED, R.CLOSED, "the chair closes it"),
        Move(R.PLANNED, R.CANCELLED, "is cancelled"),
    ),
    _("This review stands at “%(state)s”, so that is not possible now."),
)
DECISION = Life(
    "decision",
    C.DRAFTED,
    (
        Move(C.DRAFTED, C.TAKEN, "is taken"),
        Move(C.DRAFTED, C.UNDONE, "the draft is dropped"),
        Move(C.TAKEN, C.UNDONE, "is undone with all it changed"),
    ),
    _("This decision stands at “%(state)s”, so that is not possible now."),
)
PULL = Life(
    "lever pull",
    P.PLANNED,
    (
        Move(P.PLANNED, P.IN_EFFECT, "its date has come"),
        Move(P.PLANNED, P.FAILED, "cannot be carried out"),
        Move(P.FAILED, P.IN_EFFECT, "is tried again"),
        Move(P.PLANNED, P.UNDONE, "is called off"),
        Move(P.FAILED, P.UNDONE, "is called off"),
        Move(P.IN_EFFECT, P.UNDONE, "the old values are put back"),
    ),
    _("This change stands at “%(state)s”, so that is not possible now."),
)
EFFECT = Life(
    "effect check",
    E.DUE,
    (
        Move(E.DUE, E.CHECKED, "is measured again and judged"),
        Move(E.DUE, E.DROPPED, "its decision is undone"),
    ),
    _("This effect check stands at “%(state)s”, so that is not possible now."),
)
LIVES = (PLAN, GOAL, PACKAGE, RULE, SIGNAL, DEVIATION, ITEM, REVIEW, DECISION, PULL, EFFECT)


def diagrams() -> str:
    """All lives as one Markdown page."""
    parts = [f"## {life.key.capitalize()}\n\n```mermaid\n{life.diagram()}\n```\n" for life in LIVES]
    return "\n".join(["# States of the loop\n", *parts])
