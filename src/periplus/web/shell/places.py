"""The page of the thing that an address below it acts on."""

import re

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from periplus.web.shell.doors import door_of

_THING = re.compile(r"/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/")


def find_place(request: HttpRequest) -> str:
    """Where the thing is shown on which a refused request was to act, or nothing.

    An address goes on from the page of its thing: `/cases/<uuid>/suspend/` acts on `/cases/<uuid>/`.
    """
    places = [request.path[: found.end()] for found in _THING.finditer(request.path)]
    refused = request.path if request.method == "GET" else ""
    return next((place for place in reversed(places) if place != refused and _is_page(place)), "")


def _is_page(path: str) -> bool:
    try:
        door = door_of(resolve(path).func)
    except Resolver404:
        return False
    return door is not None and "GET" in door.methods
