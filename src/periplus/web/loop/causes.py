"""Causes of a deviation in words, each with the way to the records behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from periplus.loop.causes import REST
from periplus.loop.figures import in_unit
from periplus.loop.measuring import Measure, find_measure
from periplus.loop.types import Deviation
from periplus.people.types import Person
from periplus.web.loop.ways import records_way
from periplus.web.loop.words import AXIS_TITLES, name_on_axis, signed, unit_words
from periplus.web.shell.components import Words


@dataclass(frozen=True, slots=True)
class Told:
    """One cause: its part of the movement in per cent, what it is, how it moved."""

    axis: Words
    title: str
    change: str
    share: int
    worse: bool | None
    count: int
    url: str


def told_causes(person: Person, deviation: Deviation) -> list[Told]:
    """The causes kept with a deviation, those that moved most first."""
    period = deviation.measurement.period_key if deviation.measurement else ""
    measure = find_measure(deviation.measure)
    return tell_causes(person, deviation.causes, measure, scope=deviation.scope, period=period)


def main_causes(person: Person, deviation: Deviation, *, most: int) -> list[Told]:
    """The causes that can be named and looked into, those that moved most first."""
    return [cause for cause in told_causes(person, deviation) if cause.url][:most]


def tell_causes(
    person: Person,
    causes: Sequence[Mapping[str, Any]],
    measure: Measure | None,
    *,
    scope: Mapping[str, str],
    period: str,
) -> list[Told]:
    """Stored causes in the reader's language, each with the way that the reader may go."""
    if measure is None:
        return []
    told = [_told(person, cause, measure, scope, period) for cause in causes]
    return sorted(told, key=lambda each: -each.share)


def _told(
    person: Person, cause: Mapping[str, Any], measure: Measure, scope: Mapping[str, str], period: str
) -> Told:
    axis, key = str(cause["axis"]), str(cause["key"])
    moved = Decimal(str(cause["value"]))
    better = {"up": moved > 0, "down": moved < 0}.get(measure.direction)
    change = signed(moved, digits=0 if moved == int(moved) else measure.unit.digits)
    if cause.get("adds_up", True):
        shown = in_unit(measure.unit, moved) or Decimal(0)
        change = f"{signed(shown, digits=measure.unit.digits)} {unit_words(measure.unit)}".strip()
    question = {name: value for name, value in scope.items() if name != "institution"} | {axis: key}
    return Told(
        axis=AXIS_TITLES[axis],
        title=_title(cause, axis, key),
        change=change,
        share=round(Decimal(str(cause["share"])) * 100),
        worse=None if better is None else not better,
        count=int(cause["count"]),
        url="" if key in {REST, ""} else records_way(person, measure.key, period=period, **question),
    )


def _title(cause: Mapping[str, Any], axis: str, key: str) -> str:
    if key == REST:
        return _("all others")
    if axis in {"country", "field"} and key:
        return name_on_axis(axis, key)
    return str(cause["title"]) or _("not known")
