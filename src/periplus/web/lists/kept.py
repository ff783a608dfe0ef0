"""Saved views of a list: keep, watch, forget."""

import hashlib
import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.people.queries.saved_views import find_view, list_watched_views
from periplus.people.services import saved_views as services
from periplus.people.types import Person, SavedView
from periplus.web.lists.addresses import back, plain_query
from periplus.web.lists.listing import Listing, find_listing
from periplus.web.lists.places import place_of
from periplus.web.shell.doors import Request, leave


def change(request: Request, listing: Listing) -> HttpResponse:
    """Carry out what the saved-views form asks, then show the list again."""
    verb, _colon, reference = request.POST["view"].partition(":")
    said = _save(request, listing) if verb == "save" else _change_own(request, listing, verb, reference)
    return leave(request, back(request), say=said)


def address_of_view(view: SavedView) -> str:
    """The list as it was kept; empty when there is no such list any more."""
    place = place_of(view.list_key)
    return f"{place}?{view.query}" if place else ""


def _save(request: Request, listing: Listing) -> str:
    name = request.POST.get("name", "")
    query = plain_query(request.GET)
    try:
        services.save_view(actor=request.user, list_key=listing.key, name=name, query=query)
    except Invalid as refusal:
        # The name stands in a form of the list, which has no page of its own to come back with errors.
        messages.error(request, str(next(iter(refusal.errors.values()))))
        return ""
    return _("Kept as “%(name)s”.") % {"name": name.strip()}


def _change_own(request: Request, listing: Listing, verb: str, reference: str) -> str:
    person = request.user
    view = find_view(person, _uuid(reference))
    if view is None or view.list_key != listing.key:
        raise Http404
    match verb:
        case "watch":
            digest, count = fingerprint(listing, person, view.query)
            services.watch_view(actor=person, view=view, digest=digest, count=count)
            return _("You are told when “%(name)s” changes.") % {"name": view.name}
        case "unwatch":
            services.unwatch_view(actor=person, view=view)
            return _("You are no longer told of changes of “%(name)s”.") % {"name": view.name}
        case "delete":
            services.delete_view(actor=person, view=view)
            return _("The view “%(name)s” is gone. The list itself is not.") % {"name": view.name}
    raise Http404


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def fingerprint(listing: Listing, person: Person, query: str) -> tuple[str, int]:
    """A digest of which rows a view holds for a person, and how many."""
    rows = listing.narrowed(person, QueryDict(query)).order_by("pk")
    digest, count = hashlib.sha256(), 0
    for pk in rows.values_list("pk", flat=True).iterator(chunk_size=10_000):
        digest.update(b"%d," % pk)
        count += 1
    return digest.hexdigest(), count


def tell_of_changed_views() -> int:
    """Look at every watched view once; returns how many changed."""
    changed = 0
    for view in list_watched_views():
        listing = find_listing(view.list_key) if place_of(view.list_key) else None
        if listing is None:
            continue
        digest, count = fingerprint(listing, view.person, view.query)
        if digest != view.last_digest:
            services.tell_of_change(view=view, digest=digest, count=count)
            changed += 1
    return changed
