"""When work is due, for the calendar."""

import datetime as dt

from periplus.paths.queries import work_lists
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline
from periplus.web.work.why import with_goals
from periplus.web.work.words import due_day
from periplus.web.work.work_columns import page_of, why_of

MOST = 500


def deadlines_for(person: Person, today: dt.date) -> list[Deadline]:  # noqa: ARG001 -- what is late stays due
    """Every piece of open work with a date that this person may do."""
    found = with_goals(work_lists.list_work(person), person).filter(due_at__isnull=False)
    return [
        Deadline(
            uid=f"work-{item.uuid}",
            on=due_day(item),
            title=f"{work_lists.title_of(item)}: {item.case.title}",
            note=why_of(item),
            url=page_of(item),
        )
        for item in found.order_by("due_at", "id")[:MOST]
    ]
