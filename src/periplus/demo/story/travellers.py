"""The stays of people we know by name: of the student and the teacher whom visitors play, and a few more."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from periplus.demo.story.agreements.use import find_line
from periplus.demo.story.diary import Act
from periplus.demo.story.flows import OUT
from periplus.demo.story.university import field_of
from periplus.demo.story.world import World
from periplus.mobility.models import Stay
from periplus.mobility.services import StayDetails, cancel_stay, change_stay_dates, record_stay
from periplus.partners.enums import Activity

TERM = 140


@dataclass(frozen=True, slots=True)
class Journey:
    """Who goes where: recorded how many days ago, beginning in how many days (or so many ago)."""

    who: str
    partner: str
    unit: str
    faculty: str
    recorded: int
    begins: int
    lasts: int = TERM
    activity: Activity = Activity.STUDY
    money: int = 0


JOURNEYS = (
    Journey("student", "torino", "DEI", "FEN", recorded=33, begins=85, money=1900),
    Journey("student", "gdansk", "DEI", "FEN", recorded=300, begins=-260, lasts=12),
    Journey("kwame", "gent", "DEM", "FEN", recorded=120, begins=-70, money=1700),
    Journey("lara", "bremen", "DDE", "EAD", recorded=400, begins=-330, money=1600),
    Journey("miguel", "bordeaux", "DGE", "FEM", recorded=95, begins=60, money=1650),
    Journey("sofia", "geneve", "DLM", "FEM", recorded=80, begins=75, money=2400),
    Journey("haoyu", "groningen", "DEO", "FEM", recorded=150, begins=-75, lasts=280, money=3800),
    Journey("nadia", "padova", "DEN", "FCS", recorded=60, begins=90, money=1800),
    Journey("teacher", "valencia", "DEM", "FEN", 130, -100, lasts=5, activity=Activity.TEACHING, money=700),
    Journey("teacher", "campinas", "DEM", "FEN", 20, 55, lasts=12, activity=Activity.RESEARCH, money=2100),
    Journey("ximena", "cordoba", "DHI", "FLH", 210, -180, lasts=20, activity=Activity.RESEARCH, money=2600),
)


def tell(world: World) -> None:
    for journey in JOURNEYS:
        world.diary.write(world.years.ago(journey.recorded), _recording(world, journey))
    world.diary.write(world.years.ago(41), lambda day: _cancel(world, world.stays["miguel-bordeaux"], day))
    world.diary.write(world.years.ago(27), lambda day: _move(world, world.stays["sofia-geneve"], day))


def _recording(world: World, journey: Journey) -> Act:
    def record(day: dt.date) -> None:
        begins = world.years.ahead(journey.begins)
        details = StayDetails(
            sending=world.twin,
            receiving=world.partners[journey.partner],
            starts_on=begins,
            ends_on=begins + dt.timedelta(days=journey.lasts),
            activity=journey.activity,
            level="6" if journey.activity == Activity.STUDY else "",
            field=field_of(journey.unit),
            programme="Erasmus+" if journey.partner not in {"campinas", "cordoba"} else "Bilateral exchange",
            unit=world.units[journey.unit],
            person=world.people[journey.who],
            line=find_line(world, journey.partner, journey.faculty, OUT),
            funding=tuple(_money(journey)),
        )
        stay = record_stay(actor=world.people["olena"], details=details, on=day)
        world.stays[f"{journey.who}-{journey.partner}"] = stay

    return record


def _money(journey: Journey) -> Iterator[tuple[str, Decimal]]:
    if journey.money:
        yield "EUR", Decimal(journey.money)


def _cancel(world: World, stay: Stay, day: dt.date) -> None:
    reason = "Found work in Farol for the same months."
    cancel_stay(actor=world.people["olena"], stay=stay, reason=reason, on=day)


def _move(world: World, stay: Stay, day: dt.date) -> None:
    later = dt.timedelta(days=14)
    assert stay.starts_on is not None  # noqa: S101 -- recorded with both dates
    ends_on = stay.ends_on + later if stay.ends_on else None
    change_stay_dates(
        actor=world.people["olena"], stay=stay, starts_on=stay.starts_on + later, ends_on=ends_on, on=day
    )
