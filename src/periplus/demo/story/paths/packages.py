"""Task packages: what of a goal is somebody's task in which procedure."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from periplus.core.tables import read_table
from periplus.demo.story.paths.player import Player
from periplus.demo.story.paths.scripts import Script
from periplus.demo.story.world import World
from periplus.loop.enums import Binding, PackageState
from periplus.loop.services.package_cases import DELIVERABLE
from periplus.loop.services.packages import add_package, settle_package
from periplus.loop.values import PackageValues
from periplus.paths.queries.charts import find_procedure

MADE, DONE = 130, 66  # days before today
NOT: Final = frozenset({"deliver"})


def tell(world: World, player: Player) -> None:
    world.diary.write(world.years.ago(MADE), lambda day: _make(world, day))
    for script in _deliverables(world):
        player.write(script)
    world.diary.write(world.years.ago(DONE), lambda day: _settle(world, day))


def _make(world: World, day: dt.date) -> None:
    for row in read_table("periplus.demo.story", "tables/packages.csv"):
        values = PackageValues(
            title=row["title"],
            binding=Binding(row["binding"]),
            unit=world.units[row["unit"]],
            accountable=world.people[row["accountable"]],
            due_on=world.years.ahead(int(row["due"])),
            procedure=find_procedure(row["procedure"], world.institution.pk),
            node=row["node"],
            expected=int(row["expected"]) if row["expected"] else None,
            outputs=row["outputs"].split("|"),
            evaluation=row["evaluation"],
            share=int(row["share"]),
        )
        goal = world.goals[row["goal"]]
        world.packages[row["key"]] = add_package(
            actor=world.people["office"], goal=goal, values=values, on=day
        )


def _settle(world: World, day: dt.date) -> None:
    settle_package(
        actor=world.people["office"],
        package=world.packages["figures"],
        state=PackageState.DONE,
        reason="The committee had the table before it talked about Spain.",
        on=day,
    )


def _deliverables(world: World) -> Iterator[Script]:
    """One is delivered after it was asked for twice; one is late; one has just been asked for."""
    ago = world.years.ago
    yield Script(
        key="figures",
        procedure=DELIVERABLE,
        begins=ago(100),
        by="goran",
        package="figures",
        days={"deliver": 22, "evaluate": 28},
        says={
            "deliverable_accepted": ("no", "yes"),
            "evaluation_note": ("The guests of the summer schools are missing.", "As asked."),
        },
        enters="office",
    )
    yield Script("table_of_places", DELIVERABLE, ago(41), "humanities", package="table_of_places", stops=NOT)
    yield Script("mentors", DELIVERABLE, ago(12), "regional", package="mentors", stops=NOT)
