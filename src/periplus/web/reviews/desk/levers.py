"""What a draft changes and how its effect will be seen; and what is done about one change later."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.loop import policies
from periplus.loop.enums import PullState
from periplus.loop.forms.deciding import HopeForm
from periplus.loop.queries.effects import suggest_check
from periplus.loop.services import effects, pulls
from periplus.loop.types import LeverPull
from periplus.web.reviews.building import order_of
from periplus.web.reviews.decision_page import place_of, scopes_of
from periplus.web.reviews.desk.decisions import DRAFT, TAKE, seen
from periplus.web.shell.doors import Request, act, form_page, found, leave, show_form, submit


def seen_pull(request: Request, reference: UUID) -> LeverPull:
    return found(policies.visible_pulls(request.user), uuid=reference)


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
