"""What stands on the page of an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.periods import Period
from periplus.core.verdicts import Verdict
from periplus.loop.causes import adds_up
from periplus.loop.enums import PeriodKind
from periplus.loop.figures import figure_of, number_of
from periplus.loop.measuring import SHARE, Contribution, Measure, Reading
from periplus.loop.methods.proportions import wilson
from periplus.loop.policies import may_edit_rules
from periplus.loop.queries.indicators import (
    Figures,
    get_figures,
    list_breakdown,
    list_rules_on,
    list_stored_scopes,
    list_targets_on,
)
from periplus.loop.queries.series import list_remeasurements
from periplus.loop.scopes import scope_from
from periplus.loop.sentences import period_words
from periplus.loop.types import Measurement
from periplus.web.loop.asked import Asked
from periplus.web.loop.scoping import (
    ScopeForm,
    fields_known_to,
    initial_of_scope,
    question_of,
)
from periplus.web.loop.series_chart import chart_of_figures
from periplus.web.loop.ways import way
from periplus.web.loop.words import (
    AXIS_TITLES,
    figure_for,
    name_on_axis,
    parts_of_scope,
    plain_figure,
    scope_words,
)
from periplus.web.shell.components import Fact, Figure, Tab
from periplus.web.shell.doors import Request

LARGEST = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number along an axis."""

    title: str
    figure: str
    share: int
    count: int
    url: str
    records_url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One reading in the table below the drawing."""

    period: str
    figure: Figure
    made_of: str
    limits: str
    coverage: str
    records_url: str


def context_of_indicator(request: Request, asked: Asked) -> dict[str, Any]:
    """Everything the page shows."""
    person, measure = request.user, asked.measure
    sees = asked.sees(person)
    figures = get_figures(measure, asked.scope, asked.kind, asked.institution, on=clock.today(), sees=sees)
    targets = list_targets_on(person, measure, asked.scope, asked.kind)
    latest = figures.latest
    axis = _axis(request, asked)
    return {
        "measure": measure,
        "figures": figures,
        "figure": _figure(asked, latest, figures, sees=bool(sees)),
        "scope_words": scope_words(asked.scope),
        "parts_of_scope": _chips(asked),
        "chart": chart_of_figures(figures, ident="series", target=targets[0].value if targets else None),
        "lines": [_line(asked, each, figures, sees=bool(sees)) for each in reversed(figures.readings)],
        "is_ratio": any(each.denominator for each in figures.readings),
        "is_covered": any(each.coverage is not None for each in figures.readings),
        "is_share": measure.unit.key == SHARE.key,
        "axis": AXIS_TITLES.get(axis, ""),
        "tabs": _tabs(asked, axis),
        "parts": _parts(asked, latest, axis, sees),
        "form": fields_known_to(
            measure,
            ScopeForm(
                person=person, institution=asked.institution, initial=initial_of_scope(asked.scope, person)
            ),
        ),
        "kinds": _kinds(asked),
        "kind": asked.kind,
        "targets": [(target, way("loop:goal", target.goal.uuid)) for target in targets],
        "rules": [
            (rule, way("loop:rule", rule.uuid)) for rule in list_rules_on(person, measure, asked.scope)
        ],
        "write_url": way("loop:write_rule", measure=measure.key) if may_edit_rules(person) else "",
        "facts": _facts(asked, figures),
        "remeasured": _remeasured(asked, latest),
        "scopes": _scopes(asked),
    }


def _figure(asked: Asked, latest: Reading | None, figures: Figures, *, sees: bool) -> Figure:
    if latest is None:
        return Figure(None)
    url = asked.records_url(latest.period.key) if sees else ""
    hidden = latest.period.key in figures.suppressed
    return figure_for(asked.measure, latest, url=url, suppressed=hidden, ident="latest")


def _line(asked: Asked, reading: Reading, figures: Figures, *, sees: bool) -> Line:
    key = reading.period.key
    made_of = ""
    if reading.denominator:
        made_of = f"{_plain(reading.numerator)} / {_plain(reading.denominator)}"
    return Line(
        period=period_words(key),
        figure=plain_figure(asked.measure, reading, suppressed=key in figures.suppressed),
        made_of=made_of,
        limits=_limits(asked.measure, reading),
        coverage="" if reading.coverage is None else f"{round(reading.coverage * 100)} %",
        records_url=asked.records_url(key) if sees and reading.count else "",
    )


def _limits(measure: Measure, reading: Reading) -> str:
    """Between what a share lies for sure enough (95 %), by Wilson's interval."""
    if measure.unit.key != SHARE.key or not reading.denominator or reading.numerator is None:
        return ""
    part, whole = float(reading.numerator), float(reading.denominator)
    if not 0 <= part <= whole:
        return ""
    low, high = wilson(part, whole)
    return f"{low * 100:.1f} – {high * 100:.1f}"


