"""A deviation: its page, and what people do about it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.forms.reviewing import CauseForm, OwnerForm, ReasonForm, WaiveForm
from periplus.loop.queries.whereabouts import with_story
from periplus.loop.services import agenda, closing, deviations, waivers
from periplus.loop.types import Deviation
from periplus.web.reviews.deviation_page import page_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

FORM = "deviations/form.html"


def seen(request: Request, reference: UUID) -> Deviation:
    return found(policies.visible_deviations(request.user), uuid=reference)


@page("loop.goals.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    visible = policies.visible_deviations(request.user).select_related("target", "measurement")
    deviation = found(with_story(visible), uuid=reference)
    return render(request, "deviations/detail.html", page_of(request.user, deviation, clock.today()))


@form_page("loop.goals.work")
def note_cause(request: Request, reference: UUID) -> HttpResponse:
    deviation, today = seen(request, reference), clock.today()
    form = CauseForm(request.POST or None, initial={"note": deviation.cause_note})
    if submit(
        request,
        form,
        lambda values: deviations.note_cause(
            actor=request.user, deviation=deviation, note=values["note"], on=today
        ),
    ):
        return leave(request, "deviations:detail", reference, say=_("The cause is noted."))
    return _ask(request, form, deviation, _("Why it came about"), _("Save"))


@form_page("loop.deviations.assign")
def assign(request: Request, reference: UUID) -> HttpResponse:
    deviation, today = seen(request, reference), clock.today()
    form = OwnerForm(
        request.POST or None,
        institution=deviation.institution,
        on=today,
        initial={"owner": deviation.owner_id},
    )
    if submit(
        request,
        form,
        lambda values: deviations.assign_deviation(
            actor=request.user, deviation=deviation, owner=values["owner"], on=today
        ),
    ):
        return leave(request, "deviations:detail", reference, say=_("It has another owner."))
    return _ask(request, form, deviation, _("Give it to somebody"), _("Save"))


@form_page("loop.deviations.waive")
def waive(request: Request, reference: UUID) -> HttpResponse:
    deviation, today = seen(request, reference), clock.today()
    form = WaiveForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: waivers.waive_deviation(
            actor=request.user, deviation=deviation, today=today, **values
        ),
    ):
        return leave(request, "deviations:detail", reference, say=_("It rests until that day."))
    return _ask(request, form, deviation, _("Let it rest"), _("Let it rest"))


@act("loop.deviations.waive")
def end_waiver(request: Request, reference: UUID) -> HttpResponse:
    waivers.end_waiver(actor=request.user, deviation=seen(request, reference), today=clock.today())
    return leave(request, "deviations:detail", reference, say=_("It is open again."))


@form_page("loop.agenda.bring")
def bring(request: Request, reference: UUID) -> HttpResponse:
    """Choose a body for a deviation that no body takes by rule."""
    deviation = seen(request, reference)
    visible = policies.visible_bodies(request.user).prefetch_related("entry_points")
    bodies = list(visible.filter(institution=deviation.institution).order_by("unit__path", "name"))
    if request.method == "POST":
        body = found(policies.visible_bodies(request.user), uuid=UUID(request.POST.get("body", "")))
        proposal = agenda.Proposal("", request.POST.get("text", ""), deviation=deviation)
        agenda.bring_item(actor=request.user, body=body, proposal=proposal, today=clock.today())
        return leave(request, "deviations:detail", reference, say=_("It stands on the agenda."))
    verdicts = [(body, policies.may_bring(request.user, body, "deviation")) for body in bodies]
    return render(request, "deviations/bring.html", {"deviation": deviation, "bodies": verdicts})


@act("loop.effects.check")
def close(request: Request, reference: UUID) -> HttpResponse:
    closing.close_loop(actor=request.user, deviation=seen(request, reference), today=clock.today())
    return leave(request, "deviations:detail", reference, say=_("The loop is closed."))


@form_page("loop.effects.check")
def reopen(request: Request, reference: UUID) -> HttpResponse:
    deviation, today = seen(request, reference), clock.today()
    form = ReasonForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: closing.reopen_deviation(
            actor=request.user, deviation=deviation, today=today, **values
        ),
    ):
        return leave(request, "deviations:detail", reference, say=_("It is on the agenda again."))
    return _ask(request, form, deviation, _("Take it up again"), _("Put it on the agenda"))


def _ask(request: Request, form: object, deviation: Deviation, heading: str, label: str) -> HttpResponse:
    back = reverse("deviations:detail", args=[deviation.uuid])
    context = {"deviation": deviation, "heading": heading, "label": label, "back": back}
    return show_form(request, FORM, form, **context)  # type: ignore[arg-type]
