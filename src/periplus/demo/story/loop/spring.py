"""The meetings of three springs: when the plan began, a year after, and when its figures were in."""

import datetime as dt

from periplus.demo.story.budget import line_of
from periplus.demo.story.loop import balance, dormant, gathering, waiting
from periplus.demo.story.loop.bodies import COMMITTEE, COUNCIL
from periplus.demo.story.loop.meetings import Draft, bring, decide, meet
from periplus.demo.story.world import World
from periplus.loop.models import AgendaItem, Review
from periplus.loop.services.pulls import Order

MONEY = "Money for South America that nobody calls for"
BALANCE = "Balance with our partners is more urgent than the plan says"


def tell(world: World) -> None:
    _when_the_plan_began(world, world.years.plan)
    _a_year_after(world, world.years.latest)
    _when_figures_were_in(world, world.years.latest + 1)


def _when_the_plan_began(world: World, year: int) -> None:
    meet(
        world,
        COMMITTEE,
        dt.date(year, 3, 6),
        "First meeting under the new plan. The rules raised four signals on the figures of last year; the"
        " committee decided on three of them. Engineering decides on its own places.",
        gathering.decide_first,
        balance.decide_on_it,
        dormant.decide_on_it,
    )


def _a_year_after(world: World, year: int) -> None:
    """The council is told of the second version of the plan before it is put in force."""
    day = dt.date(year, 2, 3)
    text = "One goal more: the School of Arts. And nine agreements in ten alive, not eight."
    bring(world, COUNCIL, "Second version of the plan", text, day - dt.timedelta(days=9), who="vice_rector")
    meet(world, COUNCIL, day, "The council takes note of the second version and thanks the faculties.")
    bring(
        world,
        COMMITTEE,
        BALANCE,
        "Spain takes four of ours for each it sends us.",
        dt.date(year, 2, 19),
        who="humanities",
    )
    meet(
        world,
        COMMITTEE,
        dt.date(year, 3, 4),
        "The figures of the first year are in. It is too early to judge the three decisions of last March."
        " Concentration has gone on; the committee looks at it again when the check is due.",
        _raise_priority,
    )


def _raise_priority(world: World, review: Review, day: dt.date) -> None:
    order = Order(
        lever="loop.goal", subject=world.goals["G4"].uuid, change={"priority": "2"}, effective_on=day
    )
    draft = Draft(
        title="Balance with partners goes before new agreements",
        reasons="Housing near the campus is full from this spring on.",
        orders=(order,),
    )
    decide(world, _proposal(review, BALANCE), draft, "Carried; the office reports in autumn.", day)


def _proposal(review: Review, title: str) -> AgendaItem:
    items = AgendaItem.objects.select_related("body__institution", "review", "goal")
    return items.get(review=review, title=title)


def figures_in(world: World) -> dt.date:
    """When the committee last met in spring."""
    return dt.date(world.years.latest + 1, 3, 8)


def _when_figures_were_in(world: World, year: int) -> None:
    bring(world, COMMITTEE, MONEY, "Thirty thousand lie still.", dt.date(year, 2, 20), who="regional")
    meet(
        world,
        COMMITTEE,
        figures_in(world),
        "Fewer agreements lie still: that loop is closed. Health Sciences sends almost nobody; the committee"
        " waits for its new calendar. Some money goes where it is asked for.",
        dormant.check_it,
        waiting.let_health_rest,
        _move_money,
    )


def _move_money(world: World, review: Review, day: dt.date) -> None:
    order = Order(
        lever="resources.move_budget",
        subject=world.budget[line_of("south", day.year)].uuid,
        change={
            "destination": str(world.budget[line_of("languages", day.year)].uuid),
            "amount": "9000.00",
            "reason": "Courses of Portuguese and Spanish before departure are full.",
        },
        effective_on=day,
    )
    draft = Draft(
        title="Nine thousand euro from travel to language courses",
        reasons="What holds students back is the language test and not the fare.",
        orders=(order,),
    )
    decide(world, _proposal(review, MONEY), draft, "Carried without a vote against.", day)
