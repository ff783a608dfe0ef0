"""Task packages: their page, and the work on them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop.enums import PackageState
from periplus.loop.forms.packages import (
    ChangePackageForm,
    PackageForm,
    PackageHandOverForm,
    PackageSettleForm,
    initial_of_package,
)
from periplus.loop.policies import visible_goals, visible_packages
from periplus.loop.services import packages as services
from periplus.loop.values import PackageValues
from periplus.web.loop.package_page import context_of_package
from periplus.web.shell.doors import Request, form_page, found, leave, page, show_form, submit

KEEP = "loop.packages.keep"


@page("loop.goals.see")
def package(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_packages(request.user), uuid=reference)
    return render(request, "loop/package.html", context_of_package(request.user, one))


@form_page(KEEP)
def add(request: Request, reference: UUID) -> HttpResponse:
    goal = found(visible_goals(request.user), uuid=reference)
    today = clock.today()
    initial = {"unit": goal.unit, "accountable": goal.accountable, "due_on": goal.plan.ends_on}
    form = PackageForm(request.POST or None, initial=initial, person=request.user, goal=goal, on=today)
    done = submit(
        request,
        form,
        lambda values: services.add_package(
            actor=request.user, goal=goal, values=PackageValues(**values), on=today
        ),
    )
    if done:
        said = _("The task package is added. Whoever answers for it is told.")
        return leave(request, "loop:package", done.result.uuid, say=said)
    return show_form(request, "loop/package_form.html", form, goal=goal)


@form_page(KEEP)
def change(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_packages(request.user), uuid=reference)
    today = clock.today()
    initial = initial_of_package(one)
    form = ChangePackageForm(
        request.POST or None, initial=initial, person=request.user, goal=one.goal, on=today
    )
    done = submit(
        request,
        form,
        lambda values: services.change_package(actor=request.user, package=one, changes=values, on=today),
    )
    if done:
        return leave(request, "loop:package", one.uuid, say=_("The task package is changed."))
    return show_form(request, "loop/package_form.html", form, goal=one.goal, package=one)


@form_page(KEEP)
def hand_over(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_packages(request.user), uuid=reference)
    today = clock.today()
    initial = {"accountable": one.accountable}
    form = PackageHandOverForm(request.POST or None, initial=initial, goal=one.goal, on=today)
    done = submit(
        request,
        form,
        lambda values: services.hand_package_over(actor=request.user, package=one, on=today, **values),
    )
    if done:
        return leave(request, "loop:package", one.uuid, say=_("It is handed over. Both of them are told."))
    return show_form(request, "loop/package_hand_over.html", form, package=one)


@form_page(KEEP)
def settle(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_packages(request.user), uuid=reference)
    usual = PackageState.DONE if one.state == PackageState.OPEN else PackageState.OPEN
    form = PackageSettleForm(request.POST or None, initial={"state": usual})
    done = submit(
        request,
        form,
        lambda values: services.settle_package(
            actor=request.user,
            package=one,
            state=PackageState(values["state"]),
            reason=values["reason"],
            on=clock.today(),
        ),
    )
    if done:
        return leave(request, "loop:package", one.uuid, say=_("It is written down."))
    return show_form(request, "loop/package_settle.html", form, package=one)
