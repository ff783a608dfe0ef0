"""Indicators and levers, from the registries that the stretches fill."""

import inspect

from periplus.loop.levering import list_levers
from periplus.loop.measuring import SMALL_CELL, Measure, list_measures
from periplus.loop.scopes import AXES
from periplus.web.guide.reference.markdown import code, in_english, table

_INDICATORS = f"""# Indicators

Every indicator can be asked for any of its scopes and for any period. A value is missing (grey) when
nothing is recorded that could tell; a missing value is never zero. Numbers that count people and lie below
{SMALL_CELL} are shown only to those who may see the records behind them. A definition that changes gets a
new version; stored values keep theirs.
"""
_LEVERS = """# Levers

What a decision may change. Each lever checks the change, shows before and after, applies it on its date
through the service of its stretch, and can be undone.
"""


@in_english
def indicators() -> str:
    """All measures: a table to find them, then one part for each."""
    measures = list_measures()
    rows = [[m.code, f"[{m.title}](#{_anchor(m)})", m.unit.title, code(m.key)] for m in measures]
    overview = table(["code", "indicator", "unit", "key"], rows)
    return "\n".join([_INDICATORS, overview, *(_indicator(measure) for measure in measures)])


@in_english
def levers() -> str:
    """All levers with the thing that each changes."""
    rows = [
        [lever.title, inspect.cleandoc(lever.__doc__ or ""), code(lever.key), code(lever.subject_type)]
        for lever in list_levers()
    ]
    return f"{_LEVERS}\n{table(['lever', 'what it changes', 'key', 'on'], rows)}"


def _indicator(measure: Measure) -> str:
    facts = [
        ("key", f"{code(measure.key)}, version {measure.version}"),
        ("unit", f"{measure.unit.title}; digits after the point: {measure.unit.digits}"),
        ("direction", measure.direction.label),
        ("scopes", ", ".join(axis for axis in AXES if axis in measure.axes)),
        ("can be split by", ", ".join(measure.breakdown_axes) or "nothing"),
        ("small numbers", "hidden" if measure.counts_people else "shown"),
        ("source", measure.source),
    ]
    lines = "\n".join(f"- {name}: {value}" for name, value in facts)
    return f"## {measure.code} {measure.title}\n\n{measure.definition}\n\n{lines}\n"


def _anchor(measure: Measure) -> str:
    words = f"{measure.code} {measure.title}".lower().replace(" ", "-")
    return "".join(sign for sign in words if sign.isalnum() or sign == "-")
