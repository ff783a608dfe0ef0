"""The procedures that the office took from the library, and the one that it changed by a decision."""

import datetime as dt
from dataclasses import replace
from typing import Final

from periplus.core import clock
from periplus.demo.story.loop.bodies import COMMITTEE
from periplus.demo.story.loop.calendar import quiet_days
from periplus.demo.story.loop.meetings import Draft, bring, decide, meet
from periplus.demo.story.loop.spring import figures_in
from periplus.demo.story.world import World
from periplus.loop.models import AgendaItem, Review
from periplus.loop.services.effects import Hope
from periplus.loop.services.pulls import Order
from periplus.paths.chart import Chart, ChartTable, TableRule
from periplus.paths.editing import change_node
from periplus.paths.enums import VersionState
from periplus.paths.library import find_chart
from periplus.paths.models import ProcedureVersion
from periplus.paths.queries.charts import find_procedure, get_chart
from periplus.paths.services.library import install_chart
from periplus.paths.services.procedures import change_draft, draft_version
from periplus.paths.services.switching import switch_cases

TAKEN, DECIDED = 745, 150  # days before today
APART = 28  # days that the committee lets pass between two meetings, at least
LIFE: Final = "agreement_life"
# A procedure that others call comes before them.
FROM_LIBRARY: Final = (
    "agreement_renewal",
    LIFE,
    "outgoing_stay",
    "budget_transfer",
    "course_approval",
    "visiting_scholar",
    "research_cooperation",
    "joint_programme",
    "quality_cycle",
)
NEXT_DRAFT: Final = "course_approval"  # of which the office is writing the next version
FEWER, MORE, REMIND_AFTER = 10, 20, 21
MATTER = "Small exchanges wait too long for a signature of the vice-rector"


def tell(world: World) -> None:
    world.diary.write(world.years.ago(TAKEN), lambda day: _take_over(world, day))
    asked = decided_on(world)
    world.diary.write(asked - dt.timedelta(days=15), lambda day: _draft(world, day))
    text = "Twelve places are no matter for the vice-rector. Thirty days without a word are too many."
    bring(world, COMMITTEE, MATTER, text, asked - dt.timedelta(days=12), who="office")
    meet(
        world,
        COMMITTEE,
        asked,
        "The committee looks at how long agreements take. Up to twenty places the office approves by itself.",
        _decide,
    )
    world.diary.write(asked + dt.timedelta(days=6), lambda day: _move_cases(world, day))
    world.diary.write(world.years.ago(12), lambda day: _draft_of_courses(world, day))


def decided_on(world: World) -> dt.date:
    """Some five months ago, on a day on which the committee has nothing else to do."""
    met, day = [*quiet_days(world), figures_in(world)], world.years.ago(DECIDED)
    while any(abs((day - other).days) < APART for other in met):
        day += dt.timedelta(days=7)
    return day


def _take_over(world: World, day: dt.date) -> None:
    for key in FROM_LIBRARY:
        chart = find_chart(key)
        assert chart is not None  # noqa: S101 -- comes with the product
        install_chart(
            actor=world.people["office"],
            institution=world.institution,
            chart=chart,
            at=clock.now(),
            effective_from=day,
            reason="Taken from the library, after two talks with each faculty.",
        )


def version_of(world: World, key: str, state: VersionState) -> ProcedureVersion:
    """The newest version of a procedure in a state."""
    procedure = find_procedure(key, world.institution.pk)
    versions = ProcedureVersion.objects.filter(procedure=procedure, state=state)
    return versions.select_related("procedure").latest("number")


def _draft(world: World, _day: dt.date) -> None:
    """Version 2: the office approves twice as many places, and asks earlier whether help is needed."""
    office, first = world.people["office"], version_of(world, LIFE, VersionState.ENACTED)
    draft = draft_version(actor=office, origin=first, reason="Small exchanges wait too long.", at=clock.now())
    chart = change_node(_with_places(get_chart(first)), "negotiate_late", allowance_days=REMIND_AFTER)
    change_draft(actor=office, version=draft, chart=chart, revision=draft.revision, at=clock.now())


def _with_places(chart: Chart) -> Chart:
    tables = (_widened(table) if table.key == "approval_level" else table for table in chart.tables)
    return replace(chart, tables=tuple(tables))


def _widened(table: ChartTable) -> ChartTable:
    rules = tuple(_wider(rule) for rule in table.rules)
    tests = tuple(
        replace(test, title=f"{MORE + 2} places", given={**test.given, "places": MORE + 2})
        if FEWER < test.given["places"] <= MORE
        else test
        for test in table.tests
    )
    return replace(table, rules=rules, tests=tests)


def _wider(rule: TableRule) -> TableRule:
    return replace(rule, cells=tuple(cell.replace(str(FEWER), str(MORE)) for cell in rule.cells))


def _decide(world: World, review: Review, day: dt.date) -> None:
    draft = version_of(world, LIFE, VersionState.DRAFT)
    order = Order(
        lever="loop.procedure_version",
        subject=draft.uuid,
        change={"reason": "The office approves up to twenty places, and asks after three weeks."},
        effective_on=day,
    )
    hope = Hope(
        measure="loop.late_work",
        scope=world.whole.narrowed("procedure", LIFE),
        before_period=str(day.year - 1),
        after_period=str(day.year + 1),
        check_on=dt.date(day.year + 2, 1, 25),
    )
    items = AgendaItem.objects.select_related("body__institution", "review", "goal")
    decided = Draft(
        title="The office approves exchanges of up to twenty places",
        reasons="Nine of ten were approved without a question, after a week on a desk.",
        orders=(order,),
        hopes=(hope,),
    )
    decide(world, items.get(review=review, title=MATTER), decided, "Nobody objects.", day)


def _move_cases(world: World, _day: dt.date) -> None:
    """Cases under way go on by the new version, all at once."""
    target = version_of(world, LIFE, VersionState.ENACTED)
    switch_cases(
        actor=world.people["office"],
        source=version_of(world, LIFE, VersionState.RETIRED),
        target=target,
        mapping={},
        at=clock.now(),
        decision=target.decision_uuid,
    )


def _draft_of_courses(world: World, _day: dt.date) -> None:
    """A draft on which the office is working, for visitors to go on with."""
    office, first = world.people["office"], version_of(world, NEXT_DRAFT, VersionState.ENACTED)
    reason = "The committee meets every six weeks now."
    draft = draft_version(actor=office, origin=first, reason=reason, at=clock.now())
    chart = change_node(get_chart(first), "committee", allowance_days=45)
    change_draft(actor=office, version=draft, chart=chart, revision=draft.revision, at=clock.now())
