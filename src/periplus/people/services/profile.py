"""What everybody sets for themselves: language, time zone, theme, letters, calendar feed."""

import datetime as dt
import secrets
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from periplus.core.languages import language_of
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid
from periplus.people.enums import Digest, Theme
from periplus.people.models import Person


@transaction.atomic
def change_preferences(
    *, actor: Person, language: str, time_zone: str, theme: Theme, digest: Digest
) -> Person:
    """Keep how a person likes to read. Empty `time_zone`: that of the institution."""
    if time_zone and time_zone not in available_timezones():
        raise Invalid({"time_zone": _("There is no such time zone. Choose one of the list.")})
    actor.language, actor.time_zone = language_of(language).code, time_zone
    actor.theme, actor.digest = theme, digest
    actor.save(update_fields=["language", "time_zone", "theme", "digest"])
    return actor


@transaction.atomic
def choose_language(*, actor: Person, language: str) -> None:
    actor.language = language_of(language).code
    actor.save(update_fields=["language"])


@transaction.atomic
def choose_theme(*, actor: Person, theme: Theme) -> None:
    actor.theme = theme
    actor.save(update_fields=["theme"])


@transaction.atomic
def reset_calendar_key(*, actor: Person, on: dt.date) -> str:
    """Make a new secret address for the person's calendar feed; the old one opens nothing any more."""
    actor.calendar_key = secrets.token_urlsafe(32)
    actor.save(update_fields=["calendar_key"])
    record("people.calendar_key.reset", actor=actor, objects={"person": actor}, on=on)
    return actor.calendar_key


@transaction.atomic
def close_calendar(*, actor: Person, on: dt.date) -> None:
    """Close the person's calendar feed."""
    actor.calendar_key = ""
    actor.save(update_fields=["calendar_key"])
    record("people.calendar_key.closed", actor=actor, objects={"person": actor}, on=on)
