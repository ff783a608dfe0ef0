"""Conditions of flows and decision tables."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartFlow, ChartNode, ChartTable
from periplus.paths.enums import NodeKind
from periplus.paths.feel import FeelError, compile_condition
from periplus.paths.gate.findings import Finding, name_of
from periplus.paths.gate.types import known_types
from periplus.paths.gate.values import Ground
from periplus.paths.tables import check_table, run_tests


def check_conditions(ground: Ground) -> Iterator[Finding]:
    """A choice asks a condition of every flow but one, and no other node asks any."""
    for node in ground.chart.nodes:
        flows = ground.chart.out(node.key)
        if node.kind == NodeKind.EXCLUSIVE and len(flows) > 1:
            yield from _check_default(node, flows)
            for flow in flows:
                if not flow.default:
                    yield from _check_condition(ground, node, flow)
        else:
            yield from _idle_conditions(ground, node, flows)


def _check_default(node: ChartNode, flows: tuple[ChartFlow, ...]) -> Iterator[Finding]:
    usual = [flow for flow in flows if flow.default]
    if not usual:
        yield Finding(
            "default",
            _("“%(node)s” has no way that is taken when no condition holds.") % {"node": name_of(node)},
            _("Make one of its flows the usual one."),
            node_key=node.key,
        )
    for flow in usual[1:]:
        yield Finding(
            "default",
            _("“%(node)s” has more than one usual way.") % {"node": name_of(node)},
            _("Keep one usual way and give the others a condition."),
            node_key=node.key,
            flow_key=flow.key,
        )
    for flow in usual:
        if flow.condition:
            yield Finding(
                "default",
                _("The usual way out of “%(node)s” has a condition, which nobody asks.")
                % {"node": name_of(node)},
                _("Remove the condition, or make another way the usual one."),
                node_key=node.key,
                flow_key=flow.key,
            )


def _idle_conditions(ground: Ground, node: ChartNode, flows: tuple[ChartFlow, ...]) -> Iterator[Finding]:
    for flow in flows:
        if flow.condition:
            yield Finding(
                "condition",
                _("The flow from “%(node)s” to “%(target)s” has a condition, which nobody asks.")
                % {"node": name_of(node), "target": name_of(ground.chart.node[flow.target])},
                _("Remove it, or let a node “one of several ways” ask it."),
                node_key=node.key,
                flow_key=flow.key,
            )


def _check_condition(ground: Ground, node: ChartNode, flow: ChartFlow) -> Iterator[Finding]:
    target = name_of(ground.chart.node[flow.target])
    if not flow.condition.strip():
        yield Finding(
            "condition",
            _("“%(node)s” does not say when it goes on to “%(target)s”.")
            % {"node": name_of(node), "target": target},
            _("Write a condition, or make it the usual way."),
            node_key=node.key,
            flow_key=flow.key,
        )
        return
    try:
        names = _names(ground, flow.condition)
    except FeelError as error:
        yield Finding(
            "condition",
            _("The condition from “%(node)s” to “%(target)s” cannot be read: %(why)s")
            % {"node": name_of(node), "target": target, "why": error.sentence},
            _("Correct it, for example: amount > 5000."),
            node_key=node.key,
            flow_key=flow.key,
        )
        return
    for name in names:
        yield from _check_name(ground, node, flow, name)


def _names(ground: Ground, condition: str) -> list[str]:
    """What a condition asks for. Raises `FeelError`, also when it compares a value with another type."""
    names = sorted(compile_condition(condition).names)
    types = known_types(ground)
    if set(names) <= types.keys():
        compile_condition(condition, names={name: types[name] for name in names})
    return names


def _check_name(ground: Ground, node: ChartNode, flow: ChartFlow, name: str) -> Iterator[Finding]:
    known = ground.before.get(node.key)
    if known is None or name in known:
        return
    named = {"node": name_of(node), "value": ground.title_of(name)}
    if name not in ground.writers:
        yield Finding(
            "condition",
            _("A condition at “%(node)s” asks for “%(value)s”, which nothing produces.") % named,
            _("Correct the name, or let an earlier step produce it."),
            node_key=node.key,
            flow_key=flow.key,
        )
    else:
        yield Finding(
            "condition",
            _("A condition at “%(node)s” asks for “%(value)s”, which may be missing there.") % named,
            _("Mind that the condition does not hold then. Or produce it on every way."),
            node_key=node.key,
            flow_key=flow.key,
            blocking=False,
        )


def check_tables(chart: Chart) -> Iterator[Finding]:
    """Every decision has a table, every table is used, complete, and without conflict."""
    for node in chart.nodes:
        if node.kind == NodeKind.DECISION and node.table not in chart.table:
            yield Finding(
                "table",
                _("“%(node)s” decides by a table that does not exist.") % {"node": name_of(node)},
                _("Choose one of the decision tables of the procedure, or write one."),
                node_key=node.key,
            )
    asked = {node.table: node.key for node in chart.nodes if node.kind == NodeKind.DECISION}
    for table in chart.tables:
        yield from _check_table(table, asked.get(table.key, ""))


def _check_table(table: ChartTable, node_key: str) -> Iterator[Finding]:
    if not node_key:
        yield Finding(
            "table",
            _("Nobody asks the decision table “%(table)s”.") % {"table": name_of(table)},
            _("Let a decision use it, or remove it."),
            table_key=table.key,
            blocking=False,
        )
    for problem in check_table(table):
        yield Finding(
            "table",
            _("Decision table “%(table)s”: %(why)s") % {"table": name_of(table), "why": problem.sentence},
            _("Correct the rule, or add one for what is missing."),
            node_key=node_key,
            table_key=table.key,
            blocking=problem.blocking,
        )
    for result in run_tests(table):
        if not result.passed:
            yield Finding(
                "test",
                _("Decision table “%(table)s”, test “%(test)s”: %(why)s")
                % {"table": name_of(table), "test": result.test.title, "why": result.sentence},
                _("Correct the rule that answers, or the test."),
                node_key=node_key,
                table_key=table.key,
            )
