"""Every address of our pages with who may come in: what the access test and the documentation read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from periplus.web.shell.doors import Door, door_of

# Not pages of ours: sign-in stands in `web/people/accounts.py`, API and demo declare access themselves.
ELSEWHERE = ("accounts/", "api/", "demo/")


@dataclass(frozen=True, slots=True)
class Address:
    """One address. `converters`: the parameters in it, each with the name of its converter."""

    name: str
    route: str
    view: Callable[..., Any]
    converters: tuple[tuple[str, str], ...]

    @property
    def door(self) -> Door | None:
        return door_of(self.view)


def list_addresses() -> list[Address]:
    """All addresses of our pages, in alphabetical order of their routes."""
    found = _walk(get_resolver().url_patterns, "", "")
    return sorted((one for one in found if not one.route.startswith(ELSEWHERE)), key=lambda one: one.route)


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            kinds = tuple((key, type(one).__name__) for key, one in pattern.pattern.converters.items())
            yield Address(f"{space}{pattern.name}", route, pattern.callback, kinds)
