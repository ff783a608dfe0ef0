"""Finding saved views."""

import uuid

from django.db.models import QuerySet

from periplus.people.models import Person, SavedView


def list_views(person: Person, list_key: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=person, list_key=list_key).order_by("name", "id")


def find_view(person: Person, reference: uuid.UUID) -> SavedView | None:
    return SavedView.objects.filter(person=person, uuid=reference).first()


def list_watched_views() -> QuerySet[SavedView]:
    """Every watched view of a person who is still here."""
    watched = SavedView.objects.filter(watched=True, person__is_active=True)
    return watched.select_related("person").order_by("id")
