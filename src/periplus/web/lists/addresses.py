"""Addresses of a list: what they keep, and what they leave out."""

from collections.abc import Set as AbstractSet
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

FLEETING = frozenset({"page", "format"})


def pairs(query: QueryDict, *, without: AbstractSet[str] = FLEETING) -> list[tuple[str, str]]:
    """Keys and values of an address in a stable order, less some keys and all empty values."""
    return [
        (key, value) for key in sorted(query) for value in query.getlist(key) if key not in without and value
    ]


def plain_query(query: QueryDict) -> str:
    """The part of the address that makes the view: filters, columns, order."""
    return urlencode(pairs(query))


def address(request: HttpRequest, **changed: str) -> str:
    """This list again from its first page, with some keys changed."""
    query = request.GET.copy()
    for key in FLEETING:
        query.pop(key, None)
    for key, value in changed.items():
        query[key] = value
    return f"?{query.urlencode()}"


def back(request: HttpRequest) -> str:
    """Where a form of this list comes back to: the same rows, the same page."""
    return request.get_full_path()
