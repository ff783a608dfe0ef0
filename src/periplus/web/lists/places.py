"""Where each list stands: found in the addresses of the product, so that nobody has to say it twice."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, get_urlconf, reverse

KEY = "periplus_list"  # a list's view carries its key under this name


def place_of(list_key: str) -> str:
    """The address of a list; empty when no address shows it any more."""
    name = _names(get_urlconf() or settings.ROOT_URLCONF).get(list_key, "")
    return reverse(name) if name else ""


@cache
def _names(urlconf: str) -> dict[str, str]:
    return dict(_named(get_resolver(urlconf).url_patterns, ""))


def _named(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _named(one.url_patterns, inner)
        elif key := getattr(one.callback, KEY, ""):
            yield key, f"{space}{one.name}"
