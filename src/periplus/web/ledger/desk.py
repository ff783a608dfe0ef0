"""The ledger: what happened, entry by entry, and as a file for other tools."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.ledger.ocel import write_ocel
from periplus.core.ledger.pages import count_things, list_effects, list_things, read_sheet
from periplus.core.ledger.queries import find_event
from periplus.core.types import Event
from periplus.people.queries.persons import map_names
from periplus.web.ledger.forms import AskForm
from periplus.web.shell.components import Fact
from periplus.web.shell.doors import Request, page
from periplus.web.shell.links import known_links, name_things
from periplus.web.shell.telling import tell
from periplus.web.shell.words import day_words, instant_words

SHEET = 50
THINGS = 200


@page("ledger.entries.see")
def entries(request: Request) -> HttpResponse:
    form = AskForm(request.GET)
    wanted = form.wanted()
    sheet = read_sheet(wanted, before=_uuid(request.GET.get("before", "")), size=SHEET)
    context = {
        "form": form,
        "told": tell(request.user, sheet.entries),
        "older": _address(request.GET, before=str(sheet.older)) if sheet.older else "",
        "newest": _address(request.GET) if "before" in request.GET else "",
        "chips": _chips(request, wanted.actor, wanted.thing),
        "today": clock.today(),
    }
    return render(request, "ledger/entries.html", context)


@page("ledger.entries.see")
def entry(request: Request, reference: UUID) -> HttpResponse:
    event = find_event(reference)
    if event is None:
        raise Http404
    told = tell(request.user, [event])[0]
    things = list_things(event, limit=THINGS)
    names = name_things(request.user, [(one.object_type, one.object_uuid) for one in things])
    links = known_links()
    context = {
        "told": told,
        "facts": _facts(event, told.actor),
        "things": [(one, links.get(one.object_type), names.get(one.object_uuid)) for one in things],
        "count": count_things(event),
        "attributes": [(key, _shown(value)) for key, value in event.attributes.items()],
        "cause": tell(request.user, [event.cause])[0] if event.cause else None,
        "effects": tell(request.user, list_effects(event)[:SHEET]),
    }
    return render(request, "ledger/entry.html", context)


@page("ledger.entries.see")
def export(request: Request) -> StreamingHttpResponse:
    """The wanted period as OCEL 2.0 JSON, written while it is read."""
    wanted = AskForm(request.GET).wanted()
    pieces = write_ocel(since=wanted.since, until=wanted.until)
    response = StreamingHttpResponse(pieces, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="periplus-ledger.ocel.json"'
    return response


def _facts(event: Event, actor: str) -> list[Fact]:
    label = f"{actor} ({event.actor_label})" if event.actor_label else actor
    return [
        Fact(_("Written"), instant_words(event.at)),
        Fact(_("Happened on"), day_words(event.happened_on)),
        Fact(_("By"), label),
        Fact(_("Type"), event.type),
        Fact(_("Number"), event.pk),
    ]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def _chips(request: Request, actor: UUID | None, thing: UUID | None) -> list[tuple[str, str, str]]:
    """Filters that come from links, with their name and the address without them."""
    chips = []
    if actor:
        chips.append((_("By"), map_names([actor]).get(actor, "?"), _address(request.GET, actor="")))
    if thing:
        chips.append((_("About one thing"), str(thing)[:8], _address(request.GET, thing="")))
    return chips


def _address(query: QueryDict, **changed: str) -> str:
    copy = query.copy()
    copy.pop("before", None)
    for key, value in changed.items():
        copy.pop(key, None)
        if value:
            copy[key] = value
    return f"?{copy.urlencode()}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
