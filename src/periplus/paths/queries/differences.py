"""In which words two versions of a procedure differ: what was added, taken away, given otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode, ChartTable, say
from periplus.people.enums import Role

Line = tuple[str | Promise, str, str]  # what, before, after


def list_differences(before: Chart, after: Chart) -> list[Line]:
    """Steps, their roles and times, ways between them, decision tables; in the order of the new version."""
    return [
        *_coming_and_going(before.node, after.node),
        *_steps(before, after),
        *_ways(before, after),
        *_coming_and_going(before.table, after.table),
        *_tables(before, after),
    ]


def _coming_and_going(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Line]:
    for key in after:
        if key not in before:
            yield (_name(after[key]), _("not there"), _("new"))
    for key in before:
        if key not in after:
            yield (_name(before[key]), _("there"), _("taken away"))


def _steps(before: Chart, after: Chart) -> Iterator[Line]:
    for key, node in after.node.items():
        old = before.node.get(key)
        if old is None:
            continue
        name = _name(node)
        if old.role != node.role:
            yield (_("Who does “%(step)s”") % {"step": name}, _role(old), _role(node))
        if old.allowance_days != node.allowance_days:
            days = (str(old.allowance_days or "–"), str(node.allowance_days or "–"))
            yield (_("Days for “%(step)s”") % {"step": name}, *days)
        if say(old.title) != say(node.title):
            yield (_("Name of a step"), say(old.title), say(node.title))


def _ways(before: Chart, after: Chart) -> Iterator[Line]:
    old, new = ({(f.source, f.target): f.condition for f in chart.flows} for chart in (before, after))
    for ends, condition in new.items():
        if ends not in old:
            yield (_way(after, ends), _("not there"), condition or _("new"))
        elif old[ends] != condition:
            yield (_way(after, ends), old[ends] or _("always"), condition or _("always"))
    for ends in old:
        if ends not in new:
            yield (_way(before, ends), _("there"), _("taken away"))


def _way(chart: Chart, ends: tuple[str, str]) -> str:
    source, target = (_name(chart.node[key]) for key in ends)
    return _("From “%(source)s” to “%(target)s”") % {"source": source, "target": target}


def _tables(before: Chart, after: Chart) -> Iterator[Line]:
    for key, table in after.table.items():
        old = before.table.get(key)
        if old is None:
            continue
        label = _("Rules of “%(table)s”") % {"table": _name(table)}
        gone = [_words(rule) for rule in old.rules if rule not in table.rules]
        new = [_words(rule) for rule in table.rules if rule not in old.rules]
        if gone or new:
            yield (label, "; ".join(gone) or "–", "; ".join(new) or "–")


def _words(rule: Any) -> str:
    return f"{' | '.join(rule.cells)} → {' | '.join(rule.results)}"


def _name(thing: ChartNode | ChartTable) -> str:
    return say(thing.title) or thing.key


def _role(node: ChartNode) -> str:
    return str(Role(node.role).label) if node.role in Role.values else "–"
