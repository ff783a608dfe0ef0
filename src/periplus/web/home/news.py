"""What a person was told, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from periplus.people.types import Notification, Person, SavedView
from periplus.web.lists.places import place_of
from periplus.web.shell.components import Moment
from periplus.web.shell.telling import Told, tell


@dataclass(frozen=True, slots=True)
class News:
    """Something a person was told, in words."""

    notification: Notification
    sentence: SafeString
    text: str
    url: str

    @property
    def unread(self) -> bool:
        return self.notification.read_at is None

    @property
    def moment(self) -> Moment:
        return Moment(at=self.notification.made_at, sentence=self.sentence)


def tell_notifications(person: Person, notifications: Iterable[Notification]) -> list[News]:
    """What a person was told: events, and saved views whose content has changed."""
    several = list(notifications)
    told = {one.event.pk: one for one in tell(person, (n.event for n in several if n.event))}
    return [_news_of(one, told) for one in several]


def _news_of(notification: Notification, told: Mapping[int, Told]) -> News:
    view = notification.saved_view
    if view is not None:
        text = _("Your view “%(view)s” has changed") % {"view": view.name}
        url = address_of_view(view)
        return News(notification, _anchor(text, url), text, url)
    one = told[notification.event_id or 0]
    return News(notification, one.sentence, one.text, one.url)


def _anchor(text: str, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)


def address_of_view(view: SavedView) -> str:
    """Where a saved view is looked at; empty when its list no longer exists."""
    place = place_of(view.list_key)
    return f"{place}?{view.query}" if place and view.query else place
