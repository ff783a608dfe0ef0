"""Who may do what, and who may come in where."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from periplus.people.enums import Role
from periplus.people.permissions import Action, Reach, list_actions
from periplus.web.guide.reference.markdown import code, in_english, table
from periplus.web.shell.doors import Door, door_of

_HEAD = """# Permissions

Rows are what one may do, columns the roles. A cell says on whose things: **all**, **unit and below**, **own
institution's** (a partner guest's), or **own** (what one answers for, or is about oneself). A dot means:
not at all. Somebody with several roles has the widest reach of them. The state of a thing may still refuse;
then a sentence says why.

The same table stands in the product under “People and rights”.
"""
_ADDRESSES = """## Who may come in where

An address lets in whoever reaches one of its actions at all; the query behind it shows only what that
person may see, and the service checks once more. What one may not see answers 404, what one may see but not
do 403 with a sentence.

Every address below `/api/v1/` wants a token and has the rights of its person; they stand in `openapi.json`.
Those below `/demo/` answer 404 unless the installation is a demo.
"""


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern and what its view declares."""

    path: str
    area: str
    methods: str
    needs: str
    roles: str


@in_english
def permissions() -> str:
    """The permission matrix, and every address with those whom it lets in."""
    roles = list(Role)
    parts = [_HEAD]
    for stretch, actions in groupby(list_actions(), key=lambda action: action.key.partition(".")[0]):
        rows = [_row(action, roles) for action in actions]
        parts.append(
            f"## {stretch.capitalize()}\n\n" + table(["may", "action", *(r.label for r in roles)], rows)
        )
    parts.append(_ADDRESSES)
    for area, addresses in groupby(sorted(list_addresses(), key=_place), key=lambda a: a.area):
        rows = [[code(a.path), a.methods, a.needs, a.roles] for a in addresses]
        parts.append(f"### /{area}\n\n" + table(["address", "methods", "action", "roles"], rows))
    return "\n".join(parts)


def list_addresses() -> list[Address]:
    """Every address that pages are read or sent from; the API is told by its own document."""
    return [
        _address(path, pattern.callback)
        for path, pattern in _walk(get_resolver().url_patterns, "/")
        if not path.startswith("/api/")
    ]


def _row(action: Action, roles: list[Role]) -> list[str]:
    reaches = [Reach(action.reach.get(role, Reach.NOTHING)) for role in roles]
    cells = ["·" if reach == Reach.NOTHING else str(reach.title) for reach in reaches]
    return [str(action.title), code(action.key), *cells]


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + _plain(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield path, pattern
        else:
            yield from _walk(pattern.url_patterns, path)


def _plain(pattern: str) -> str:
    """A pattern as one reads it: names in angle brackets, no signs of regular expressions."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern).replace("^", "").removesuffix("$")


def _address(path: str, view: Callable[..., Any]) -> Address:
    door = door_of(view)
    area = path.split("/")[1].partition("<")[0]
    if door is None:  # views of others: sign-in, and the switches of a demo
        signed_in = getattr(view, "login_required", True)
        return Address(path, area, "", "", "everybody signed in" if signed_in else "everybody")
    methods = ", ".join(method for method in door.methods if method != "HEAD")
    needs = ", ".join(code(action) for action in door.actions)
    return Address(path, area, methods, needs, _roles(door))


def _roles(door: Door) -> str:
    if door.public:
        return "everybody"
    if not door.actions:
        return "everybody signed in"
    admitted = [role for role in Role if door.admits(role)]
    others = [role for role in Role if role not in admitted]
    if len(others) < len(admitted):
        return "all roles but " + _names(others) if others else "all roles"
    return _names(admitted)


def _names(roles: list[Role]) -> str:
    return ", ".join(str(role.label) for role in roles)


def _place(address: Address) -> tuple[str, str]:
    return address.area, address.path
