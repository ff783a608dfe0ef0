"""Decisions: drafted in a review, taken, undone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import PullState
from periplus.loop.forms.deciding import ChangeDecisionForm, DecisionForm
from periplus.loop.forms.reviewing import ReasonForm
from periplus.loop.queries.decisions import preview_undo
from periplus.loop.services import decisions
from periplus.loop.types import Decision
from periplus.web.reviews.building import builder_of
from periplus.web.reviews.decision_page import page_of, place_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

DRAFT = "loop.decisions.draft"
TAKE = "loop.decisions.take"


def seen(request: Request, reference: UUID) -> Decision:
    return found(policies.visible_decisions(request.user), uuid=reference)


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
