"""In which state something of the second half of the loop may be done, whoever asks.

`policies.py` adds who.
"""

import datetime as dt

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.verdicts import YES, Verdict, first_refusal, no
from periplus.loop import lives
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    DiscussionRule,
    EffectState,
    ItemKind,
    ItemState,
    PullState,
    ReviewState,
)
from periplus.loop.models import AgendaItem, Decision, Deviation, EffectCheck, LeverPull, Review


def only(condition: object, sentence: str | Promise) -> Verdict:
    """Yes if `condition` holds, else no with this sentence."""
    return YES if condition else no(sentence)


def is_open(item: AgendaItem) -> Verdict:
    waiting = item.state in {ItemState.WAITING, ItemState.SCHEDULED}
    return only(waiting, _("This item is no longer open."))


def is_withdrawable(item: AgendaItem) -> Verdict:
    """A deviation or effect check leaves an agenda only when it is settled or waived."""
    kept = _("This stays on the agenda until it is settled. A deviation can be waived until a date.")
    free = only(item.kind in {ItemKind.PROPOSAL, ItemKind.EVALUATION}, kept)
    return lives.ITEM.may_become(item.state, ItemState.WITHDRAWN) & free


def is_planned(review: Review) -> Verdict:
    return only(review.state == ReviewState.PLANNED, _("Only a planned review can be changed."))


def is_in_session(review: Review | None) -> Verdict:
    opened = review is not None and review.state == ReviewState.OPENED
    return only(opened, _("The review is not in session. Open it first."))


def has_no_drafts(review: Review) -> Verdict:
    drafts = Decision.objects.filter(item__review=review, state=DecisionState.DRAFTED).exists()
    return only(not drafts, _("A decision is still a draft. Take it or drop it, then close the review."))


def is_to_be_decided(item: AgendaItem) -> Verdict:
    """Its review is in session, it stands on it, and it is not for information only."""
    if item.review is None:
        return no(_("This item waits for a meeting. Decisions are drafted while a review is in session."))
    told = _("This item is for information only; nothing is decided.")
    return first_refusal(
        [
            is_in_session(item.review),
            only(item.state == ItemState.SCHEDULED, _("This item is settled.")),
            only(item.discussion != DiscussionRule.INFORMATION, told),
        ]
    )


def is_draft(decision: Decision) -> Verdict:
    return only(decision.state == DecisionState.DRAFTED, _("Only a draft can be changed."))


def is_ready(decision: Decision) -> Verdict:
    """Its meeting is in session, its item has been read as often as the rule asks, and it is complete."""
    item = decision.item
    unread = item.discussion == DiscussionRule.TWO_READINGS and item.readings == 0
    twice = _("This item is read twice: discuss it today, decide it in the next meeting.")
    return first_refusal(
        [is_draft(decision), is_to_be_decided(item), only(not unread, twice), names_what_it_changes(decision)]
    )


def names_what_it_changes(decision: Decision) -> Verdict:
    """At least one lever with a check of its effect, or a dated waiver."""
    pulls = decision.pulls.exists()
    if decision.deviation_id is None:
        return only(pulls, _("Choose at least one lever: a decision names what it changes."))
    if decision.waive_until is not None:
        return only(not pulls, _("Either it pulls levers, or it waits until a date. Remove one of the two."))
    if not pulls:
        return no(_("Choose at least one lever, or say until when the deviation is waived."))
    checks = decision.effect_checks.exists()
    return only(checks, _("Say how the effect will be checked: add an effect check."))


def is_undoable(decision: Decision) -> Verdict:
    taken = only(decision.state == DecisionState.TAKEN, _("Only a decision that is taken can be undone."))
    closed = decision.deviation is not None and decision.deviation.state == DeviationState.CLOSED
    return taken & only(not closed, _("Its loop is closed. Take a new decision instead."))


def is_one_of_several(pull: LeverPull) -> Verdict:
    others = pull.decision.pulls.exclude(pk=pull.pk).exclude(state=PullState.UNDONE).exists()
    alone = _("This is the only change of the decision. Undo the decision instead.")
    return lives.PULL.may_become(pull.state, PullState.UNDONE) & only(others, alone)


def has_failed(pull: LeverPull) -> Verdict:
    return only(pull.state == PullState.FAILED, _("This change did not fail."))


def is_due(check: EffectCheck, on: dt.date) -> Verdict:
    """Its decision stands and its figures are complete."""
    early = _("It is too early: the figures are complete on %(day)s.") % {"day": date_format(check.check_on)}
    return first_refusal(
        [
            lives.EFFECT.may_become(check.state, EffectState.CHECKED),
            only(check.decision.state == DecisionState.TAKEN, _("Its decision is not taken.")),
            only(on >= check.check_on, early),
        ]
    )


def is_checked(deviation: Deviation) -> Verdict:
    """Every effect check of every decision that stands is stored, and there is one."""
    checks = EffectCheck.objects.filter(decision__deviation=deviation, decision__state=DecisionState.TAKEN)
    due = checks.filter(state=EffectState.DUE).exists()
    unchecked = _("An effect check is still due. The loop closes when its result is stored.")
    stored = only(
        checks.filter(state=EffectState.CHECKED).exists(),
        _("There is no effect check. The loop closes only with one."),
    )
    return only(not due, unchecked) & stored
