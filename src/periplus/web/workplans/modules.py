"""Modules of a responsibility list and the duties in them: plain forms; each answers with the whole page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.paths import policies_lists
from periplus.paths.forms.workplans import ChangeModuleForm, ModuleForm
from periplus.paths.queries.workplans import find_module, list_duties_seen
from periplus.paths.services import modules as services
from periplus.paths.types import Module
from periplus.web.shell.doors import Request, act, form_page, found, leave, submit
from periplus.web.workplans.desk import KEEP, seen_plan
from periplus.web.workplans.sheet_page import duty_form_of, found_or_404, initial_of, show_module, show_plan

STEPS = {"up": -1, "down": 1}


def kept_module(request: Request, reference: UUID) -> Module:
    """A module that this person may change; else 404 or the sentence why not."""
    module: Module = found_or_404(find_module(request.user, reference))
    require(policies_lists.may_keep_workplan(request.user, module.plan))
    return module


@form_page(KEEP)
def add(request: Request, reference: UUID) -> HttpResponse:
    plan = seen_plan(request, reference)
    require(policies_lists.may_keep_workplan(request.user, plan))
    form = ModuleForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda _values: services.add_module(
            actor=request.user, plan=plan, terms=form.terms(), on=clock.today()
        ),
    )
    if done:
        said = _("The module is added. Say who does it and who is accountable.")
        return leave(request, "workplans:module", done.result.uuid, say=said)
    return show_plan(request, plan, form=form, adding="module")


@form_page(KEEP)
def module(request: Request, reference: UUID) -> HttpResponse:
    one = kept_module(request, reference)
    form = ChangeModuleForm(request.POST or None, initial=initial_of(one))
    done = submit(
        request,
        form,
        lambda _values: services.change_module(
            actor=request.user, module=one, terms=form.terms(), on=clock.today()
        ),
    )
    if done:
        return leave(request, "workplans:detail", one.plan.uuid, say=_("The module is changed."))
    return show_module(request, one, form=form)


@form_page(KEEP)
def give(request: Request, reference: UUID) -> HttpResponse:
    one = kept_module(request, reference)
    form = duty_form_of(request, one, posted=request.method == "POST")
    done = submit(
        request,
        form,
        lambda _values: services.give_duty(
            actor=request.user,
            module=one,
            duty=form.duty_chosen(),
            to=form.someone(),
            on=clock.today(),
        ),
    )
    if done:
        return leave(request, "workplans:module", one.uuid, say=_("The duty is given."))
    return show_module(request, one, duty_form=form)


@act(KEEP)
def end(request: Request, reference: UUID) -> HttpResponse:
    held = found(list_duties_seen(request.user), uuid=reference)
    services.end_duty(actor=request.user, responsibility=held, on=clock.today())
    return leave(request, "workplans:module", held.module.uuid, say=_("The duty is taken away."))


@act(KEEP)
def move(request: Request, reference: UUID, way: str) -> HttpResponse:
    one = kept_module(request, reference)
    if way not in STEPS:
        raise Http404
    services.move_module(actor=request.user, module=one, by=STEPS[way], on=clock.today())
    return leave(request, "workplans:detail", one.plan.uuid)


@act(KEEP)
def remove(request: Request, reference: UUID) -> HttpResponse:
    one = kept_module(request, reference)
    services.remove_module(actor=request.user, module=one, on=clock.today())
    said = _("The module “%(title)s” is taken out.") % {"title": one.title}
    return leave(request, "workplans:detail", one.plan.uuid, say=said)
