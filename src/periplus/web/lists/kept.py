"""Saved views of a list: keep, watch, forget."""

import hashlib
import uuid
from collections.abc import Set as AbstractSet
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.people.models import Person, SavedView
from periplus.people.queries.saved_views import find_view, list_watched_views
from periplus.people.services import saved_views as services
from periplus.web.lists.listing import Listing, find_listing

_FLEETING = frozenset({"page", "format"})


def pairs(query: QueryDict, *, without: AbstractSet[str] = _FLEETING) -> list[tuple[str, str]]:
    """Keys and values of an address in a stable order, less some keys and all empty values."""
    return [
        (key, value) for key in sorted(query) for value in query.getlist(key) if key not in without and value
    ]


def plain_query(query: QueryDict) -> str:
    """The part of the address that makes the view: filters, columns, order."""
    return urlencode(pairs(query))


def change(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Carry out what the saved-views form asks, then show the list again."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 -- the page is for signed-in people only
    verb, query = request.POST["view"], plain_query(request.GET)
    if verb == "save":
        return _save(request, person, listing, query)
    view = _own_view(person, verb.partition(":")[2])
    match verb.partition(":")[0]:
        case "watch":
            digest, count = fingerprint(listing, person, view.query)
            services.watch_view(actor=person, view=view, digest=digest, count=count)
            messages.success(request, _("You are told when “%(name)s” changes.") % {"name": view.name})
        case "unwatch":
            services.unwatch_view(actor=person, view=view)
            messages.success(request, _("You are no longer told of changes."))
        case "delete":
            services.delete_view(actor=person, view=view)
            messages.success(request, _("The view is gone; the list is not."))
    return redirect(request.get_full_path())


def _save(request: HttpRequest, person: Person, listing: Listing, query: str) -> HttpResponse:
    name = request.POST.get("name", "")
    try:
        services.save_view(actor=person, list_key=listing.key, name=name, query=query)
    except Invalid as refusal:
        messages.error(request, str(next(iter(refusal.errors.values()))))
    else:
        messages.success(request, _("Kept as “%(name)s”.") % {"name": name.strip()})
    return redirect(request.get_full_path())


def _own_view(person: Person, reference: str) -> SavedView:
    try:
        view = find_view(person, uuid.UUID(reference))
    except ValueError:
        view = None
    if view is None:
        raise Http404
    return view


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
        listing = find_listing(view.list_key)
        if listing is None:
            continue
        digest, count = fingerprint(listing, view.person, view.query)
        if digest != view.last_digest:
            services.tell_of_change(view=view, digest=digest, count=count)
            changed += 1
    return changed
