"""The door of the gate: all checks, in the order in which one would mend things."""

from collections.abc import Callable, Container, Iterator, Mapping

from periplus.paths.chart import Chart, ChartNode
from periplus.paths.gate.blocks import check_blocks
from periplus.paths.gate.doing import check_doing
from periplus.paths.gate.findings import Finding
from periplus.paths.gate.graph import check_loops, check_reach
from periplus.paths.gate.rules import check_conditions, check_tables
from periplus.paths.gate.shape import check_edges, check_keys, check_kinds
from periplus.paths.gate.types import check_choices, check_types
from periplus.paths.gate.values import Ground, check_values
from periplus.paths.stepping import Step, Subject


def check_chart(
    chart: Chart,
    *,
    known_steps: Mapping[str, Step],
    subject: Subject | None,
    known_procedures: Container[str],
    roles_held: Callable[[ChartNode], bool] | None = None,
) -> list[Finding]:
    """Everything that keeps this chart from running well; empty when there is nothing.

    `roles_held` says whether somebody living holds the role of a node; without it nobody is sought.
    `subject` is the kind of thing that `chart.subject_type` names, None when the chart names none.
    """
    broken = list(check_keys(chart))
    if broken:
        return broken  # nothing else can be said while it is not clear which node is meant
    ground = Ground(chart, known_steps, subject)
    return [
        *check_kinds(chart),
        *_check_graph(chart),
        *check_doing(ground, roles_held=roles_held, known_procedures=known_procedures),
        *check_values(ground),
        *check_types(ground),
        *check_choices(ground),
        *check_conditions(ground),
        *check_tables(chart),
    ]


def _check_graph(chart: Chart) -> Iterator[Finding]:
    yield from check_edges(chart)
    yield from check_reach(chart)
    yield from check_blocks(chart)
    yield from check_loops(chart)
