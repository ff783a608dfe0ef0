"""Who may do what: the matrix, the register of personal data, and who may see one thing."""

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from periplus.core import clock
from periplus.people.enums import Role
from periplus.people.permissions import Action, Reach, list_actions
from periplus.people.policies import may_see_permissions
from periplus.people.queries.privacy import list_register
from periplus.people.queries.reach import list_people_who_may
from periplus.web.shell.doors import Request, found, page
from periplus.web.shell.links import known_links


@page("people.permissions.see")
def matrix(request: Request) -> HttpResponse:
    groups = [(name, list(rows)) for name, rows in groupby(list_actions(), key=_stretch)]
    table = [(name, [(action, _cells(action)) for action in rows]) for name, rows in groups]
    context = {"roles": list(Role), "table": table, "reaches": [r for r in Reach if r != Reach.NOTHING]}
    return render(request, "people/permissions.html", context)


@page("people.privacy.see")
def register(request: Request) -> HttpResponse:
    lines = list_register()
    groups = [(thing, list(rows)) for thing, rows in groupby(lines, key=lambda line: line.thing)]
    return render(request, "people/privacy.html", {"groups": groups, "count": len(lines)})


@page("signed_in")
def who(request: Request, object_type: str, reference: UUID, action: str) -> HttpResponse:
    """Who may do something with one thing that the reader may see as well."""
    link = known_links().get(object_type)
    if link is None or action not in {one.key for one in list_actions()}:
        raise Http404
    thing = found(link.visible(request.user), uuid=reference)
    reachers = list_people_who_may(
        action,
        sees=lambda person: link.visible(person).filter(uuid=reference).exists(),
        on=clock.today(),
    )
    context = {"thing": link.title(thing), "url": link.url_of(thing), "reachers": reachers}
    context["may_see_matrix"] = may_see_permissions(request.user)
    template = "people/who_part.html" if request.htmx else "people/who.html"
    return render(request, template, context)


def _stretch(action: Action) -> str:
    return action.key.partition(".")[0]


def _cells(action: Action) -> list[tuple[Role, Reach]]:
    return [(role, Reach(action.reach.get(role, Reach.NOTHING))) for role in Role]
