"""The board: the loop of all goals as one picture."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop.enums import Course
from periplus.loop.figures import in_unit
from periplus.loop.policies import may_draft_plan
from periplus.loop.queries.board import Board, BoardRow, get_board
from periplus.loop.queries.standings import TargetStanding
from periplus.loop.sentences import period_words
from periplus.web.loop.causes import main_causes
from periplus.web.loop.ports import ports_for
from periplus.web.loop.ways import institution_of, way
from periplus.web.loop.words import COURSE_TONES, STATES, unit_words
from periplus.web.shell.components import Number, Port, Words
from periplus.web.shell.doors import Request, page
from periplus.web.shell.words import number_words

SPARKS = 8
MAIN_CAUSES = 5


@dataclass(frozen=True, slots=True)
class ShownGoal:
    """A row of the board."""

    title: str
    url: str
    about: str
    state: str
    tone: str
    value: str
    value_url: str
    points: list[tuple[Words, Number | None]]
    ports: tuple[Port, ...]


@page("loop.goals.see")
def board(request: Request) -> HttpResponse:
    today = clock.today()
    institution = institution_of(request.user)
    found = get_board(request.user, institution, on=today)
    worst = found.worst_deviation
    context = {
        "board": found,
        "goals": [_shown(row, today=today) for row in found.rows],
        "counts": {course.value: found.count(course) for course in Course},
        "troubled": found.count(Course.OFF) + found.count(Course.DRIFTING),
        "worst": worst,
        "worst_url": way("deviations:detail", worst.uuid) if worst else "",
        "causes": main_causes(request.user, worst, most=MAIN_CAUSES) if worst else [],
        "review": found.next_review,
        "review_url": way("reviews:detail", found.next_review.uuid) if found.next_review else "",
        "agenda_url": way("agenda:list"),
        "items": _items_of(found),
        "may_draft": may_draft_plan(request.user),
    }
    return render(request, "loop/board.html", context)


def _shown(row: BoardRow, *, today: dt.date) -> ShownGoal:
    goal, headline = row.goal, row.standing.headline
    owner = goal.accountable.name if goal.accountable else _("nobody answers for it")
    until = str(headline.target.due_on.year) if headline else ""
    return ShownGoal(
        title=goal.title,
        url=way("loop:goal", goal.uuid),
        about=" · ".join(
            filter(None, [goal.reference, owner, until and _("until %(year)s") % {"year": until}])
        ),
        state=STATES[row.standing.course],
        tone=COURSE_TONES[row.standing.course],
        value=value_against_target(headline) if headline else _("no target yet"),
        value_url=url_of_series(headline) if headline else "",
        points=_points(headline),
        ports=ports_for(goal, row.ports, targets=len(row.standing.targets), today=today),
    )


def value_against_target(standing: TargetStanding) -> str:
    """The latest figure and where it is to go: “61 % → 80 %”."""
    unit = standing.measure.unit if standing.measure else None
    digits = unit.digits if unit else 2
    values = (standing.value, standing.target.value)
    shown = [in_unit(unit, value) if unit else value for value in values]
    words = " → ".join(_("no data") if v is None else number_words(v, digits=digits) for v in shown)
    return f"{words} {unit_words(unit) if unit else ''}".strip()


def url_of_series(standing: TargetStanding) -> str:
    """The indicator page of a target: its scope and its kind of period."""
    question = {axis: value for axis, value in standing.target.scope.items() if axis != "institution"}
    return way("loop:indicator", standing.target.measure, kind=standing.target.period_kind, **question)


def _points(standing: TargetStanding | None) -> list[tuple[Words, Number | None]]:
    if standing is None:
        return []
    unit = standing.measure.unit if standing.measure else None
    latest = standing.track.points[-SPARKS:]
    return [(period_words(p.key), in_unit(unit, p.value) if unit else p.value) for p in latest]


def _items_of(found: Board) -> list[tuple[str, int]]:
    """What stands on the next agenda, by kind."""
    if found.next_review is None:
        return []
    counted: dict[str, int] = {}
    for item in found.next_review.items.all():
        counted[item.get_kind_display()] = counted.get(item.get_kind_display(), 0) + 1
    return list(counted.items())
