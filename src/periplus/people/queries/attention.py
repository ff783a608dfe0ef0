"""What a person has been told, and who is to be written to."""

from django.db.models import QuerySet

from periplus.core.ledger.queries import few_objects
from periplus.people.enums import Digest
from periplus.people.models import Notification, Person


def list_notifications(person: Person) -> QuerySet[Notification]:
    """Everything the person was told, newest first, with the events and their objects."""
    told = Notification.objects.filter(person=person).select_related("event", "saved_view")
    return told.prefetch_related(few_objects("event__objects_touched")).order_by("-id")


def list_news(person: Person, *, limit: int) -> list[Notification]:
    """The newest things the person was told and has not read yet."""
    return list(list_notifications(person).filter(read_at__isnull=True)[:limit])


def count_unread(person: Person) -> int:
    return Notification.objects.filter(person=person, read_at__isnull=True).count()


def list_unmailed(person: Person) -> QuerySet[Notification]:
    """What the person has neither read nor been written about, oldest first."""
    return list_notifications(person).filter(read_at__isnull=True, mailed_at__isnull=True).order_by("id")


def list_readers_of(digest: Digest) -> QuerySet[Person]:
    """Active people who want to be written to in this rhythm and have something to be told."""
    waiting = Notification.objects.filter(read_at__isnull=True, mailed_at__isnull=True)
    persons = Person.objects.filter(is_active=True, digest=digest, pk__in=waiting.values("person"))
    return persons.select_related("institution").order_by("id")
