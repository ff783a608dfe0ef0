"""Charts as descriptions: the drawing and the table beside it are made from the same one.

`kind` is one of: "line" (values over periods), "bar" (amounts side by side), "share" (parts of a whole,
stacked), "control" (values with the centre and the limits of a control chart).
A missing value is None: a gap in the drawing, "no data" in the table.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from periplus.web.shell.components import Number, Tone, Words
from periplus.web.shell.words import number_words

Values = Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class Series:
    """Values, one for each label of the chart."""

    name: Words
    values: Values
    tone: Tone = "accent"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a control chart draws besides its values: one number each, or one for each label."""

    centre: Number | Values
    lower: Number | Values
    upper: Number | Values


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a label: a deviation, a decision."""

    label: Words
    text: Words
    tone: Tone = "bad"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a page; `id` is its address on the page."""

    id: str
    kind: Literal["line", "bar", "share", "control"]
    title: Words
    labels: Sequence[Words]
    series: Sequence[Series]
    unit: Words = ""
    note: Words = ""
    digits: int = 0
    target: Number | None = None
    limits: Limits | None = None
    marks: Sequence[Mark] = ()
    label_name: Words = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The chart as text."""

    heads: list[str]
    rows: list[tuple[str, list[str], str]]


def option_of(chart: Chart) -> dict[str, Any]:
    """The description as charts.js reads it: plain numbers and translated words."""
    return {
        "kind": chart.kind,
        "unit": str(chart.unit),
        "digits": chart.digits,
        "labels": [str(label) for label in chart.labels],
        "series": [
            {"name": str(one.name), "tone": one.tone, "values": [_plain(value) for value in one.values]}
            for one in chart.series
        ],
        "target": _plain(chart.target),
        "limits": _limits_of(chart),
        "marks": [{key: str(value) for key, value in asdict(mark).items()} for mark in chart.marks],
        "words": {
            "target": _("target"),
            "centre": _("centre"),
            "upper": _("upper limit"),
            "lower": _("lower limit"),
            "none": _("no data"),
        },
    }


def table_of(chart: Chart) -> Table:
    """The same numbers in rows, one for each label, with what happened there."""
    columns: list[tuple[str, Values]] = [(str(one.name), one.values) for one in chart.series]
    columns += [(head, _spread(value, chart)) for head, value in _lines_of(chart)]
    happened = {str(mark.label): str(mark.text) for mark in chart.marks}
    rows = [
        (str(label), [_cell(values[place], chart) for _head, values in columns], happened.get(str(label), ""))
        for place, label in enumerate(chart.labels)
    ]
    return Table([str(chart.label_name) or _("Period"), *(head for head, _values in columns)], rows)


def _lines_of(chart: Chart) -> list[tuple[str, Number | Values]]:
    lines: list[tuple[str, Number | Values]] = []
    if chart.limits:
        lines += [
            (_("Lower limit"), chart.limits.lower),
            (_("Centre"), chart.limits.centre),
            (_("Upper limit"), chart.limits.upper),
        ]
    if chart.target is not None:
        lines.append((_("Target"), chart.target))
    return lines


def _limits_of(chart: Chart) -> dict[str, list[float | None]] | None:
    if chart.limits is None:
        return None
    return {
        name: [_plain(value) for value in _spread(getattr(chart.limits, name), chart)]
        for name in ("centre", "lower", "upper")
    }


def _spread(value: Number | Values, chart: Chart) -> Values:
    return value if isinstance(value, Sequence) else [value] * len(chart.labels)


def _plain(value: Number | None) -> float | None:
    return None if value is None else float(value)


def _cell(value: Number | None, chart: Chart) -> str:
    return _("no data") if value is None else number_words(value, digits=chart.digits)
