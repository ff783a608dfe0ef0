"""One event of a foreign log, and what is wrong with a log that cannot be read."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

LONGEST_CASE: Final = 200
LONGEST_ACTIVITY: Final = 300
LONGEST_RESOURCE: Final = 200
MOST_EVENTS: Final = 2_000_000


class LogError(ValueError):
    """A log that cannot be read, with a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """In which case what was done, when, by whom."""

    case: str
    activity: str
    at: dt.datetime
    resource: str = ""


def make_entry(case: str, activity: str, at: str, resource: str) -> Entry:
    """Checked and cleaned. Raises `LogError` naming the case."""
    words = {"case": case[:60]}
    if not case or len(case) > LONGEST_CASE:
        raise LogError(_("A case has no name, or one of more than 200 letters: “%(case)s”.") % words)
    if not activity.strip() or len(activity) > LONGEST_ACTIVITY:
        raise LogError(_("An event of “%(case)s” has no name, or one of more than 300 letters.") % words)
    return Entry(
        _plain(case), _plain(activity.strip()), _instant(at, words), _plain(resource)[:LONGEST_RESOURCE]
    )


def _plain(text: str) -> str:
    return text.replace("\x00", "")


def _instant(text: str, words: dict[str, str]) -> dt.datetime:
    """An instant; one without a zone is taken as UTC."""
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        sentence = _("An event of “%(case)s” has no time that can be read: “%(time)s”.")
        raise LogError(sentence % (words | {"time": text[:40]})) from error
    if not 1900 <= at.year <= 2200:  # noqa: PLR2004 -- what a procedure can have lived through
        sentence = _("An event of “%(case)s” is dated %(time)s. Mend the date in the file.")
        raise LogError(sentence % (words | {"time": text[:40]}))
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
