"""Several nodes put in at once: a choice, ways beside each other, a check by a decision table, a deadline."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.paths.chart import Chart, ChartNode, ChartTable, TableColumn, TableRule, Words
from periplus.paths.editing.flows import find_flow
from periplus.paths.editing.keys import key_from
from periplus.paths.editing.nodes import (
    ONE_WAY,
    add_node,
    find_node,
    join,
    name_of,
    only_way_out,
    put_run,
    ways_into,
)
from periplus.paths.enums import WAITING, HitPolicy, NodeKind, ValueType


def wrap_choice(
    chart: Chart,
    key: str,
    *,
    title: Words,
    condition: str,
    usual_title: Words,
    title_when: Words | None = None,
) -> Chart:
    """The step is only done when the condition holds; else the case goes past it."""
    _demand_wrappable(chart, key)
    split = ChartNode(_new(chart, f"if_{key}"), NodeKind.EXCLUSIVE, title)
    join_node = ChartNode(_new(chart, f"after_{key}"), NodeKind.EXCLUSIVE, {})
    chart = _around(chart, key, split, join_node)
    flows = tuple(
        replace(each, condition=condition, title=title_when or {}) if each.source == split.key else each
        for each in chart.flows
    )
    return join(replace(chart, flows=flows), split.key, join_node.key, default=True, title=usual_title)


def wrap_parallel(chart: Chart, key: str, beside: ChartNode) -> Chart:
    """Another step is done beside this one; the case goes on when both are done."""
    _demand_wrappable(chart, key)
    split = ChartNode(_new(chart, f"with_{key}"), NodeKind.PARALLEL, {})
    join_node = ChartNode(_new(chart, f"both_{key}"), NodeKind.PARALLEL, {})
    chart = add_node(_around(chart, key, split, join_node), beside)
    return join(join(chart, split.key, beside.key), beside.key, join_node.key)


def insert_choice(
    chart: Chart, flow: str, *, title: Words, step: ChartNode, condition: str, usual_title: Words
) -> Chart:
    """On a way: a choice between one more step and going straight on."""
    chart = put_run(chart, (find_flow(chart, flow),), (step,))
    return wrap_choice(chart, step.key, title=title, condition=condition, usual_title=usual_title)


@dataclass(frozen=True, slots=True)
class Check:
    """A step that a decision table orders: what the table is called, what it looks at, what it says.

    `yes` and `no`: words on the two ways that follow.
    """

    title: Words
    looks_at: TableColumn
    result_title: Words
    step: ChartNode
    yes: Words = field(default_factory=dict)
    no: Words = field(default_factory=dict)


def insert_check(chart: Chart, flow: str, check: Check) -> Chart:
    """On a way: a decision table says whether the step is needed; it is done only then."""
    table = _table_of(chart, check)
    key = key_from(table.key, {*chart.node, check.step.key}, usual="decision")
    decision = ChartNode(key, NodeKind.DECISION, check.title, role=check.step.role, table=table.key)
    result = table.outputs[0].key
    chart = put_run(chart, (find_flow(chart, flow),), (decision, check.step))
    chart = replace(chart, tables=(*chart.tables, table))
    return wrap_choice(
        chart,
        check.step.key,
        title=check.result_title,
        condition=f"{result} = true",
        usual_title=check.no,
        title_when=check.yes,
    )


def _table_of(chart: Chart, check: Check) -> ChartTable:
    key = key_from(check.title, chart.table, usual="table")
    known = {*chart.item, *(column.key for table in chart.tables for column in table.outputs)}
    result = key_from(f"{check.step.key}_needed", known | {check.looks_at.key}, usual="needed")
    return ChartTable(
        key,
        check.title,
        HitPolicy.UNIQUE,
        (check.looks_at,),
        (TableColumn(result, check.result_title, ValueType.YES_NO),),
        rules_for(check.looks_at),
    )


def rules_for(column: TableColumn) -> tuple[TableRule, ...]:
    """A first rule for every value; of yes and no, yes orders the step, of others none does yet."""
    if column.type == ValueType.YES_NO:
        return (TableRule(("true",), ("true",)), TableRule(("false",), ("false",)))
    if column.values:
        return tuple(TableRule((value,), ("false",)) for value in column.values)
    return (TableRule(("-",), ("true",)),)


def add_deadline(
    chart: Chart, host: str, timer: ChartNode, *, step: ChartNode | None = None, goal: str = ""
) -> Chart:
    """A deadline at a step. It ends the step and goes on to `goal`; or `step` is done beside it."""
    node = find_node(chart, host)
    if node.kind not in WAITING:
        raise Invalid({"": _("A deadline can only stand where a case waits: at a task or a message.")})
    chart = add_node(chart, replace(timer, attached_to=host))
    if step is None:
        target = find_node(chart, goal)
        if target.kind in {NodeKind.START, NodeKind.TIMER} or goal == host:
            raise Invalid({"goal": _("No way may lead to “%(node)s”.") % {"node": name_of(target)}})
        return join(chart, timer.key, goal)
    end = ChartNode(_new(chart, f"{step.key}_end"), NodeKind.END, {})
    chart = add_node(add_node(chart, step), end)
    return join(join(chart, timer.key, step.key), step.key, end.key)


def _demand_wrappable(chart: Chart, key: str) -> None:
    node = find_node(chart, key)
    if node.kind not in ONE_WAY:
        raise Invalid({"": _("Choose a step: “%(node)s” is none.") % {"node": name_of(node)}})


def _around(chart: Chart, key: str, before: ChartNode, after: ChartNode) -> Chart:
    """A parallel node into which several ways lead would wait for all of them; they meet before it."""
    chart = put_run(chart, (only_way_out(chart, key),), (after,))
    ways = ways_into(chart, key)
    run: tuple[ChartNode, ...] = (before,)
    if before.kind == NodeKind.PARALLEL and len(ways) > 1:
        run = (ChartNode(_new(chart, f"before_{before.key}"), NodeKind.EXCLUSIVE, {}), before)
    return put_run(chart, ways, run)


def _new(chart: Chart, wanted: str) -> str:
    return key_from(wanted, chart.node, usual="node")
