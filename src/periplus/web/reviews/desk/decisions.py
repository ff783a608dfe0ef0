"""Decisions: drafted in a review, taken, undone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.loop import policies
from periplus.loop.enums import PullState
from periplus.loop.forms.deciding import ChangeDecisionForm, DecisionForm, HopeForm
from periplus.loop.forms.reviewing import ReasonForm
from periplus.loop.queries.decisions import preview_undo
from periplus.loop.queries.effects import suggest_check
from periplus.loop.services import decisions, effects, pulls
from periplus.loop.types import Decision, LeverPull
from periplus.web.reviews.building import builder_of, order_of
from periplus.web.reviews.decision_page import page_of, place_of, scopes_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

DRAFT = "loop.decisions.draft"
TAKE = "loop.decisions.take"


def seen(request: Request, reference: UUID) -> Decision:
    return found(policies.visible_decisions(request.user), uuid=reference)


def seen_pull(request: Request, reference: UUID) -> LeverPull:
    return found(policies.visible_pulls(request.user), uuid=reference)


@page("loop.reviews.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    decision, today = seen(request, reference), clock.today()
    base = reverse("decisions:detail", args=[reference])
    builder = builder_of(request.GET, decision, today=today, base=base, at="decision")
    context = page_of(request.user, decision, today) | {"builder": builder}
    return render(request, "decisions/detail.html", context)


@form_page(DRAFT)
def new(request: Request) -> HttpResponse:
    """Draft a decision about the item named in the address."""
    item = found(policies.visible_items(request.user), uuid=_reference(request.GET.get("item", "")))
    form = DecisionForm(request.POST or None)
    drafted = submit(
        request,
        form,
        lambda values: decisions.draft_decision(actor=request.user, item=item, today=clock.today(), **values),
    )
    if drafted:
        said = _("The draft is written. Choose what it changes.")
        return leave(request, place_of(drafted.result, request.POST.get("at", "")), say=said)
    verdict = policies.may_draft(request.user, item)
    return show_form(request, "decisions/new.html", form, item=item, verdict=verdict)


@form_page(DRAFT)
def change(request: Request, reference: UUID) -> HttpResponse:
    decision = seen(request, reference)
    form = ChangeDecisionForm(request.POST or None, initial=ChangeDecisionForm.initial_of(decision))
    if submit(
        request,
        form,
        lambda values: decisions.change_decision(
            actor=request.user, decision=decision, today=clock.today(), **values
        ),
    ):
        return leave(request, "decisions:detail", reference, say=_("The draft is changed."))
    return show_form(request, "decisions/change.html", form, decision=decision)


@act(DRAFT)
def add_pull(request: Request, reference: UUID) -> HttpResponse:
    decision, order = seen(request, reference), order_of(request.POST)
    if order is None:
        raise Invalid({"": _("Choose what is to be changed, and from when.")})
    pulls.add_pull(actor=request.user, decision=decision, order=order, today=clock.today())
    said = _("The change is part of the draft. It happens when the decision is taken.")
    return leave(request, place_of(decision, request.POST.get("at", "")), say=said)


@act(DRAFT)
def remove_pull(request: Request, reference: UUID) -> HttpResponse:
    pull = seen_pull(request, reference)
    pulls.remove_pull(actor=request.user, pull=pull, today=clock.today())
    place = place_of(pull.decision, request.POST.get("at", ""))
    return leave(request, place, say=_("The change is taken out."))


@form_page(DRAFT)
def plan_check(request: Request, reference: UUID) -> HttpResponse:
    """Say how the effect will be seen."""
    decision, today = seen(request, reference), clock.today()
    suggestion = suggest_check(decision, today=today)
    form = HopeForm(request.POST or None, suggestion=suggestion, scopes=scopes_of(decision, suggestion))
    if submit(
        request,
        form,
        lambda _values: effects.plan_effect_check(
            actor=request.user, decision=decision, hope=form.hope, today=today
        ),
    ):
        place = place_of(decision, request.POST.get("at", ""))
        return leave(request, place, say=_("The effect check is planned."))
    verdict = policies.may_change_draft(request.user, decision)
    return show_form(request, "decisions/plan_check.html", form, decision=decision, verdict=verdict)


@act(DRAFT)
def remove_check(request: Request, reference: UUID) -> HttpResponse:
    check = found(policies.visible_effect_checks(request.user), uuid=reference)
    effects.remove_effect_check(actor=request.user, check=check, today=clock.today())
    place = place_of(check.decision, request.POST.get("at", ""))
    return leave(request, place, say=_("The effect check is taken out."))


@act(TAKE)
def take(request: Request, reference: UUID) -> HttpResponse:
    decision = decisions.take_decision(
        actor=request.user, decision=seen(request, reference), today=clock.today()
    )
    states = [pull.state for pull in decision.pulls.all()]
    return leave(request, place_of(decision, request.POST.get("at", "")), say=_taken(states))


@act(DRAFT)
def drop(request: Request, reference: UUID) -> HttpResponse:
    decision = seen(request, reference)
    decisions.drop_decision(actor=request.user, decision=decision, today=clock.today())
    place = place_of(decision, request.POST.get("at", ""))
    return leave(request, place, say=_("The draft is dropped."))


@form_page(TAKE)
def undo(request: Request, reference: UUID) -> HttpResponse:
    """Show what would be put back, then put it back."""
    decision = seen(request, reference)
    form = ReasonForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: decisions.undo_decision(
            actor=request.user, decision=decision, today=clock.today(), **values
        ),
    ):
        return leave(request, "decisions:detail", reference, say=_("Everything is put back."))
    context = {
        "decision": decision,
        "rows": preview_undo(decision),
        "verdict": policies.may_undo(request.user, decision),
    }
    return show_form(request, "decisions/undo.html", form, **context)


@act(TAKE)
def undo_pull(request: Request, reference: UUID) -> HttpResponse:
    pull, reason = seen_pull(request, reference), request.POST.get("reason", "")
    pulls.undo_pull(actor=request.user, pull=pull, reason=reason, today=clock.today())
    return leave(request, "decisions:detail", pull.decision.uuid, say=_("The change is put back."))


@act(TAKE)
def retry_pull(request: Request, reference: UUID) -> HttpResponse:
    pull = pulls.retry_pull(actor=request.user, pull=seen_pull(request, reference), today=clock.today())
    worked = pull.state == PullState.IN_EFFECT
    said = _("The change is in effect.") if worked else _("It still cannot be carried out.")
    return leave(request, "decisions:detail", pull.decision.uuid, say=said)


def _taken(states: list[str]) -> str:
    now, later = states.count(PullState.IN_EFFECT), states.count(PullState.PLANNED)
    if PullState.FAILED in states:
        return _("The decision is taken, but a change could not be carried out.")
    if now:
        return ngettext(
            "The decision is taken. %(number)s change is in effect.",
            "The decision is taken. %(number)s changes are in effect.",
            now,
        ) % {"number": now}
    if later:
        return _("The decision is taken. It takes effect on its date.")
    return _("The decision is taken.")


def _reference(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
