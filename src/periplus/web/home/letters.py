"""Letters that tell people what happened, as often as they want them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.people.queries.attention import list_unmailed
from periplus.people.services.attention import mark_mailed
from periplus.people.types import Notification, Person
from periplus.web.home.news import News, tell_notifications
from periplus.web.people.reader import zone_of

LONGEST = 30  # a letter that nobody reads to the end is no letter


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is sent: subject, plain text, HTML."""

    subject: str
    text: str
    html: str
    count: int


def compose(*, person: Person, notifications: Sequence[Notification]) -> Letter:
    """Write the letter about these things, in the person's language and time."""
    with translation.override(person.language), timezone.override(zone_of(person)):
        news = tell_notifications(person, notifications[:LONGEST])
        context = {
            "person": person,
            "news": news,
            "more": len(notifications) - len(news),
            "site": settings.SITE_URL.rstrip("/"),
            "all_url": reverse("shell:notifications"),
            "settings_url": reverse("people:profile"),
        }
        return Letter(
            subject=_subject(news, len(notifications)),
            text=render_to_string("home/letter.txt", context),
            html=render_to_string("home/letter_mail.html", context),
            count=len(notifications),
        )


def write_to(person: Person) -> bool:
    """Send what the person has neither read nor been written about. Whether there was anything."""
    notifications = list(list_unmailed(person))
    if not notifications:
        return False
    letter = compose(person=person, notifications=notifications)
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[person.email])
    message.attach_alternative(letter.html, "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()
    mark_mailed(person=person, notifications=notifications, at=clock.now())
    return True


def _subject(news: Sequence[News], count: int) -> str:
    if count == 1:
        return news[0].text
    sentence = ngettext("%(count)s thing happened", "%(count)s things happened", count)
    return _("%(things)s: %(first)s") % {
        "things": sentence % {"count": count},
        "first": news[0].text if news else "",
    }
