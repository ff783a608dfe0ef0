"""Agreements that are on their way, came later, or came to nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from periplus.core.tables import read_table
from periplus.demo.story.agreements import moving
from periplus.demo.story.agreements.offers import Offer, OfferLine
from periplus.demo.story.flows import IN, OUT
from periplus.demo.story.university import unit_rows
from periplus.demo.story.world import World
from periplus.demo.story.years import SEPTEMBER
from periplus.partners import services
from periplus.partners.enums import Activity, AgreementKind
from periplus.partners.models import Agreement

WEEK: Final = Decimal("0.5")  # the least that lists of agreements know, in months
TERM: Final = Decimal(5)


LAST: Final = {"signature_theirs": "ours", "signature_ours": "signature", "dropped": "negotiation"}


def tell(world: World) -> None:
    for row in rows():
        _tell_of(world, row)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """`days`: how long ago the last step was taken; `fate`: which step that was."""
    return read_table("periplus.demo.story", "tables/new_agreements.csv")


def key_of(row: dict[str, str]) -> str:
    """What the agreement is called in the story."""
    return f"{row['partner']}-{row['unit']}-{row['kind']}"


def first_day_of(world: World, row: dict[str, str]) -> dt.date:
    """The day on which it is written down."""
    name = LAST.get(row["fate"], row["fate"])
    lead = moving.STEPS[name][0] if name in moving.STEPS else 0
    return world.years.ago(int(row["days"]) + lead)


def _tell_of(world: World, row: dict[str, str]) -> None:
    name = LAST.get(row["fate"], row["fate"])

    def write(day: dt.date) -> None:
        agreement = moving.draft(world, _newcomer(row, day), day, row["note"], world.people.get(row["by"]))
        if name in moving.STEPS:
            moving.lead_until(world, agreement, day, name)
        _finish(world, row, agreement)

    world.diary.write(first_day_of(world, row), write)


def _finish(world: World, row: dict[str, str], agreement: Agreement) -> None:
    """What is special: a draft dropped with its reason, or a partner who has signed before us."""
    if row["fate"] == "dropped":
        world.diary.write(
            world.years.ago(int(row["days"]) - 40),
            lambda day: services.drop_agreement(
                actor=moving.coordinator_of(world, row["unit"]),
                agreement=agreement,
                reason=row["note"] or "It leads nowhere.",
                on=day,
            ),
        )
    if row["fate"] == "signature_ours":
        world.diary.write(world.years.ago(2), lambda day: moving.sign_theirs(world, agreement, day))


def _newcomer(row: dict[str, str], day: dt.date) -> Offer:
    begins = dt.date(day.year + 1, SEPTEMBER, 1)
    usual = Offer(
        key=key_of(row),
        partner=row["partner"],
        unit=row["unit"],
        title=row["title"],
        kind=AgreementKind(row["kind"]),
        programme=row["programme"],
        begins=begins,
        ends=begins.replace(year=begins.year + 5),
        notice_months=12,
        renews_by_itself=False,
        lines=tuple(_lines(row)),
    )
    return replace(usual, ends=None) if row["kind"] in {"mou", "framework"} else usual


def _lines(row: dict[str, str]) -> Iterator[OfferLine]:
    """Both ways alike, for the field of the unit; staff go for a week."""
    field = next((each["field"] for each in unit_rows() if each["code"] == row["unit"]), "")
    staff = row["kind"] == AgreementKind.STAFF_EXCHANGE
    for way in (OUT, IN) if row["places"] else ():
        yield OfferLine(
            faculty=row["unit"],
            way=way,
            places=int(row["places"]),
            field=field,
            level="" if staff else "6",
            language="en",
            cefr="B2",
            months=WEEK if staff else TERM,
            activity=Activity.TEACHING if staff else Activity.STUDY,
        )
