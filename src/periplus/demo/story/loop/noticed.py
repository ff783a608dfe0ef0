"""What people noticed themselves, and the work they noted on their goals."""

import datetime as dt

from periplus.core.tables import read_table
from periplus.demo.story.diary import Act
from periplus.demo.story.world import World
from periplus.loop.enums import Severity
from periplus.loop.models import Signal
from periplus.loop.services.deviations import open_from_signal
from periplus.loop.services.goals import note_on_goal
from periplus.loop.services.signals import dismiss_signal, report_signal

LATE = "Students hear of free places in spring only after the housing list is closed."
RUMOUR = "Two students say that Galway will take no exchange students next year."
NOISE = "The list of partners on the old pages still names a rector who retired."


def tell(world: World) -> None:
    diary, years = world.diary, world.years
    diary.write(years.ago(58), lambda day: _dismissed(world, day))
    diary.write(years.ago(6), lambda day: _open_for_itself(world, day))
    diary.write(years.ago(2), lambda day: _report(world, "teacher", "G1", RUMOUR, day))
    for row in read_table("periplus.demo.story", "tables/notes.csv"):
        diary.write(years.ago(int(row["days"])), _noting(world, row))


def _report(world: World, who: str, goal: str | None, text: str, day: dt.date) -> Signal:
    return report_signal(
        actor=world.people[who],
        institution=world.institution,
        goal=world.goals[goal] if goal else None,
        text=text,
        severity=Severity.NOTICE,
        on=day,
    )


def _dismissed(world: World, day: dt.date) -> None:
    signal = _report(world, "languages", None, NOISE, day)
    reason = "Corrected on the same day. It says nothing about a goal."
    dismiss_signal(actor=world.people["office"], signal=signal, reason=reason, on=day)


def _open_for_itself(world: World, day: dt.date) -> None:
    """A notice opened by hand: no body takes notices by rule, so somebody has to bring it."""
    signal = _report(world, "humanities", "G4", LATE, day)
    deviation = open_from_signal(actor=world.people["olena"], signal=signal, on=day)
    world.deviations["late"] = deviation


def _noting(world: World, row: dict[str, str]) -> Act:
    def note(day: dt.date) -> None:
        goal = world.goals[row["goal"]]
        note_on_goal(actor=goal.accountable or world.people["office"], goal=goal, text=row["text"], on=day)

    return note
