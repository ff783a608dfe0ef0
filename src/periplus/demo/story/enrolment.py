"""How many students there are: reported every November. The School of Arts does not report its own."""

import datetime as dt

from periplus.demo.story.diary import LONG_AGO
from periplus.demo.story.university import unit_rows
from periplus.demo.story.world import World
from periplus.mobility.bulk import EnrolmentFacts, bring_enrolments

SOURCE = "student register"
GROWTH = 1.002


def tell(world: World, after: dt.date = LONG_AGO) -> None:
    """Every report that is due later than on a day."""
    for year in range(world.years.first, world.years.today.year + 1):
        if (due := dt.date(year, 11, 20)) > after:
            world.diary.write(due, lambda day: _report(world, day))


def _report(world: World, day: dt.date) -> None:
    growth = GROWTH ** (day.year - world.years.first)
    counted = {row["code"]: round(int(row["students"]) * growth) for row in unit_rows() if row["students"]}
    arts = round(1350 * growth)
    twin = world.twin
    enrolments = [EnrolmentFacts(twin.pk, None, day.year, sum(counted.values()) + arts)]
    enrolments += [
        EnrolmentFacts(twin.pk, world.units[code].pk, day.year, students)
        for code, students in counted.items()
        if code in world.units
    ]
    bring_enrolments(
        actor=world.people.get("goran"),
        source=SOURCE,
        enrolments=enrolments,
        today=day,
        attributes={"source": SOURCE},
    )
