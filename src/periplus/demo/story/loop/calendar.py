"""The meetings of the committee and the council, and what was on their tables."""

import datetime as dt

from periplus.demo.story.budget import line_of
from periplus.demo.story.diary import Act
from periplus.demo.story.loop import balance, dormant, gathering, waiting
from periplus.demo.story.loop.bodies import BOARD, COMMITTEE, COUNCIL
from periplus.demo.story.loop.meetings import INVITED_BEFORE, Draft, decide, invite, meet, workday
from periplus.demo.story.world import World
from periplus.loop.models import AgendaItem, Review
from periplus.loop.services import reviews
from periplus.loop.services.agenda import Proposal, bring_item, withdraw_item
from periplus.loop.services.pulls import Order

LAST_MEETING, NEXT_MEETING = 33, 10  # days before and after today
BETWEEN = 112
MONEY = "Money for South America that nobody calls for"
BALANCE = "Balance with our partners is more urgent than the plan says"
QUIET = (
    ("Common dates of the call", "All faculties open the call on the first Monday of December."),
    ("Visit of four partners in May", "The programme is noted. Each faculty names two hosts."),
    ("What guests said in the survey", "Housing is the worry of six in ten. The council is to hear it."),
)
NOTED = dict(QUIET)


def tell(world: World) -> None:
    plan, latest = world.years.plan, world.years.latest
    _spring_of_the_plan(world, plan)
    _spring_after(world, latest)
    _spring_of_the_figures(world, latest + 1)
    _quiet_meetings(world, dt.date(latest + 1, 6, 15))
    _autumn_meeting(world)
    _meetings_to_come(world)


def _spring_of_the_plan(world: World, year: int) -> None:
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


def _spring_after(world: World, year: int) -> None:
    """The council is told of the second version of the plan before it is put in force."""
    day = dt.date(year, 2, 3)
    text = "One goal more: the School of Arts. And nine agreements in ten alive, not eight."
    _bring(world, COUNCIL, "Second version of the plan", text, day - dt.timedelta(days=9), who="vice_rector")
    meet(world, COUNCIL, day, "The council takes note of the second version and thanks the faculties.")
    _bring(world, COMMITTEE, BALANCE, "Two hundred more come than go.", dt.date(year, 2, 19), who="humanities")
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


def _spring_of_the_figures(world: World, year: int) -> None:
    _bring(world, COMMITTEE, MONEY, "Thirty thousand lie still.", dt.date(year, 2, 20), who="regional")
    meet(
        world,
        COMMITTEE,
        dt.date(year, 3, 8),
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


def _quiet_meetings(world: World, day: dt.date) -> None:
    """Between spring and today the committee meets as its rhythm says, without much to decide."""
    number = 0
    while day < world.years.ago(LAST_MEETING + 2 * INVITED_BEFORE):
        title, said = QUIET[number % len(QUIET)]
        _bring(world, COMMITTEE, title, "", day - dt.timedelta(days=16), who="humanities")
        meet(world, COMMITTEE, day, said, _note_all)
        number, day = number + 1, day + dt.timedelta(days=BETWEEN)


def _note_all(world: World, review: Review, day: dt.date) -> None:
    """Proposals that are talked about and leave the agenda, since nothing has to be decided."""
    office = world.people["office"]
    reason = "Agreed in the meeting; it needs no decision."
    for item in review.items.filter(state="scheduled").select_related("body"):
        reviews.note_item(actor=office, item=item, note=NOTED[item.title], today=day)
        withdraw_item(actor=office, item=item, reason=reason, today=day)


def _autumn_meeting(world: World) -> None:
    meet(
        world,
        COMMITTEE,
        world.years.ago(LAST_MEETING),
        "More places in Finland and Poland did not help. The committee now cuts where most go, from the"
        " next academic year on.",
        gathering.decide_second,
    )


def _meetings_to_come(world: World) -> None:
    years, diary = world.years, world.diary
    coming = ((COMMITTEE, NEXT_MEETING, 20), (BOARD, 24, 15), (COUNCIL, 31, 13))
    for key, ahead, ago in coming:
        diary.write(years.ago(ago), _inviting(world, key, workday(years.ahead(ahead))))
    text = "Housing near the campus is full. Either fewer guests, or rooms in the old school of navigation."
    _bring(world, COMMITTEE, "Where guests are to live", text, years.ago(8), who="management")
    _bring(world, BOARD, "Two more places in Torino", "Torino offers them.", years.ago(5), who="teacher")
    _bring(world, COUNCIL, "Half-way report on the plan", "As of today.", years.ago(4), who="office")


def _inviting(world: World, key: str, day: dt.date) -> Act:
    return lambda on: invite(world, key, day, on)


def _bring(world: World, body: str, title: str, text: str, on: dt.date, *, who: str) -> None:
    world.diary.write(
        on,
        lambda day: bring_item(
            actor=world.people[who], body=world.bodies[body], proposal=Proposal(title, text), today=day
        ),
    )
