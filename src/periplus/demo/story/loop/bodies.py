"""Where it is decided: the council, the committee and the board of Engineering."""

import datetime as dt

from periplus.demo.story.world import World
from periplus.loop.enums import DiscussionRule, ItemKind, Severity
from periplus.loop.services.bodies import BodyTerms, EntryTerms, add_body, set_entry_point
from periplus.people.enums import Role

COMMITTEE, COUNCIL, BOARD = "committee", "council", "board"
STAFF = (Role.OFFICE, Role.COORDINATOR, Role.TEACHER, Role.REVIEWER, Role.VICE_RECTOR)


def tell(world: World) -> None:
    world.diary.write(dt.date(world.years.plan, 1, 10), lambda day: _add(world, day))


def _add(world: World, day: dt.date) -> None:
    people, root = world.people, world.root
    committee = BodyTerms(
        "Internationalisation committee",
        root,
        chair=people["vice_rector"],
        members=[
            people[key]
            for key in ("office", "engineering", "humanities", "management", "health", "arts", "reviewer")
        ],
        rhythm_days=90,
    )
    council = BodyTerms(
        "Rector's council",
        root,
        chair=people["vice_rector"],
        members=[people[key] for key in ("dean_engineering", "dean_health", "dean_management", "regional")],
        rhythm_days=180,
    )
    board = BodyTerms(
        "Faculty board of Engineering",
        world.units["FEN"],
        chair=people["engineering"],
        members=[people[key] for key in ("dean_engineering", "informatics", "teacher", "lars", "priya")],
        rhythm_days=120,
    )
    for key, terms in ((COMMITTEE, committee), (COUNCIL, council), (BOARD, board)):
        world.bodies[key] = add_body(
            actor=people["office"], institution=world.institution, terms=terms, today=day
        )
    _open_doors(world, day)


def _open_doors(world: World, day: dt.date) -> None:
    """What may enter where. Mere notices enter by themselves nowhere: somebody has to bring them."""
    deviation, check, proposal = ItemKind.DEVIATION, ItemKind.EFFECT_CHECK, ItemKind.PROPOSAL
    lead = (Role.OFFICE, Role.VICE_RECTOR)
    serious, critical = Severity.SERIOUS, Severity.CRITICAL
    doors = (
        (COMMITTEE, deviation, EntryTerms(lead, from_severity=serious, priority=2)),
        (COMMITTEE, check, EntryTerms(lead, priority=1, deadline_days=45)),
        (COMMITTEE, proposal, EntryTerms(STAFF, priority=4)),
        (BOARD, deviation, EntryTerms((*lead, Role.COORDINATOR), from_severity=serious, priority=2)),
        (BOARD, check, EntryTerms(lead, priority=1)),
        (BOARD, proposal, EntryTerms(STAFF, priority=3)),
        (COUNCIL, deviation, EntryTerms(lead, by_rule=False, from_severity=critical, priority=1)),
        (COUNCIL, proposal, EntryTerms(lead, discussion=DiscussionRule.INFORMATION, priority=3)),
    )
    for key, kind, terms in doors:
        set_entry_point(
            actor=world.people["office"], body=world.bodies[key], kind=kind, terms=terms, today=day
        )
