"""All other cases: stays, courses, guests, money, evaluations, research, a degree of two universities."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from periplus.core.tables import read_table
from periplus.demo.story.budget import line_of
from periplus.demo.story.paths.player import Player
from periplus.demo.story.paths.scripts import Find, Script, in_turn, pairs
from periplus.demo.story.world import World


def tell(world: World, player: Player) -> None:
    for row in read_table("periplus.demo.story", "tables/cases.csv"):
        player.write(_script(world, row))


def _script(world: World, row: Mapping[str, str]) -> Script:
    begins = world.years.ago(int(row["ago"]))
    return Script(
        key=row["key"],
        procedure=row["procedure"],
        begins=begins,
        by=row["by"],
        about=_finding(world, row["about"], begins) if row["about"] else None,
        title=row["title"],
        unit=row["unit"],
        values=pairs(row["values"]),
        days={key: int(value) for key, value in pairs(row["days"]).items()},
        stops=frozenset(row["stops"].split()),
        says=in_turn(row["says"]),
        turns=pairs(row["turns"]),
        enters=row["enters"],
    )


def _finding(world: World, about: str, begins: dt.date) -> Find:
    kind, _sign, key = about.partition(":")
    find: dict[str, Callable[[], Any]] = {
        "stay": lambda: world.stays[key],
        "partner": lambda: world.partners[key],
        "budget": lambda: _line(world, key, begins.year),
    }
    return find[kind]


def _line(world: World, key: str, year: int) -> Any:
    """The line of the year; in the first days of January still that of the year before."""
    return world.budget.get(line_of(key, year)) or world.budget[line_of(key, year - 1)]
