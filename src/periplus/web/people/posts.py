"""Giving and ending roles; saying who belongs where."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.partners.queries import list_candidates
from periplus.people import policies
from periplus.people.enums import Role
from periplus.people.forms.persons import AffiliationForm, EndForm, RoleForm
from periplus.people.services.affiliations import affiliate, end_affiliation
from periplus.people.services.roles import assign_role, end_role
from periplus.people.types import Person
from periplus.web.shell.doors import Request, form_page, found, leave, show_form, submit

FITTING = 6


@form_page("people.roles.assign")
def give_role(request: Request, reference: UUID) -> HttpResponse:
    who = found(policies.visible_persons(request.user), uuid=reference)
    today = clock.today()
    form = RoleForm(request.POST or None, person=request.user, initial={"valid_from": today})

    def save(values: dict[str, Any]) -> object:
        partner = _partner_named(request.user, values.pop("partner"), values["role"])
        return assign_role(actor=request.user, person=who, partner_uuid=partner, on=today, **values)

    if submit(request, form, save):
        return leave(request, "people:person", who.uuid, say=_("The role is given."))
    return show_form(request, "people/give_role.html", form, who=who)


@form_page("people.roles.assign")
def stop_role(request: Request, reference: UUID) -> HttpResponse:
    post = found(policies.visible_assignments(request.user), uuid=reference)
    form = EndForm(request.POST or None, initial={"valid_until": clock.today()})
    if submit(
        request,
        form,
        lambda values: end_role(actor=request.user, assignment=post, on=clock.today(), **values),
    ):
        return leave(request, "people:person", post.person.uuid, say=_("The role ends."))
    return show_form(request, "people/end.html", form, who=post.person, what=post.get_role_display())


@form_page("people.persons.affiliate")
def give_place(request: Request, reference: UUID) -> HttpResponse:
    who = found(policies.visible_persons(request.user), uuid=reference)
    today = clock.today()
    form = AffiliationForm(request.POST or None, person=request.user, initial={"valid_from": today})
    if submit(request, form, lambda values: affiliate(actor=request.user, person=who, on=today, **values)):
        return leave(request, "people:person", who.uuid, say=_("It is noted."))
    return show_form(request, "people/give_place.html", form, who=who)


@form_page("people.persons.affiliate")
def stop_place(request: Request, reference: UUID) -> HttpResponse:
    place = found(policies.visible_affiliations(request.user), uuid=reference)
    form = EndForm(request.POST or None, initial={"valid_until": clock.today()})
    if submit(
        request,
        form,
        lambda values: end_affiliation(actor=request.user, affiliation=place, on=clock.today(), **values),
    ):
        return leave(request, "people:person", place.person.uuid, say=_("It is noted."))
    return show_form(request, "people/end.html", form, who=place.person, what=place.unit.name)


def _partner_named(person: Person, name: str, role: Role) -> UUID | None:
    """The partner of a guest. Raises `Invalid` with those that fit when it is not clear which one."""
    if role != Role.PARTNER or not name.strip():
        return None
    fitting = list(list_candidates(person, text=name, limit=FITTING))
    same = [one for one in fitting if one.name.casefold() == name.strip().casefold()]
    if len(same) == 1 or len(fitting) == 1:
        return (same or fitting)[0].uuid
    if not fitting:
        raise Invalid({"partner": _("No partner is called so. Look it up in the register.")})
    names = "; ".join(one.name for one in fitting)
    raise Invalid({"partner": _("Several fit: %(names)s. Write the whole name.") % {"names": names}})
