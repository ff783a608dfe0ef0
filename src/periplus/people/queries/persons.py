"""People: who is here, who holds which role, whom to ask."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from periplus.core.text import normalise, sort_key
from periplus.people.enums import Role
from periplus.people.models import Affiliation, Institution, Person, RoleAssignment, Unit
from periplus.people.policies import visible_persons
from periplus.people.queries.units import chain
from periplus.people.standing import in_force


def list_persons(person: Person) -> QuerySet[Person]:
    """Everybody this person may see, by name."""
    return visible_persons(person).select_related("institution").order_by("sort_key", "id")


def list_persons_with_posts(person: Person, *, on: dt.date) -> QuerySet[Person]:
    """Everybody this person may see, with the roles and affiliations in force (`posts`, `places`)."""
    roles = RoleAssignment.objects.filter(in_force(on)).select_related("unit").order_by("role", "id")
    places = Affiliation.objects.filter(in_force(on)).select_related("unit").order_by("valid_from", "id")
    return list_persons(person).prefetch_related(
        Prefetch("role_assignments", queryset=roles, to_attr="posts"),
        Prefetch("affiliations", queryset=places, to_attr="places"),
    )


def find_person(reference: uuid.UUID) -> Person | None:
    return Person.objects.filter(uuid=reference).select_related("institution").first()


def find_person_by_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email.strip()).select_related("institution").first()


def find_person_by_calendar_key(key: str) -> Person | None:
    """The owner of a calendar feed; an empty key opens nothing."""
    if not key:
        return None
    return Person.objects.filter(calendar_key=key, is_active=True).select_related("institution").first()


def list_persons_by_uuid(references: Iterable[uuid.UUID]) -> QuerySet[Person]:
    """These people, as far as they are still here."""
    return Person.objects.filter(uuid__in=list(references), is_active=True).order_by("id")


def map_names(references: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of those who did something: whoever may see a deed may know who did it."""
    found = Person.objects.filter(uuid__in=list(references))
    return dict(found.values_list("uuid", "name"))


def living(on: dt.date, prefix: str = "") -> Q:
    """Filter: has an account and has not left on a day."""
    stays = Q(**{f"{prefix}left_on__isnull": True}) | Q(**{f"{prefix}left_on__gt": on})
    return Q(**{f"{prefix}is_active": True}) & stays


def is_living(person: Person | None, *, on: dt.date) -> bool:
    return person is not None and person.is_active and (person.left_on is None or person.left_on > on)


def list_living_persons(*, on: dt.date) -> QuerySet[Person]:
    return Person.objects.filter(living(on)).order_by("sort_key", "id")


def find_holders(role: Role, *, unit: Unit | None, on: dt.date) -> list[Person]:
    """Living holders of a role for a unit: those of the unit itself, else of the nearest one above.

    Holders without a unit answer for everything and come last. Without `unit`: all holders.
    """
    posts = RoleAssignment.objects.filter(in_force(on), living(on, "person__"), role=role)
    if unit is not None:
        posts = posts.filter(chain(unit) | Q(unit__isnull=True))
    found = list(posts.select_related("person", "unit").order_by("person__sort_key", "id"))
    if unit is not None and found:
        nearest = max(_depth(post) for post in found)
        found = [post for post in found if _depth(post) == nearest]
    return list({post.person_id: post.person for post in found}.values())


def list_office(*, institution: Institution | None, on: dt.date) -> list[Person]:
    """The coordination office of an institution."""
    holders = find_holders(Role.OFFICE, unit=None, on=on)
    return [p for p in holders if institution is None or p.institution_id in {institution.pk, None}]


def list_candidates(person: Person, *, text: str, on: dt.date, limit: int = 20) -> QuerySet[Person]:
    """Living people whose name fits, for fields in which a person is chosen."""
    return visible_persons(person).filter(living(on), name_fits(text)).order_by("sort_key", "id")[:limit]


def name_fits(words: str) -> Q:
    """Filter: the name has a word beginning with each of these words, or the address contains them."""
    condition = Q()
    for word in sort_key(words).split():
        condition &= Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}")
    return condition | Q(email__icontains=normalise(words))


def holds_role(role: Role, *, on: dt.date) -> Exists:
    """Condition on people: holds the role on a day."""
    return Exists(RoleAssignment.objects.filter(in_force(on), person=OuterRef("pk"), role=role))


def _depth(post: RoleAssignment) -> int:
    return len(post.unit.path) if post.unit else 0
