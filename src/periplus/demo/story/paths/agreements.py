"""Cases that go along with the life of agreements: from the idea into force, and on to the renewal.

The agreements of the story move by those whose turn it is. A case is done a day later each time, so that
its automatic steps find the agreement where they would have brought it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from periplus.core.tables import read_table
from periplus.demo.story.agreements import lives, newcomers
from periplus.demo.story.agreements.moving import APPROVAL, OURS, RELEASE, TALKS, THEIRS
from periplus.demo.story.agreements.offers import Offer, offers_of
from periplus.demo.story.flows import Flows
from periplus.demo.story.paths.player import Player
from periplus.demo.story.paths.procedures import LIFE, TAKEN
from periplus.demo.story.paths.scripts import Find, Script, in_turn, pairs
from periplus.demo.story.world import World

RENEWAL: Final = "agreement_renewal"
ONE_IN: Final = 3  # of so many renewals that are over, one is told
ASKED_BEFORE: Final = 95  # days from the first question about a renewal to its draft
# Days from the first draft of an agreement to each step of its case.
DAYS: Final[Mapping[str, int]] = {
    "idea": 11,
    "screen": TALKS + 1,
    "negotiate": TALKS + 35,
    "partner_check": APPROVAL + 1,
    "faculty": APPROVAL + 7,
    "legal": APPROVAL + 8,
    "data_review": APPROVAL + 10,
    "sum_up": APPROVAL + 13,
    "approve_office": RELEASE + 1,
    "approve_rector": RELEASE + 1,
    "approve_council": RELEASE + 1,
    "sign": OURS + 1,
    "partner_sign": THEIRS + 1,
}
# Where a case stands whose agreement has come so far. `signature_ours`: they have signed, we have not.
STANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "idea": ("idea",),
    "negotiation": ("negotiate", "partner_check"),
    "approval": ("approve_office", "approve_rector", "approve_council"),
    "signature": ("sign", "partner_sign"),
    "signature_theirs": ("partner_sign",),
    "signature_ours": ("sign",),
    "dropped": ("negotiate", "partner_check"),
    "in_force": ("running",),
}
# Days from the first question about a renewal.
ASKED: Final[Mapping[str, int]] = {
    "facts": 10,
    "opinion": 24,
    "decide": 40,
    "new_term": 55,
    "partner_answer": 80,
    "draft_successor": ASKED_BEFORE,
}
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether an agreement is to be renewed: asked how long ago, and where that stands today."""

    ago: int
    stands: str
    says: Mapping[str, Sequence[str]] = field(default_factory=dict)
    turns: Mapping[str, str] = field(default_factory=dict)


QUESTIONS: Final = (
    Question(90, "partner_answer", turns={"partner_answer": "hand mei: They answer by letter."}),
    Question(150, "partner_answer decide_silence"),
    Question(66, "", {"renewal_decision": ("close",), "decision_reason": ("Nobody went for three years.",)}),
    Question(47, "decide"),
    Question(33, "opinion"),
    Question(14, "facts"),
)


def tell(world: World, player: Player, flows: Flows) -> None:
    since = world.years.ago(TAKEN)
    scripts = (*_of_newcomers(world), *_of_renewals(world, offers_of(world, flows)))
    for script in scripts:
        if script.begins > since:
            player.write(script)


def _of_newcomers(world: World) -> Iterator[Script]:
    special = {row["agreement"]: row for row in _rows()}
    for row in newcomers.rows():
        key = newcomers.key_of(row)
        script = Script(
            key=key,
            procedure=LIFE,
            begins=newcomers.first_day_of(world, row),
            by=row["by"],
            about=_finding(world, key),
            days=DAYS,
            stops=frozenset(STANDS[row["fate"]]),
        )
        yield _particular(script, special.get(key, {}))


def _rows() -> tuple[dict[str, str], ...]:
    return read_table("periplus.demo.story", "tables/agreement_cases.csv")


def _particular(script: Script, row: Row) -> Script:
    """The same case, with what is particular about it."""
    if not row:
        return script
    days = {key: int(value) for key, value in pairs(row["days"]).items()}
    return replace(
        script,
        package=row["package"],
        days={**script.days, **days},
        stops=frozenset(row["stops"].split()) or script.stops,
        says=in_turn(row["says"]),
        turns=pairs(row["turns"]),
    )


def _of_renewals(world: World, offers: list[Offer]) -> Iterator[Script]:
    """The questions about renewals, and the lives of the successors."""
    for number, renewal in enumerate(lives.renewals_of(world, offers)):
        if renewal.last == "in_force" and number % ONE_IN:
            continue
        key = renewal.offer.key
        yield _question(world, key, renewal.on - dt.timedelta(days=ASKED_BEFORE))
        yield Script(
            key=f"{key} renewed",
            procedure=LIFE,
            begins=renewal.on,
            by="",
            about=_finding(world, key),
            days=DAYS,
            stops=frozenset(STANDS[renewal.last]),
        )
    for offer, row in zip(lives.ending_of(world, offers), QUESTIONS, strict=False):
        asked = _question(world, offer.key, world.years.ago(row.ago))
        yield replace(asked, stops=frozenset(row.stands.split()), says=row.says, turns=row.turns)


def _question(world: World, key: str, begins: dt.date) -> Script:
    return Script(
        key=f"{key} asked",
        procedure=RENEWAL,
        begins=begins,
        by="mei",
        about=_finding(world, key),
        days=ASKED,
    )


def _finding(world: World, key: str) -> Find:
    return lambda: world.agreements[key]
