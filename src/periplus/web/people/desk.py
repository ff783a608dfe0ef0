"""People: the list, a person, adding and correcting, inviting, leaving."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.people import policies
from periplus.people.forms.persons import CorrectionForm, LeavingForm, PersonForm
from periplus.people.queries.posts import list_affiliations_of, list_roles_of
from periplus.people.services.leaving import record_leaving
from periplus.people.services.persons import add_person, change_person, invite_person
from periplus.web.lists.views import list_view
from periplus.web.people.letters import send_invitation
from periplus.web.people.lists import PERSONS
from periplus.web.people.summary import facts_about
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

persons = form_page("people.persons.see")(list_view(PERSONS))


@page("people.persons.see")
def person(request: Request, reference: UUID) -> HttpResponse:
    who = found(policies.visible_persons(request.user).select_related("institution"), uuid=reference)
    today = clock.today()
    context = {
        "who": who,
        "facts": facts_about(who),
        "roles": list_roles_of(who),
        "affiliations": list_affiliations_of(who),
        "today": today,
        "may_change": policies.may_change_person(request.user, who),
        "may_assign": policies.may_assign_roles(request.user),
        "may_affiliate": policies.may_affiliate_somewhere(request.user),
        "may_invite": policies.may_invite(request.user, who),
        "may_record_leaving": policies.may_record_leaving(request.user, who),
    }
    return render(request, "people/person.html", context)


@form_page("people.persons.add")
def add(request: Request) -> HttpResponse:
    form = PersonForm(request.POST or None, initial={"language": request.user.language})
    done = submit(request, form, lambda values: add_person(actor=request.user, on=clock.today(), **values))
    if done:
        said = _("%(name)s is added. Give a role next, then invite.") % {"name": done.result.name}
        return leave(request, "people:person", done.result.uuid, say=said)
    return show_form(request, "people/add.html", form)


@form_page("people.persons.change")
def change(request: Request, reference: UUID) -> HttpResponse:
    who = found(policies.visible_persons(request.user), uuid=reference)
    form = CorrectionForm(request.POST or None, initial={"name": who.name, "email": who.email})
    form.fields["email"].disabled = not policies.may_add_person(request.user)
    if submit(
        request,
        form,
        lambda values: change_person(actor=request.user, person=who, on=clock.today(), **values),
    ):
        return leave(request, "people:person", who.uuid, say=_("It is corrected."))
    return show_form(request, "people/change.html", form, who=who)


@act("people.persons.add")
def invite(request: Request, reference: UUID) -> HttpResponse:
    """Send a letter with the link to choose a password."""
    who = found(policies.visible_persons(request.user), uuid=reference)
    invite_person(actor=request.user, person=who, on=clock.today())
    send_invitation(request, who)
    said = _("A letter with a link is on its way to %(address)s.") % {"address": who.email}
    return leave(request, "people:person", who.uuid, say=said)


@form_page("people.persons.leave")
def record_leave(request: Request, reference: UUID) -> HttpResponse:
    who = found(policies.visible_persons(request.user), uuid=reference)
    form = LeavingForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: record_leaving(actor=request.user, person=who, on=clock.today(), **values),
    ):
        return leave(
            request, "people:person", who.uuid, say=_("It is recorded. Roles and places end that day.")
        )
    return show_form(request, "people/leave.html", form, who=who)
