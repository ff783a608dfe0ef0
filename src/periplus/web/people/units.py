"""Institutions served here and their units, as a tree."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.partners.services import register_served_institution
from periplus.people import policies
from periplus.people.forms.units import InstitutionForm, MoveForm, UnitForm
from periplus.people.queries.units import list_members, list_posts_in, list_units, list_units_above
from periplus.people.services import institutions as services
from periplus.people.services.institutions import UnitValues
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

SET_UP = System("set-up")  # the twin in the partner register follows from the institution itself


@page("people.units.see")
def tree(request: Request) -> HttpResponse:
    units = list(list_units(request.user))
    context = {
        "branches": [(unit, unit.path.count("/") - 2) for unit in units],
        "count": sum(1 for unit in units if unit.valid_until is None),
        "today": clock.today(),
        "may_add_institution": policies.may_change_institutions(request.user),
    }
    return render(request, "people/units.html", context)


@page("people.units.see")
def unit(request: Request, reference: UUID) -> HttpResponse:
    one = found(policies.visible_units(request.user).select_related("institution"), uuid=reference)
    today = clock.today()
    above = list_units_above(one).filter(pk__in=policies.visible_units(request.user).values("pk"))
    context = {
        "unit": one,
        "above": list(above)[:0:-1],
        "below": list_units(request.user).filter(parent=one),
        "members": list_members(request.user, one, on=today),
        "posts": list_posts_in(one, on=today),
        "may_change": policies.may_change_units(request.user),
    }
    return render(request, "people/unit.html", context)


@form_page("people.units.change")
def add(request: Request, reference: UUID) -> HttpResponse:
    parent = found(policies.visible_units(request.user).select_related("institution"), uuid=reference)
    form = UnitForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.add_unit(
            actor=request.user, parent=parent, values=UnitValues(**values), on=clock.today()
        ),
    )
    if done:
        return leave(request, "people:unit", done.result.uuid, say=_("The unit is added."))
    return show_form(request, "people/unit_form.html", form, unit=parent, title=_("Add a unit"))


@form_page("people.units.change")
def change(request: Request, reference: UUID) -> HttpResponse:
    one = found(policies.visible_units(request.user).select_related("institution"), uuid=reference)
    form = UnitForm(request.POST or None, initial={"name": one.name, "code": one.code, "kind": one.kind})
    if submit(
        request,
        form,
        lambda values: services.change_unit(
            actor=request.user, unit=one, values=UnitValues(**values), on=clock.today()
        ),
    ):
        return leave(request, "people:unit", one.uuid, say=_("The unit is changed."))
    return show_form(request, "people/unit_form.html", form, unit=one, title=_("Change the unit"))


@form_page("people.units.change")
def move(request: Request, reference: UUID) -> HttpResponse:
    one = found(policies.visible_units(request.user).select_related("parent"), uuid=reference)
    form = MoveForm(request.POST or None, unit=one, initial={"parent": one.parent})
    if submit(
        request,
        form,
        lambda values: services.move_unit(actor=request.user, unit=one, on=clock.today(), **values),
    ):
        return leave(request, "people:unit", one.uuid, say=_("The unit is moved, with everything below it."))
    return show_form(request, "people/unit_form.html", form, unit=one, title=_("Move the unit"))


@act("people.units.change")
def close(request: Request, reference: UUID) -> HttpResponse:
    one = found(policies.visible_units(request.user), uuid=reference)
    services.close_unit(actor=request.user, unit=one, on=clock.today())
    return leave(request, "people:unit", one.uuid, say=_("The unit is closed. Its records stay."))


@form_page("people.institutions.change")
def add_institution(request: Request) -> HttpResponse:
    form = InstitutionForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.add_institution(actor=request.user, on=clock.today(), **values),
    )
    if done:
        register_served_institution(actor=SET_UP, institution=done.result, on=clock.today())
        return leave(request, "people:units", say=_("The institution is added."))
    return show_form(request, "people/institution_form.html", form)
