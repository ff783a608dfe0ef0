"""When work is due, for the calendar."""

import datetime as dt

from periplus.loop.queries.package_work import map_goal_titles
from periplus.paths.queries import work_lists
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline
from periplus.web.work.words import due_day, procedure_name
from periplus.web.work.work_columns import page_of

MOST = 500


def deadlines_for(person: Person, today: dt.date) -> list[Deadline]:  # noqa: ARG001 -- what is late stays due
    """Every piece of open work with a date that this person may do."""
    found = list(work_lists.list_first_work(person, MOST))
    goals = map_goal_titles(found, person)
    return [
        Deadline(
            uid=f"work-{item.uuid}",
            on=due_day(item),
            title=f"{work_lists.title_of(item)}: {item.case.title}",
            note=goals.get(item.pk) or procedure_name(item.case),
            url=page_of(item),
        )
        for item in found
        if item.due_at
    ]
