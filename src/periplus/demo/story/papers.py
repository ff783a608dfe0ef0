"""A few papers that lie with agreements and meetings: plain text, as an office writes it."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from django.db import models

from periplus.core.documents.services import store_document
from periplus.core.enums import Confidentiality
from periplus.core.tables import read_table
from periplus.demo.story.diary import Act
from periplus.demo.story.world import World


def tell(world: World) -> None:
    for row in read_table("periplus.demo.story", "tables/papers.csv"):
        world.diary.write(world.years.ago(int(row["days"])), _storing(world, row))


def _storing(world: World, row: dict[str, str]) -> Act:
    find: Callable[[str], models.Model] = {
        "agreement": world.agreements.__getitem__,
        "partner": world.partners.__getitem__,
    }[row["about"]]

    def store(day: dt.date) -> None:
        text = f"{row['title']}\nFarol, {day:%d %B %Y}\n\n{row['text']}\n"
        store_document(
            actor=world.people[row["by"]],
            file=BytesIO(text.encode()),
            name=row["name"],
            subject=find(row["key"]),
            confidentiality=Confidentiality(row["class"]),
        )

    return store
