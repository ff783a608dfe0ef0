"""Shared by the chapters: finding the deviation a chapter is about, and what levers are ordered."""

import datetime as dt

from periplus.demo.story.agreements.use import find_line
from periplus.demo.story.world import World
from periplus.loop.enums import DeviationState
from periplus.loop.models import Deviation
from periplus.loop.services.pulls import Order


def find_deviation(measure: str, goal: str, *, among: World) -> Deviation:
    """The deviation, not yet closed, of a goal on an indicator."""
    found = Deviation.objects.filter(measure=measure, goal=among.goals[goal])
    return found.exclude(state=DeviationState.CLOSED).select_related("goal__unit", "owner").get()


def places(world: World, key: tuple[str, str, str], number: int, effective_on: dt.date) -> Order:
    """Change the places of the line of a partner, a faculty and a way, from an academic year on."""
    return Order(
        lever="partners.line_places",
        subject=find_line(world, *key).uuid,
        change={"places": number, "from_year": effective_on.year},
        effective_on=effective_on,
    )
