"""How many students there are: reported every November. The School of Arts does not report its own."""

import datetime as dt

from periplus.demo.story.university import unit_rows
from periplus.demo.story.world import World
from periplus.mobility.bulk import EnrolmentFacts, bring_enrolments

SOURCE = "student register"
GROWTH = 1.002


def tell(world: World) -> None:
    for year in range(world.years.first, world.years.today.year + 1):
        world.diary.write(dt.date(year, 11, 20), lambda day: _report(world, day))


def _report(world: World, day: dt.date) -> None:
    growth = GROWTH ** (day.year - world.years.first)
    counted = {row["code"]: round(int(row["students"]) * growth) for row in unit_rows() if row["students"]}
    arts = round(1350 * growth)
    twin = world.twin
    enrolments = [EnrolmentFacts(twin.pk, None, day.year, sum(counted.values()) + arts)]
    enrolments += [
        EnrolmentFacts(twin.pk, world.units[code].pk, day.year, students)
        for code, students in counted.items()
    ]
    bring_enrolments(
        actor=world.people["goran"],
        source=SOURCE,
        enrolments=enrolments,
        today=day,
        attributes={"source": SOURCE},
    )
