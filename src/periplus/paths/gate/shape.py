"""Keys, ends of flows, one start, and how many flows a kind of node may have."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import WAITING, NodeKind
from periplus.paths.gate.findings import Finding, name_of

GATEWAYS = (NodeKind.EXCLUSIVE, NodeKind.PARALLEL)


def check_keys(chart: Chart) -> Iterator[Finding]:
    """Each key once, and each flow from one node to another."""
    for key in _twice(node.key for node in chart.nodes):
        yield Finding(
            "key",
            _("Two nodes have the key “%(key)s”.") % {"key": key},
            _("Give one of them another key."),
            node_key=key,
        )
    for key in _twice(flow.key for flow in chart.flows):
        yield Finding(
            "key",
            _("Two flows have the key “%(key)s”.") % {"key": key},
            _("Give one of them another key."),
            flow_key=key,
        )
    for key in _twice(table.key for table in chart.tables):
        yield Finding(
            "key",
            _("Two decision tables have the key “%(key)s”.") % {"key": key},
            _("Give one of them another key."),
            table_key=key,
        )
    yield from _loose_flows(chart)


def _loose_flows(chart: Chart) -> Iterator[Finding]:
    for flow in chart.flows:
        for end in (flow.source, flow.target):
            if end not in chart.node:
                yield Finding(
                    "loose",
                    _("A flow from “%(source)s” to “%(target)s” hangs in the air: there is no “%(end)s”.")
                    % {
                        "source": _named(chart, flow.source),
                        "target": _named(chart, flow.target),
                        "end": end,
                    },
                    _("Lead it to a node that exists, or remove it."),
                    flow_key=flow.key,
                )


def _named(chart: Chart, key: str) -> str:
    return name_of(chart.node[key]) if key in chart.node else key


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, number in Counter(keys).items() if number > 1]


def check_kinds(chart: Chart) -> Iterator[Finding]:
    """One start, at least one end."""
    if not chart.starts:
        yield Finding("start", _("The procedure has no start."), _("Add a start before the first step."))
    for node in chart.starts[1:]:
        yield Finding(
            "start",
            _("“%(node)s” is a second start.") % {"node": name_of(node)},
            _("Keep one start. Where ways differ from the beginning, let a choice follow it."),
            node_key=node.key,
        )
    if not any(node.kind == NodeKind.END for node in chart.nodes):
        yield Finding("end", _("The procedure has no end."), _("Add an end after the last step."))


def check_edges(chart: Chart) -> Iterator[Finding]:
    """How many flows come in and go out."""
    for node in chart.nodes:
        yield from _coming_in(chart, node)
        yield from _going_out(chart, node)
        if node.kind == NodeKind.TIMER:
            yield from _attachment(chart, node)
        elif node.attached_to:
            yield Finding(
                "attached",
                _("“%(node)s” hangs at the edge of another node, but it is no deadline.") % _name(node),
                _("Only a deadline stands at the edge of a node. Take it off, or make it a deadline."),
                node_key=node.key,
            )


def _coming_in(chart: Chart, node: ChartNode) -> Iterator[Finding]:
    if node.kind in {NodeKind.START, NodeKind.TIMER} and chart.into(node.key):
        yield Finding(
            "in",
            _("A flow leads into “%(node)s”, where nothing may enter.") % _name(node),
            _("Lead it to the step that comes next."),
            node_key=node.key,
            flow_key=chart.into(node.key)[0].key,
        )


def _going_out(chart: Chart, node: ChartNode) -> Iterator[Finding]:
    flows = chart.out(node.key)
    if node.kind == NodeKind.END:
        if flows:
            yield Finding(
                "out",
                _("A flow leaves “%(node)s”, which is an end.") % _name(node),
                _("Remove the flow, or make the end a step."),
                node_key=node.key,
                flow_key=flows[0].key,
            )
    elif not flows:
        yield Finding(
            "out",
            _("Nothing follows “%(node)s”: a case would stand there for ever.") % _name(node),
            _("Draw a flow from it to the next step or to an end."),
            node_key=node.key,
        )
    elif node.kind not in GATEWAYS and len(flows) > 1:
        yield Finding(
            "out",
            _("%(number)s flows leave “%(node)s”.") % {**_name(node), "number": len(flows)},
            _("Let one flow leave it, to a node that says: one of several ways, or several ways at once."),
            node_key=node.key,
        )
    elif node.kind in GATEWAYS and len(flows) == 1 and len(chart.into(node.key)) == 1:
        yield Finding(
            "idle",
            _("“%(node)s” neither parts ways nor brings them together.") % _name(node),
            _("Remove it, or add the way that is missing."),
            node_key=node.key,
            blocking=False,
        )


def _attachment(chart: Chart, node: ChartNode) -> Iterator[Finding]:
    host = chart.node.get(node.attached_to)
    if host is None:
        yield Finding(
            "attached",
            _("The deadline “%(node)s” belongs to no step.") % _name(node),
            _("Say at which step it runs."),
            node_key=node.key,
        )
    elif host.kind not in WAITING:
        yield Finding(
            "attached",
            _("The deadline “%(node)s” runs at “%(host)s”, where no case waits.")
            % {**_name(node), "host": name_of(host)},
            _("Put it at a task, at a wait for a message, or at another procedure."),
            node_key=node.key,
        )


def _name(node: ChartNode) -> dict[str, str]:
    return {"node": name_of(node)}