def _plain(number: Any) -> str:
    return f"{number.normalize() + 0:f}"


def _axis(request: Request, asked: Asked) -> str:
    free = [axis for axis in asked.measure.breakdown_axes if axis not in asked.scope.axes]
    wanted = request.GET.get("axis", "")
    return wanted if wanted in free else next(iter(free), "")


def _tabs(asked: Asked, current: str) -> list[Tab]:
    free = [axis for axis in asked.measure.breakdown_axes if axis not in asked.scope.axes]
    return [Tab(AXIS_TITLES[axis], f"{asked.url(axis=axis)}#parts", axis == current) for axis in free]


def _parts(asked: Asked, latest: Reading | None, axis: str, sees: Verdict) -> list[Part]:
    if latest is None or not axis:
        return []
    parts = list_breakdown(asked.measure, asked.scope, latest.period, axis, sees=sees)
    whole = adds_up(parts, latest.value)
    shown = []
    for part in parts[:LARGEST]:
        value = figure_of(asked.measure.unit, part.value) if whole else _plain(part.value)
        shown.append(_part(asked, latest.period, part, value, sees=bool(sees)))
    return shown


def _part(asked: Asked, period: Period, part: Contribution, value: str, *, sees: bool) -> Part:
    key, axis = part.key, part.axis
    known = bool(key) and axis in asked.measure.axes
    return Part(
        title=_title_of(part),
        figure=value,
        share=round(part.share * 100),
        count=part.count,
        url=asked.url(**{axis: key}) if known else "",
        records_url=asked.records_url(period.key, **{axis: key}) if known and sees else "",
    )


def _title_of(part: Contribution) -> str:
    if not part.key:
        return part.title or _("too few to show, or not known")
    return name_on_axis(part.axis, part.key) if part.axis in {"country", "field"} else part.title


def _chips(asked: Asked) -> list[tuple[object, str, str]]:
    """What restricts the scope, each with the address without it."""
    return [
        (AXIS_TITLES[axis], name, asked.url(**{axis: ""}))
        for axis, name in parts_of_scope(asked.scope)
        if axis != "institution"
    ]


def _kinds(asked: Asked) -> list[Tab]:
    return [Tab(kind.label, asked.url(kind=kind.value), kind.value == asked.kind) for kind in PeriodKind]


def _facts(asked: Asked, figures: Figures) -> list[Fact]:
    measure = asked.measure
    facts = [
        Fact(_("Definition"), measure.definition),
        Fact(_("Unit"), measure.unit.title),
        Fact(_("Which way is better"), measure.direction.label),
        Fact(_("Source of the definition"), measure.source),
        Fact(_("Version of the definition"), measure.version),
    ]
    usual = figures.natural_range
    if usual:
        ends = (usual.lower, usual.upper)
        words = " – ".join(number_of(measure.unit, Decimal(repr(each))) for each in ends)
        facts.append(Fact(_("What is usual"), words, note=_("natural range (XmR) of the first readings")))
    return facts


def _remeasured(asked: Asked, latest: Reading | None) -> Sequence[Measurement]:
    """What was said of the latest period at other times, when it was said more than once."""
    if latest is None:
        return []
    rows = list_remeasurements(asked.measure.key, asked.scope, asked.kind, latest.period.key)
    return rows if len(rows) > 1 else []


def _scopes(asked: Asked) -> list[tuple[str, str]]:
    """Further scopes that are kept measured, with their addresses."""
    found = []
    for row in list_stored_scopes(asked.measure, asked.institution):
        scope = scope_from(row.scope)
        if (scope.key, row.period_kind) != (asked.scope.key, asked.kind):
            url = way("loop:indicator", asked.measure.key, kind=row.period_kind, **question_of(scope))
            found.append((f"{scope_words(scope)} · {row.get_period_kind_display()}", url))
    return found
