"""Drawings of series: the way to a target, the limits of what is usual, what happened when."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from periplus.loop.courses import expected_on
from periplus.loop.measuring import Measure
from periplus.loop.queries.indicators import Figures
from periplus.loop.queries.standings import TargetStanding, path_of
from periplus.loop.sentences import period_words
from periplus.loop.terms import Finding, Judgement
from periplus.web.loop.words import plain_value, unit_words
from periplus.web.shell.charts import Chart, Limits, Mark, Series

Values = list[float | None]


def chart_of_target(standing: TargetStanding, *, ident: str) -> Chart | None:
    """What was reached beside what was expected, period by period."""
    measure, points = standing.measure, standing.track.points
    if measure is None:
        return None
    path = path_of(standing.target)
    reached: Values = [plain_value(measure, point.value) for point in points]
    begun = standing.target.baseline_on
    expected: Values = [
        plain_value(measure, expected_on(path, point.last_day))
        if begun is None or point.last_day >= begun
        else None
        for point in points
    ]
    return Chart(
        id=ident,
        kind="line",
        title=measure.title,
        labels=[period_words(point.key) for point in points],
        series=[Series(_("reached"), reached), Series(_("expected"), expected, tone="none")],
        unit=unit_words(measure.unit),
        digits=measure.unit.digits,
        target=plain_value(measure, standing.target.value),
    )


def chart_of_figures(
    figures: Figures, *, ident: str, target: Decimal | None = None, marks: Sequence[Mark] = ()
) -> Chart:
    """A series, with the limits of its natural range where there are enough readings."""
    measure, usual = figures.measure, figures.natural_range
    limits = None
    if usual:
        scaled = [_scaled(measure, each) or 0.0 for each in (usual.centre, usual.lower, usual.upper)]
        limits = Limits(centre=scaled[0], lower=scaled[1], upper=scaled[2])
    return Chart(
        id=ident,
        kind="control" if limits else "line",
        title=measure.title,
        labels=[period_words(reading.period.key) for reading in figures.readings],
        series=_with_target(measure, figures, target),
        unit=unit_words(measure.unit),
        digits=measure.unit.digits,
        limits=limits,
        marks=marks,
    )


def _with_target(measure: Measure, figures: Figures, target: Decimal | None) -> list[Series]:
    """The readings; the target as a series of its own, so that the scale reaches it."""
    readings = Series(measure.title, [plain_value(measure, each.value) for each in figures.readings])
    if target is None:
        return [readings]
    return [readings, Series(_("target"), [plain_value(measure, target)] * len(readings.values), tone="good")]


def chart_of_judgements(
    measure: Measure, judgements: Sequence[Judgement], *, ident: str, season: int = 0
) -> Chart:
    """A series as a rule sees it: its limits at each point, and where it would have fired."""
    findings = [each.finding for each in judgements]
    limits = None
    if any(found.lower is not None or found.upper is not None for found in findings):
        limits = Limits(
            centre=_standing(measure, [found.centre for found in findings]),
            lower=_standing(measure, [found.lower for found in findings]),
            upper=_standing(measure, [found.upper for found in findings]),
        )
    return Chart(
        id=ident,
        kind="control" if limits else "line",
        title=_("The rule on history"),
        labels=[period_words(each.point.key) for each in judgements],
        series=_series_of(measure, judgements, season) + ([] if limits else _expected(measure, findings)),
        unit=unit_words(measure.unit),
        digits=max(measure.unit.digits, 2),
        limits=limits,
        marks=_marks(judgements),
    )


def _marks(judgements: Sequence[Judgement]) -> list[Mark]:
    """Where the rule fires; in a run of firings only the first is named."""
    fires = [False, *(each.fires for each in judgements)]
    return [
        Mark(period_words(each.point.key), "…" if before else _("signal"))
        for before, each in zip(fires, judgements, strict=False)
        if each.fires
    ]


def _standing(measure: Measure, limits: Sequence[float | None]) -> Values:
    """Limits that stand on where a reading is missing, and over the readings they were learnt from."""
    shown: Values = []
    first = next((limit for limit in limits if limit is not None), None)
    for limit in limits:
        before = shown[-1] if shown else _scaled(measure, first)
        shown.append(before if limit is None else _scaled(measure, limit))
    return shown


def _expected(measure: Measure, findings: Sequence[Finding]) -> list[Series]:
    values: Values = [_scaled(measure, found.centre) for found in findings]
    return [Series(_("expected"), values, tone="none")] if any(v is not None for v in values) else []


def _series_of(measure: Measure, judgements: Sequence[Judgement], season: int) -> list[Series]:
    """The readings, and what the rule makes of them; with a season only the latter: its scale is another."""
    values: Values = [plain_value(measure, each.point.value) for each in judgements]
    levels: Values = [_scaled(measure, each.finding.level) for each in judgements]
    if season:
        return [Series(_("change on the season before"), levels)]
    series = [Series(measure.title, values)]
    if any(level is not None and level != value for level, value in zip(levels, values, strict=True)):
        series.append(Series(_("smoothed"), levels, tone="warn"))
    return series


def _scaled(measure: Measure, value: float | None) -> float | None:
    return None if value is None else plain_value(measure, Decimal(repr(value)))
