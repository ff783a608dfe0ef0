"""Who may do something with one thing: the matrix, read from the other side."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from periplus.people.enums import Role
from periplus.people.models import Person, RoleAssignment
from periplus.people.permissions import Reach, reach_of
from periplus.people.queries.persons import living
from periplus.people.standing import in_force

FARTHEST = 200  # so many people with a limited reach are looked at one by one


@dataclass(frozen=True, slots=True)
class Reachers:
    """Who may: whole roles, by their reach; single people, because of what they hold or answer for.

    `complete` is False when there were too many people to look at each.
    """

    roles: list[Role]
    persons: list[Person]
    complete: bool


def list_people_who_may(action: str, *, sees: Callable[[Person], bool], on: dt.date) -> Reachers:
    """Everybody who may do `action` with a thing. `sees(person)` tells it for those of limited reach."""
    whole = [role for role in Role if reach_of((role,), action) == Reach.ALL]
    limited = [role for role in Role if Reach.NOTHING < reach_of((role,), action) < Reach.ALL]
    posts = RoleAssignment.objects.filter(in_force(on), living(on, "person__"), role__in=limited)
    others = posts.exclude(person__in=_holders(whole, on)).select_related("person__institution")
    found = {post.person_id: post.person for post in others.order_by("person__sort_key", "id")[:FARTHEST]}
    persons = [person for person in found.values() if sees(person)]
    return Reachers(roles=whole, persons=persons, complete=len(found) < FARTHEST)


def _holders(roles: list[Role], on: dt.date) -> list[int]:
    held = RoleAssignment.objects.filter(in_force(on), role__in=roles)
    return list(held.values_list("person_id", flat=True).distinct())
