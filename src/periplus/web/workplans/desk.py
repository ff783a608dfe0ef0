"""Responsibility lists: made, read, kept, closed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.paths import policies_lists
from periplus.paths.forms.workplans import PlanForm
from periplus.paths.policies import visible_procedures
from periplus.paths.queries.workplans import find_workplan, list_planless
from periplus.paths.services import workplans as services
from periplus.paths.services.workplans import About
from periplus.paths.stepping import Subject, find_subject, list_subjects
from periplus.paths.types import WorkPlan
from periplus.web.loop.ways import institution_of
from periplus.web.partners.choosing import choice_of, chosen_partners
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit
from periplus.web.work.pickers import uuids_of
from periplus.web.workplans.sheet_page import found_or_404, show_plan

SEE, KEEP = "paths.workplans.see", "paths.workplans.keep"
FORM = "workplans/form.html"
MOST_FOUND = 20


def seen_plan(request: Request, reference: UUID) -> WorkPlan:
    plan: WorkPlan = found_or_404(find_workplan(request.user, reference))
    return plan


@page(SEE)
def detail(request: Request, reference: UUID) -> HttpResponse:
    return show_plan(request, seen_plan(request, reference))


@page(KEEP)
def new(request: Request) -> HttpResponse:
    """Of which procedure, about what, or for a project."""
    subjects = [
        (each.title, f"{reverse('workplans:about')}?{urlencode({'type': each.type})}")
        for each in list_subjects()
    ]
    may_make = policies_lists.may_make_workplan(request.user, unit=None)
    context = {"procedures": list_planless(request.user), "subjects": subjects, "may_make": may_make}
    return render(request, "workplans/new.html", context)


@page(KEEP)
def about(request: Request) -> HttpResponse:
    """Things of a kind whose name fits, as links that go on."""
    kind = find_subject(request.GET.get("type", "")) or next(iter(list_subjects()), None)
    text = request.GET.get("find", "").strip()
    candidates = list(kind.candidates(request.user, text=text, limit=MOST_FOUND)) if kind else []
    address = reverse("workplans:begin")
    context = {
        "kind": kind,
        "find": text,
        "found": [
            (each.title, f"{address}?{urlencode({'type': kind.type, 'subject': each.uuid})}")
            for each in candidates
            if kind
        ],
        "is_cut": len(candidates) == MOST_FOUND,
    }
    return render(request, "workplans/about.html", context)


@form_page(KEEP)
def begin(request: Request) -> HttpResponse:
    """An empty list: of a project, or about the thing that the address names."""
    kind, thing = _asked(request)
    initial = {"owner": request.user, "title": str(thing)[:200] if thing is not None else ""}
    if kind is not None and thing is not None:
        initial |= {"unit": kind.unit_of(thing), "owner": kind.owner_of(thing) or request.user}
    form = PlanForm(request.POST or None, initial=initial, person=request.user)
    subject = About(kind.type, thing.uuid) if kind and thing is not None else None
    done = submit(
        request,
        form,
        lambda _values: services.make_workplan(
            actor=request.user,
            institution=institution_of(request.user),
            terms=form.terms(),
            about=subject,
            on=clock.today(),
        ),
    )
    if done:
        said = _("The list is made. Add its first module.")
        return leave(request, "workplans:detail", done.result.uuid, say=said)
    heading = _("Make a responsibility list")
    back = reverse("workplans:new")
    return show_form(request, FORM, form, heading=heading, lead=thing, label=_("Make it"), back=back)


def _asked(request: Request) -> tuple[Subject | None, Any]:
    """The thing named in the address, as far as the person may see it."""
    kind = find_subject(request.GET.get("type", ""))
    references = uuids_of([request.GET.get("subject", "")])
    thing = kind.find(references[0]) if kind and references else None
    if kind is None or thing is None or not kind.may_see(request.user, thing):
        return None, None
    return kind, thing


@act(KEEP)
def of_procedure(request: Request, reference: UUID) -> HttpResponse:
    """The list of a procedure, from its steps."""
    procedure = found(visible_procedures(request.user), uuid=reference)
    plan = services.make_workplan_of_procedure(actor=request.user, procedure=procedure, on=clock.today())
    said = _("The list is made from the steps. Say who does what, and name people.")
    return leave(request, "workplans:detail", plan.uuid, say=said)


@form_page(KEEP)
def change(request: Request, reference: UUID) -> HttpResponse:
    plan = seen_plan(request, reference)
    require(policies_lists.may_keep_workplan(request.user, plan))
    initial = {"title": plan.title, "unit": plan.unit, "owner": plan.owner, "given": plan.given}
    form = PlanForm(request.POST or None, initial=initial, person=request.user)
    done = submit(
        request,
        form,
        lambda _values: services.change_workplan(
            actor=request.user, plan=plan, terms=form.terms(), on=clock.today()
        ),
    )
    if done:
        return leave(request, "workplans:detail", plan.uuid, say=_("The list is changed."))
    back, heading = reverse("workplans:detail", args=[plan.uuid]), _("Change the list")
    return show_form(request, FORM, form, heading=heading, lead=plan.title, label=_("Save"), back=back)


@form_page(KEEP)
def partners(request: Request, reference: UUID) -> HttpResponse:
    """Which institutions take part: chosen in the address, kept by the button."""
    plan = seen_plan(request, reference)
    require(policies_lists.may_keep_workplan(request.user, plan))
    if request.method == "POST":
        chosen = [partner.uuid for partner in chosen_partners(request)]
        services.set_plan_partners(actor=request.user, plan=plan, partners=chosen, on=clock.today())
        said = _("It is kept. Guests of these partners see the list.")
        return leave(request, "workplans:detail", plan.uuid, say=said)
    if not request.GET and plan.partners:
        pairs = [("partner", one) for one in plan.partners]
        return redirect(f"{request.path}?{urlencode([*pairs, ('find', '')])}")
    context = {"plan": plan, "query": request.GET.urlencode(), **choice_of(request)}
    return render(request, "workplans/partners.html", context)


@act(KEEP)
def close(request: Request, reference: UUID) -> HttpResponse:
    plan = seen_plan(request, reference)
    services.close_workplan(actor=request.user, plan=plan, on=clock.today())
    return leave(request, "workplans:detail", plan.uuid, say=_("The list is closed. It stays to be read."))


@act(KEEP)
def reopen(request: Request, reference: UUID) -> HttpResponse:
    plan = seen_plan(request, reference)
    services.reopen_workplan(actor=request.user, plan=plan, on=clock.today())
    return leave(request, "workplans:detail", plan.uuid, say=_("The list is open again."))
