"""What the page of a decision shows, and the same block within a meeting."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.verdicts import Verdict
from periplus.loop import policies
from periplus.loop.enums import DecisionState, EffectState, PullState
from periplus.loop.forms.deciding import HopeForm
from periplus.loop.queries.effects import Suggestion, suggest_check
from periplus.loop.scopes import Scope
from periplus.loop.types import Decision, EffectCheck, LeverPull
from periplus.people.types import Person
from periplus.web.loop.ways import way
from periplus.web.loop.words import scope_words
from periplus.web.reviews.words import DECISION_TONES, Said
from periplus.web.shell.components import Fact
from periplus.web.shell.words import day_words, instant_words


@dataclass(frozen=True, slots=True)
class Change:
    """One change with what this person may do about it."""

    pull: LeverPull
    may_undo: Verdict
    may_retry: Verdict


def place_of(decision: Decision, at: str) -> str:
    """Where one was when one did something about a decision: in its meeting, or on its page."""
    review = decision.item.review
    if at == "review" and review is not None:
        base = reverse("reviews:detail", args=[review.uuid])
        return f"{base}?decision={decision.uuid}#item-{decision.item.uuid}"
    return reverse("decisions:detail", args=[decision.uuid])


def scopes_of(decision: Decision, suggestion: Suggestion) -> list[tuple[Scope, str]]:
    """What an effect can be looked at for: as suggested, or the whole institution."""
    whole = Scope(institution=decision.institution.uuid)
    scopes = dict.fromkeys([suggestion.scope, whole])
    return [(scope, scope_words(scope)) for scope in scopes]


def block_of(person: Person, decision: Decision, today: dt.date) -> dict[str, Any]:
    """A decision as it stands on its page and in its meeting."""
    draft = decision.state == DecisionState.DRAFTED
    suggestion = suggest_check(decision, today=today) if draft else None
    return {
        "decision": decision,
        "changes": [
            Change(pull, policies.may_undo_pull(person, pull), policies.may_retry_pull(person, pull))
            for pull in decision.pulls.select_related("decision__body__unit", "decision__deviation").order_by(
                "effective_on", "pk"
            )
        ],
        "checks": list(decision.effect_checks.order_by("check_on", "pk")),
        "may_change": policies.may_change_draft(person, decision),
        "may_take": policies.may_take(person, decision),
        "hope_form": suggestion and HopeForm(suggestion=suggestion, scopes=scopes_of(decision, suggestion)),
    }


def page_of(person: Person, decision: Decision, today: dt.date) -> dict[str, Any]:
    """The context of the page of a decision."""
    block = block_of(person, decision, today)
    due = _due(block["checks"], today)
    failed = [change for change in block["changes"] if change.pull.state == PullState.FAILED]
    return block | {
        "tone": DECISION_TONES[decision.state],
        "said": _said(decision, due, failed),
        "mine": bool(block["may_take"]) or bool(due and policies.may_check_effect(person, due, on=today)),
        "due": due,
        "failed": failed[0] if failed else None,
        "facts": _facts(decision),
        "may_undo": policies.may_undo(person, decision),
        "at": "decision",
    }


def _due(checks: list[EffectCheck], today: dt.date) -> EffectCheck | None:
    return next((each for each in checks if each.state == EffectState.DUE and each.check_on <= today), None)


def _said(decision: Decision, due: EffectCheck | None, failed: list[Change]) -> Said | None:
    chair = decision.body.chair.name if decision.body.chair else _("Vice-rector")
    if decision.state == DecisionState.DRAFTED:
        return Said(chair, _("take the decision while the review is in session"))
    if decision.state == DecisionState.TAKEN and failed:
        return Said(chair, _("a change could not be carried out. Try again, or undo the decision."))
    if decision.state == DecisionState.TAKEN and due:
        return Said(_("Coordination office"), _("check the effect"), due.check_on)
    return None


def _facts(decision: Decision) -> list[Fact]:
    review, deviation, goal = decision.item.review, decision.deviation, decision.goal
    facts = [
        Fact(_("Reference"), decision.reference),
        Fact(_("Body"), decision.body.name, reverse("agenda:body", args=[decision.body.uuid])),
    ]
    if review:
        facts.append(
            Fact(_("Review"), instant_words(review.held_at), reverse("reviews:detail", args=[review.uuid]))
        )
    if deviation:
        url = reverse("deviations:detail", args=[deviation.uuid])
        facts.append(Fact(_("About"), deviation.title, url, deviation.get_state_display()))
    if goal:
        facts.append(Fact(_("Goal"), str(goal), way("loop:goal", goal.uuid)))
    if decision.taken_on:
        by = decision.taken_by.name if decision.taken_by else ""
        facts.append(Fact(_("Taken on"), day_words(decision.taken_on), "", by))
    if decision.waive_until:
        facts.append(Fact(_("Changes nothing until"), day_words(decision.waive_until)))
    return facts
