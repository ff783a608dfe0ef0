"""The rules that watch the indicators, beside those by stage that come with each target."""

import datetime as dt
from collections.abc import Iterator

from periplus.demo.story.diary import NIGHT
from periplus.demo.story.world import World
from periplus.loop.enums import PeriodKind, RuleKind, Severity
from periplus.loop.services.rounds import run_daily_round
from periplus.loop.services.rules import draft_rule, switch_on
from periplus.loop.values import RuleValues

BETWEEN_ROUNDS = 150
# Days before today on which something is due.
LAST_ROUNDS = (40, 26, 17, 12, 3, 0)


def tell(world: World) -> None:
    year = world.years.plan
    world.diary.write(dt.date(year, 1, 11), lambda day: _draft(world, day))
    world.diary.write(dt.date(year, 1, 15), lambda day: _switch_on(world, day))
    for day in sorted(set(_round_days(world))):
        world.diary.write(day, lambda on: run_daily_round(today=on), NIGHT)


def _round_days(world: World) -> Iterator[dt.date]:
    """Every second month; when the figures of a year are in; and when something is due."""
    year, today = world.years.plan, world.years.today
    for later in range(4):
        yield dt.date(year + later, 1, 20)
        yield dt.date(year + later, 9, 2)
    yield dt.date(year + 1, 10, 2)
    day = dt.date(year, 3, 20)
    while day < world.years.ago(max(LAST_ROUNDS)):
        yield day
        day += dt.timedelta(days=BETWEEN_ROUNDS)
    yield from (today - dt.timedelta(days=days) for days in LAST_ROUNDS)


def _draft(world: World, day: dt.date) -> None:
    for key, values in _rules(world):
        rule = draft_rule(actor=world.people["goran"], institution=world.institution, values=values, on=day)
        world.rules[key] = rule


def _switch_on(world: World, day: dt.date) -> None:
    for key in world.rules:
        switch_on(actor=world.people["vice_rector"], rule=world.rules[key], effective_on=day, on=day)


Rules = Iterator[tuple[str, RuleValues]]


def _rules(world: World) -> Rules:
    yield from _on_where_stays_go(world)
    yield from _on_who_takes_part(world)


def _on_where_stays_go(world: World) -> Rules:
    whole, goals = world.whole, world.goals
    yield (
        "gathering",
        RuleValues(
            "Stays gather in fewer countries",
            "mobility.country_concentration",
            whole,
            RuleKind.TREND,
            parameters={"method": "xmr", "baseline": 5, "side": "worse"},
            goal=goals["G2"],
        ),
    )
    yield (
        "engineering",
        RuleValues(
            "Engineering leaves most places empty",
            "partners.use_of_places",
            world.within("FEN"),
            RuleKind.THRESHOLD,
            PeriodKind.ACADEMIC_YEAR,
            {"past": 0.45, "side": "below"},
            goal=goals["G7"],
        ),
    )
    yield (
        "balance",
        RuleValues(
            "Far more come than go, or the other way round",
            "mobility.reciprocity",
            whole,
            RuleKind.THRESHOLD,
            parameters={"past": 0.75, "side": "below"},
            goal=goals["G4"],
        ),
    )


def _on_who_takes_part(world: World) -> Rules:
    whole, goals = world.whole, world.goals
    yield (
        "dormant",
        RuleValues(
            "Too many agreements lie still",
            "mobility.agreement_activity",
            whole,
            RuleKind.THRESHOLD,
            parameters={"past": 0.85, "side": "below"},
            goal=goals["G5"],
        ),
    )
    yield (
        "health",
        RuleValues(
            "Health Sciences stops sending",
            "mobility.outgoing_stays",
            world.within("FCS"),
            RuleKind.TREND,
            parameters={"method": "xmr", "baseline": 5, "side": "worse"},
            severity=Severity.CRITICAL,
            goal=goals["G1"],
        ),
    )
    yield (
        "states",
        RuleValues(
            "Partners in the United States change from year to year",
            "mobility.link_stability",
            whole.narrowed("country", "US"),
            RuleKind.THRESHOLD,
            parameters={"past": 0.5, "side": "below"},
            severity=Severity.NOTICE,
        ),
    )
