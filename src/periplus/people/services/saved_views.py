"""Lists kept as a person left them."""

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Invalid, Refused, unseen
from periplus.people.models import Notification, Person, SavedView

QUERY_LIMIT = 2000


@transaction.atomic
def save_view(*, actor: Person, list_key: str, name: str, query: str) -> SavedView:
    """Keep a list's address under a name; the same name again replaces it."""
    name = name.strip()
    if not name:
        raise Invalid({"name": _("Give the view a name, so that you find it again.")})
    if len(query) > QUERY_LIMIT:
        raise Invalid({"name": _("This view has too many filters to be kept. Take some away.")})
    view, _made = SavedView.objects.update_or_create(
        person=actor, list_key=list_key, name=name[:80], defaults={"query": query}
    )
    return view


@transaction.atomic
def watch_view(*, actor: Person, view: SavedView, digest: str, count: int) -> None:
    """From now on the person is told when the view's content differs from `digest`."""
    _demand_own(actor, view)
    view.watched, view.last_digest, view.last_count = True, digest, count
    view.save(update_fields=["watched", "last_digest", "last_count"])


@transaction.atomic
def unwatch_view(*, actor: Person, view: SavedView) -> None:
    _demand_own(actor, view)
    view.watched = False
    view.save(update_fields=["watched"])


@transaction.atomic
def delete_view(*, actor: Person, view: SavedView) -> None:
    _demand_own(actor, view)
    view.delete()


@transaction.atomic
def tell_of_change(*, view: SavedView, digest: str, count: int) -> None:
    """The content of a watched view has changed: remember it and tell its person once."""
    view.last_digest, view.last_count = digest, count
    view.save(update_fields=["last_digest", "last_count"])
    Notification.objects.create(person=view.person, saved_view=view, made_at=clock.now())


def _demand_own(actor: Person, view: SavedView) -> None:
    if view.person_id != actor.pk:
        raise Refused(unseen())
