"""Everything the panel of a procedure shows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from periplus.core import clock
from periplus.core.languages import active_language
from periplus.loop.queries.serving import Served, list_served_goals
from periplus.paths.chart import Chart, ChartNode, say
from periplus.paths.drawing import Mark, draw
from periplus.paths.facts import State
from periplus.paths.queries import panel
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.facts import step_titles
from periplus.paths.queries.outlooks import find_quality, list_outlooks
from periplus.paths.queries.panel import NOTHING, Load
from periplus.paths.types import Procedure, ProcedureVersion
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.panel.choosing import ChoosingForm
from periplus.web.panel.sheets import Sheet
from periplus.web.panel.words import quality_words
from periplus.web.shell.doors import Request
from periplus.web.shell.telling import tell
from periplus.web.work.words import role_name


@dataclass(frozen=True, slots=True)
class Line:
    """A row of any of the tables: what it is about, whose it is, what is open in it, where that leads."""

    title: str
    role: str
    load: Load
    days: float | None
    url: str = ""
    late_url: str = ""
    outlook: State | None = None
    steps: int = 0


OPEN = Column(
    "open",
    pgettext_lazy("work that waits", "Open"),
    lambda line: line.load.open,
    kind="number",
    link=lambda line: line.url if line.load.open else "",
)
LATE = Column(
    "late",
    gettext_lazy("Overdue"),
    lambda line: line.load.late,
    kind="number",
    link=lambda line: line.late_url if line.load.late else "",
)
OLDEST = Column("days", gettext_lazy("Oldest, days"), lambda line: _round(line.days), kind="number")
STEPS = Column("steps", gettext_lazy("Steps"), lambda line: line.steps, kind="number")
STEP_COLUMNS = (
    Column("title", gettext_lazy("Step"), lambda line: line.title, link=lambda line: line.url),
    Column("role", gettext_lazy("Whose turn"), lambda line: line.role),
    OPEN,
    LATE,
    OLDEST,
    Column(
        "left",
        gettext_lazy("Usually still, days"),
        lambda line: _round(line.outlook.median_days) if line.outlook else None,
        kind="number",
    ),
    Column(
        "slow",
        gettext_lazy("One in five longer than"),
        lambda line: _round(line.outlook.late_after_days) if line.outlook else None,
        kind="number",
    ),
)


def _round(days: float | None) -> int | None:
    return None if days is None else round(days)


def page_of(request: Request, procedure: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """The context of the page; `sheets` are its tables."""
    person, at = request.user, clock.now()
    served = list_served_goals(person, procedure)
    form = ChoosingForm(request.GET, person=person, procedure=procedure, served=served)
    chosen = form.chosen()
    chart = get_chart(version)
    loads = panel.loads_of(person, procedure, chosen, at=at)
    whole = sum(loads.values(), NOTHING)
    lines = _lines(procedure, chart, loads, form, at=at)
    quality = find_quality(procedure)
    return {
        "procedure": procedure,
        "version": version,
        "form": form,
        "narrowed": not chosen.all,
        "running": panel.count_running(person, procedure, chosen),
        "whole": whole,
        "late_url": form.cases_url(procedure, trouble="late"),
        "all_url": form.cases_url(procedure),
        "drawing": draw(chart, language=active_language(), marks=_marks(loads, at), links=_links(lines)),
        "sheets": [
            _steps(lines),
            _lanes(chart, loads, at),
            _phases(chart, loads, at),
            _goals(served, loads, at),
        ],
        "triggers": _triggers(person, procedure, at),
        "quality": quality,
        "quality_words": quality_words(quality),
    }


def _marks(loads: Mapping[str, Load], at: dt.datetime) -> dict[str, Mark]:
    return {
        key: Mark(load.open, load.late, load.days_at(at), "bad" if load.late else "good")
        for key, load in loads.items()
    }


def _links(lines: Mapping[str, Line]) -> dict[str, str]:
    return {key: line.url for key, line in lines.items() if line.load.open}


def _lines(
    procedure: Procedure, chart: Chart, loads: Mapping[str, Load], form: ChoosingForm, *, at: dt.datetime
) -> dict[str, Line]:
    """Steps in the order of the chart; then those that only older versions have, while cases stand there."""
    titles, outlooks = step_titles(procedure), list_outlooks(procedure)
    waiting = [node.key for node in chart.nodes if node.role or node.key in loads]
    found = {}
    for key in dict.fromkeys([*waiting, *loads]):
        node, load = chart.node.get(key), loads.get(key, NOTHING)
        title = (
            titles.get(key, key) if node else _("%(step)s (older version)") % {"step": titles.get(key, key)}
        )
        found[key] = Line(
            title,
            role_name(node.role) if node and node.role else "",
            load,
            load.days_at(at),
            form.cases_url(procedure, node=key),
            form.cases_url(procedure, node=key, trouble="late"),
            outlooks.get(key),
        )
    return found


def _steps(lines: Mapping[str, Line]) -> Sheet:
    lead = _("Numbers open the cases. What is usual comes from finished cases that stood there.")
    return Sheet("steps", _("Steps"), STEP_COLUMNS, list(lines.values()), lead)


def _sum(loads: Mapping[str, Load], keys: Any) -> Load:
    return sum((loads.get(key, NOTHING) for key in keys), NOTHING)


def _line(title: str, loads: Mapping[str, Load], keys: Any, at: dt.datetime, url: str = "") -> Line:
    several = list(keys)
    load = _sum(loads, several)
    return Line(title, "", load, load.days_at(at), url, steps=len(several))


def _named(title: str) -> Column:
    return Column("title", title, lambda line: line.title, link=lambda line: line.url)


def _lanes(chart: Chart, loads: Mapping[str, Load], at: dt.datetime) -> Sheet:
    lanes: dict[str, list[str]] = {}
    for node in chart.nodes:
        if node.role:
            lanes.setdefault(node.role, []).append(node.key)
    rows = [_line(role_name(role), loads, keys, at) for role, keys in lanes.items()]
    return Sheet("lanes", _("Lanes"), (_named(_("Lane")), STEPS, OPEN, LATE, OLDEST), rows)


def _phases(chart: Chart, loads: Mapping[str, Load], at: dt.datetime) -> Sheet:
    rows = [
        _line(_phase_name(phase.last), loads, [node.key for node in phase.nodes], at)
        for phase in panel.phases_of(chart)
    ]
    lead = _("A phase ends with an evaluation.")
    return Sheet("phases", _("Phases"), (_named(_("Phase")), STEPS, OPEN, LATE, OLDEST), rows, lead)


def _phase_name(last: ChartNode | None) -> str:
    if last is None:
        return _("until the end")
    return _("until “%(step)s”") % {"step": say(last.title) or last.key}


def _goals(served: list[Served], loads: Mapping[str, Load], at: dt.datetime) -> Sheet:
    rows = [
        _line(
            str(each.goal),
            loads,
            loads if each.packages else each.nodes,
            at,
            reverse("loop:goal", args=[each.goal.uuid]),
        )
        for each in served
    ]
    columns = (
        _named(_("Goal")),
        STEPS,
        Column("open", pgettext("work that waits", "Open"), lambda x: x.load.open, kind="number"),
    )
    more = Column("late", _("Overdue"), lambda line: line.load.late, kind="number")
    empty = _("No step serves a goal yet. Say it in the procedure, or bind a task package to a step.")
    return Sheet("goals", _("Goals it serves"), (*columns, more), rows, empty=empty)


def _triggers(person: Person, procedure: Procedure, at: dt.datetime) -> list[Any]:
    found = panel.list_triggers(person, procedure, at=at)
    told = {one.event.pk: one for one in tell(person, [event for event, _case in found])}
    return [(told[event.pk], case) for event, case in found if event.pk in told]
