"""How the second half of the loop speaks on its pages: tones of states, turns in sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    EffectState,
    EffectVerdict,
    ItemState,
    PullState,
    ReviewState,
    Severity,
)
from periplus.loop.queries.whereabouts import Next, Whereabouts
from periplus.loop.types import EffectCheck
from periplus.web.shell.components import Tone
from periplus.web.shell.words import day_words, instant_words

SEVERITY_TONES: Mapping[int, Tone] = {
    Severity.NOTICE: "none",
    Severity.SERIOUS: "warn",
    Severity.CRITICAL: "bad",
}
DEVIATION_TONES: Mapping[str, Tone] = {
    DeviationState.OPEN: "bad",
    DeviationState.ON_AGENDA: "warn",
    DeviationState.DECIDED: "accent",
    DeviationState.CLOSED: "good",
    DeviationState.WAIVED: "none",
}
ITEM_TONES: Mapping[str, Tone] = {
    ItemState.WAITING: "none",
    ItemState.SCHEDULED: "warn",
    ItemState.SETTLED: "good",
    ItemState.WITHDRAWN: "none",
}
REVIEW_TONES: Mapping[str, Tone] = {
    ReviewState.PLANNED: "none",
    ReviewState.OPENED: "accent",
    ReviewState.CLOSED: "good",
    ReviewState.CANCELLED: "none",
}
DECISION_TONES: Mapping[str, Tone] = {
    DecisionState.DRAFTED: "warn",
    DecisionState.TAKEN: "good",
    DecisionState.UNDONE: "none",
}
PULL_TONES: Mapping[str, Tone] = {
    PullState.PLANNED: "none",
    PullState.IN_EFFECT: "good",
    PullState.UNDONE: "none",
    PullState.FAILED: "bad",
}
VERDICT_TONES: Mapping[str, Tone] = {
    EffectVerdict.BETTER: "good",
    EffectVerdict.UNCHANGED: "warn",
    EffectVerdict.WORSE: "bad",
    EffectVerdict.UNKNOWN: "none",
}


def effect_tone(check: EffectCheck) -> Tone:
    """Of its verdict once checked, else of its waiting."""
    if check.state == EffectState.CHECKED:
        return VERDICT_TONES[check.verdict]
    return "none"


def effect_words(check: EffectCheck) -> str:
    """Its verdict once checked, else its state."""
    if check.state == EffectState.CHECKED:
        return check.get_verdict_display()
    return check.get_state_display()


@dataclass(frozen=True, slots=True)
class Said:
    """Whose turn it is and what for; without `who` it is nobody's."""

    who: str
    what: str
    until: dt.date | None = None


def turn_of(where: Whereabouts) -> Said | None:
    """What comes next, as a sentence about somebody. None when nobody has to do anything."""
    office, lead = _("Coordination office"), _("Vice-rector")
    match where.step:
        case Next.PLACE:
            return Said(office, _("no body takes this by rule. Bring it to one."))
        case Next.PLAN:
            return Said(office, _("plan the next meeting of %(body)s") % {"body": _body(where)}, where.until)
        case Next.PREPARE:
            return Said(_body(where), _("treat it in the next meeting"), where.until)
        case Next.DECIDE:
            return Said(_body(where), _("is in session: decide"), where.until)
        case Next.REPAIR:
            return Said(lead, _("a change could not be carried out. Try again, or undo the decision."))
        case Next.CHECK:
            return Said(office, _("check the effect"), where.until)
        case Next.CLOSE:
            return Said(office, _("every effect is checked. Close the loop, or take it up again."))
    return None


def whereabouts_words(where: Whereabouts) -> str:
    """Where it stands, in one sentence."""
    day = day_words(where.until) if where.until else ""
    match where.step:
        case Next.PLACE:
            return _("It stands on no agenda.")
        case Next.PLAN:
            names = {"body": _body(where), "day": day}
            return _("It waits for a meeting of %(body)s, until %(day)s at the latest.") % names
        case Next.PREPARE | Next.DECIDE:
            at = instant_words(where.review.held_at) if where.review else ""
            return _("It stands on the agenda of %(body)s, %(at)s.") % {"body": _body(where), "at": at}
        case Next.REPAIR:
            return _("It is decided, but one change could not be carried out.")
        case Next.TAKE_EFFECT:
            return _("It is decided; the change takes effect on %(day)s.") % {"day": day}
        case Next.WAIT:
            return _("It is decided and in effect; the effect can be seen on %(day)s.") % {"day": day}
        case Next.CHECK:
            return _("It is decided; the effect can be checked since %(day)s.") % {"day": day}
        case Next.CLOSE:
            return _("It is decided and every effect is checked.")
        case Next.REST:
            return _("It rests until %(day)s.") % {"day": day}
    return _("The loop is closed.")


def _body(where: Whereabouts) -> str:
    return where.item.body.name if where.item else ""
