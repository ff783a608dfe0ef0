"""Who plays which role in the demo: the first living person of the story who holds it."""

from dataclasses import dataclass

from django.db.models import F

from periplus.core import clock
from periplus.people.enums import Role
from periplus.people.models import Person, RoleAssignment
from periplus.people.queries.persons import living
from periplus.people.standing import in_force


@dataclass(frozen=True, slots=True)
class Part:
    """A role with the person who plays it."""

    role: Role
    person: Person


def list_parts() -> list[Part]:
    """Every role that somebody holds, in the order of the matrix. One query."""
    today = clock.today()
    posts = RoleAssignment.objects.filter(in_force(today), living(today, "person__"))
    first: dict[str, Person] = {}
    for post in posts.select_related("person", "unit").order_by(F("valid_from"), "id"):
        first.setdefault(post.role, post.person)
    return [Part(role, first[role]) for role in Role if role in first]


def find_part(role: str) -> Part | None:
    return next((part for part in list_parts() if part.role == role), None)
