"""What is due when: every area says it for its own things in `deadlines.py`."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from periplus.people.types import Person
from periplus.web.shell.areas import offered

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due on a day (`on`), or at an instant (`at`) for `lasting`. `uid` never changes."""

    uid: str
    title: Words
    url: str
    on: dt.date | None = None
    at: dt.datetime | None = None
    lasting: dt.timedelta = dt.timedelta(hours=1)
    note: Words = ""


def list_deadlines(*, person: Person, today: dt.date) -> list[Deadline]:
    """Everything due that concerns this person."""
    return [one for area in offered("deadlines") for one in area.deadlines_for(person, today)]
