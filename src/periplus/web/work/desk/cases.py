"""A case: its page, and how it is steered."""

from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.paths import policies
from periplus.paths.forms.work import ParticipantForm, PriorityForm, ReasonForm
from periplus.paths.queries.case_pages import find_case
from periplus.paths.services import steering
from periplus.paths.types import Case
from periplus.web.shell.doors import Request, act, form_page, leave, page, require_to_ask, show_form, submit
from periplus.web.work.case_page import page_of

FORM = "cases/form.html"


def seen(request: Request, reference: UUID) -> Case:
    """The case, or 404 when this person may not see it."""
    case = find_case(request.user, reference)
    if case is None:
        raise Http404
    return case


@page("paths.cases.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    return render(request, "cases/detail.html", page_of(request.user, seen(request, reference)))


@form_page("paths.cases.steer")
def suspend(request: Request, reference: UUID) -> HttpResponse:
    case = seen(request, reference)
    require_to_ask(request, policies.may_steer_case(request.user, case))
    form = ReasonForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: steering.suspend_case(actor=request.user, case=case, at=clock.now(), **values),
    ):
        return leave(
            request, "cases:detail", case.uuid, say=_("The case stands still, and so do its deadlines.")
        )
    return _ask(request, form, case, _("Suspend the case"), _("Suspend"))


@act("paths.cases.steer")
def resume(request: Request, reference: UUID) -> HttpResponse:
    case = seen(request, reference)
    steering.resume_case(actor=request.user, case=case, at=clock.now())
    return leave(
        request,
        "cases:detail",
        case.uuid,
        say=_("The case goes on. Its deadlines moved by the days it stood."),
    )


@form_page("paths.cases.steer")
def cancel(request: Request, reference: UUID) -> HttpResponse:
    case = seen(request, reference)
    require_to_ask(request, policies.may_steer_case(request.user, case))
    form = ReasonForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: steering.cancel_case(actor=request.user, case=case, at=clock.now(), **values),
    ):
        return leave(
            request, "cases:detail", case.uuid, say=_("The case is taken back. Nobody has to do anything.")
        )
    return _ask(request, form, case, _("Take the case back for good"), _("Take it back"))


@form_page("paths.cases.steer")
def prioritise(request: Request, reference: UUID) -> HttpResponse:
    case = seen(request, reference)
    require_to_ask(request, policies.may_steer_case(request.user, case))
    form = PriorityForm(request.POST or None, initial={"priority": case.priority})
    if submit(
        request,
        form,
        lambda values: steering.set_case_priority(actor=request.user, case=case, at=clock.now(), **values),
    ):
        return leave(request, "cases:detail", case.uuid, say=_("The priority is changed."))
    return _ask(request, form, case, _("Change the priority"), _("Save"))


@form_page("paths.cases.steer")
def follow(request: Request, reference: UUID) -> HttpResponse:
    """Let somebody follow the case who has no task in it."""
    case = seen(request, reference)
    require_to_ask(request, policies.may_steer_case(request.user, case))
    form = ParticipantForm(request.POST or None, institution=case.institution_id)
    if submit(
        request,
        form,
        lambda values: steering.add_participant(actor=request.user, case=case, at=clock.now(), **values),
    ):
        said = _("%(name)s may follow the case from now on.") % {"name": form.cleaned_data["person"].name}
        return leave(request, "cases:detail", case.uuid, say=said)
    return _ask(request, form, case, _("Let somebody follow the case"), _("Add"))


def _ask(request: Request, form: BaseForm, case: Case, heading: str, label: str) -> HttpResponse:
    back = reverse("cases:detail", args=[case.uuid])
    return show_form(request, FORM, form, heading=heading, lead=str(case), label=label, back=back, case=case)
