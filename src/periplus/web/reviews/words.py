"""How the second half of the loop speaks on its pages: tones of states, turns in sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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
from periplus.web.shell.components import Tone, Words
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


OFFICE, LEAD, BODY = _("Coordination office"), _("Vice-rector"), "%(body)s"
# Whose turn it is at each step, and what for; steps that are left out are nobody's.
TURNS: Mapping[Next, tuple[Words, Words]] = {
    Next.PLACE: (OFFICE, _("no body takes this by rule. Bring it to one.")),
    Next.PLAN: (OFFICE, _("plan the next meeting of %(body)s")),
    Next.PREPARE: (BODY, _("treat it in the next meeting")),
    Next.DECIDE: (BODY, _("is in session: decide")),
    Next.REPAIR: (LEAD, _("a change could not be carried out. Try again, or undo the decision.")),
    Next.CHECK: (OFFICE, _("check the effect")),
    Next.CLOSE: (OFFICE, _("every effect is checked. Close the loop, or take it up again.")),
}
PLACES: Mapping[Next, Words] = {
    Next.PLACE: _("It stands on no agenda."),
    Next.PLAN: _("It waits for a meeting of %(body)s, until %(day)s at the latest."),
    Next.PREPARE: _("It stands on the agenda of %(body)s, %(at)s."),
    Next.DECIDE: _("It stands on the agenda of %(body)s, %(at)s."),
    Next.REPAIR: _("It is decided, but one change could not be carried out."),
    Next.TAKE_EFFECT: _("It is decided; the change takes effect on %(day)s."),
    Next.WAIT: _("It is decided and in effect; the effect can be seen on %(day)s."),
    Next.CHECK: _("It is decided; the effect can be checked since %(day)s."),
    Next.CLOSE: _("It is decided and every effect is checked."),
    Next.REST: _("It rests until %(day)s."),
    Next.NOTHING: _("The loop is closed."),
}


def turn_of(where: Whereabouts) -> Said | None:
    """Whose turn it is. None when nobody has to do anything."""
    if where.step not in TURNS:
        return None
    who, what = TURNS[where.step]
    names = _names(where)
    return Said(str(who) % names, str(what) % names, where.until)


def whereabouts_words(where: Whereabouts) -> str:
    """Where it stands, in one sentence."""
    return str(PLACES[where.step]) % _names(where)


def _names(where: Whereabouts) -> dict[str, str]:
    return {
        "body": where.item.body.name if where.item else "",
        "day": day_words(where.until) if where.until else "",
        "at": instant_words(where.review.held_at) if where.review else "",
    }
