"""The steps of a chart as rows of a table, and what the gate says of it, with links to where it is mended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from periplus.paths.chart import Chart, ChartNode, say
from periplus.paths.drawing.order import Order
from periplus.paths.gate import Finding
from periplus.paths.types import ProcedureVersion
from periplus.people.policies import visible_units
from periplus.people.types import Person
from periplus.web.procedures.words import days_words, item_words, next_words, node_name, what_words, who_words


@dataclass(frozen=True, slots=True)
class StepRow:
    """One node as a row. `wrong`: how much keeps it from running. `indent`: a deadline of the row above."""

    node: ChartNode
    name: str
    url: str
    what: str
    who: str
    days: str
    reads: tuple[str, ...]
    produces: tuple[str, ...]
    nexts: tuple[str, ...]
    wrong: int = 0
    indent: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding, with the place where it is mended."""

    finding: Finding
    where: str
    url: str


def unit_names(person: Person) -> dict[str, str]:
    """Units that a step may name, by code."""
    units = visible_units(person).filter(institution=person.institution_id).exclude(code="")
    return dict(units.order_by("path").values_list("code", "name"))


def rows_of(
    chart: Chart,
    units: Mapping[str, str],
    *,
    url_of: Callable[[str], str] | None = None,
    wrong: Mapping[str, int] | None = None,
    current: str = "",
) -> list[StepRow]:
    """In the order of the drawing; deadlines under the step they belong to."""
    order, found = Order(chart), []
    for key in order.sequence:
        several = [(order.nodes[key], False), *((timer, True) for timer in order.timers.get(key, ()))]
        found += [
            _row(
                chart,
                node,
                units,
                url_of,
                indent=indent,
                wrong=(wrong or {}).get(node.key, 0),
                current=current,
            )
            for node, indent in several
        ]
    return found


def _row(
    chart: Chart,
    node: ChartNode,
    units: Mapping[str, str],
    url_of: Callable[[str], str] | None,
    *,
    indent: bool,
    wrong: int,
    current: str,
) -> StepRow:
    return StepRow(
        node=node,
        name=node_name(node),
        url=url_of(node.key) if url_of else "",
        what=what_words(chart, node),
        who=who_words(node, units),
        days=days_words(node),
        reads=tuple(item_words(item) for item in node.inputs),
        produces=tuple(item_words(item) for item in node.outputs),
        nexts=tuple(next_words(chart, flow) for flow in chart.out(node.key)),
        wrong=wrong,
        indent=indent,
        current=node.key == current,
    )


def found_rows(
    version: ProcedureVersion, chart: Chart, findings: list[Finding]
) -> tuple[list[FoundRow], list[FoundRow]]:
    """What must be mended, and what is only worth a look."""
    rows = [FoundRow(each, *_place(version, chart, each)) for each in findings]
    return (
        [row for row in rows if row.finding.blocking],
        [row for row in rows if not row.finding.blocking],
    )


def _place(version: ProcedureVersion, chart: Chart, finding: Finding) -> tuple[str, str]:
    if finding.table_key in chart.table:
        table = chart.table[finding.table_key]
        url = reverse("versions:table", args=[version.uuid, table.key])
        return say(table.title) or table.key, url
    if finding.flow_key in chart.flow:
        url = reverse("versions:flow", args=[version.uuid, finding.flow_key])
        return next_words(chart, chart.flow[finding.flow_key]), url
    if finding.node_key in chart.node:
        url = reverse("versions:step", args=[version.uuid, finding.node_key])
        return node_name(chart.node[finding.node_key]), url
    return "", ""


def wrong_at(findings: list[Finding]) -> dict[str, int]:
    """How many blocking findings name each node."""
    counted: dict[str, int] = {}
    for finding in findings:
        if finding.blocking and finding.node_key:
            counted[finding.node_key] = counted.get(finding.node_key, 0) + 1
    return counted
