"""What the people of the story keep at hand, and what they have read already."""

import datetime as dt

from periplus.core import clock
from periplus.demo.story.world import World
from periplus.people.models import Notification
from periplus.people.services.attention import mark_read
from periplus.people.services.saved_views import save_view

UNREAD_DAYS = 7
AGREEMENTS, PARTNERS, PEOPLE = "partners.agreements", "partners.partners", "people.persons"
VIEWS = (
    ("office", AGREEMENTS, "In force with Brazil", "state=in_force&country=BR"),
    ("office", PARTNERS, "Quiet for two years", "agreement=with&activity=quiet"),
    ("office", PARTNERS, "On watch", "watch=renew&watch=close"),
    ("mei", AGREEMENTS, "On the way to force", "state=negotiation&state=approval&state=signature"),
    ("vice_rector", AGREEMENTS, "To be signed", "state=signature"),
    ("engineering", PARTNERS, "Spain", "country=ES"),
    ("administrator", PEOPLE, "All people", ""),
)


def tell(world: World) -> None:
    world.diary.write(world.years.ago(48), lambda day: _keep_views(world, day))


def _keep_views(world: World, _day: dt.date) -> None:
    for who, key, name, query in VIEWS:
        save_view(actor=world.people[who], list_key=key, name=name, query=query)


def read_old_news(world: World) -> None:
    """What happened more than a week ago everybody has read; what is newer still waits for them."""
    since = clock.now() - dt.timedelta(days=UNREAD_DAYS)
    for person in world.people.values():
        old = Notification.objects.filter(person=person, made_at__lt=since).values_list("pk", flat=True)
        mark_read(actor=person, notifications=old, at=since)
