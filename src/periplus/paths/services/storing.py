"""Charts written into the rows of a draft."""

from typing import Any

from periplus.paths.chart import Chart, ChartItem, ChartNode, to_json
from periplus.paths.models import DecisionRule, DecisionTable, Flow, Node, NodeItem, ProcedureVersion
from periplus.paths.queries.charts import goal_of


def store_chart(version: ProcedureVersion, chart: Chart) -> None:
    """Put this chart in the place of whatever the draft said. Key and subject stay the procedure's."""
    Flow.objects.filter(version=version).delete()
    DecisionTable.objects.filter(version=version).delete()
    Node.objects.filter(version=version).delete()
    nodes = Node.objects.bulk_create(
        Node(version=version, position=number, **_columns(node)) for number, node in enumerate(chart.nodes)
    )
    ids = {node.key: node.pk for node in nodes}
    NodeItem.objects.bulk_create(
        NodeItem(node_id=ids[node.key], position=number, **_item_columns(item))
        for node in chart.nodes
        for number, item in enumerate(node.items)
    )
    _store_flows(version, chart, ids)
    _store_tables(version, chart)


def _columns(node: ChartNode) -> dict[str, Any]:
    plain: tuple[str, ...] = (
        "key",
        "kind",
        "title",
        "guidance",
        "role",
        "unit_rule",
        "unit_code",
        "evaluation",
        "outcome",
    )
    plain += ("allowance_days", "step", "table", "calls", "over", "attached_to", "interrupting", "message")
    columns = {name: getattr(node, name) for name in (*plain, "skippable")}
    return columns | {
        "criteria": [dict(words) for words in node.criteria],
        "goal": goal_of(node.goal),
        "box": to_json(node.box) if node.box else None,
    }


def _item_columns(item: ChartItem) -> dict[str, Any]:
    return {
        "key": item.key,
        "title": dict(item.title),
        "way": item.way,
        "type": item.type,
        "required": item.required,
        "choices": to_json(item.choices),
        "columns": to_json(item.columns),
    }


def _store_flows(version: ProcedureVersion, chart: Chart, ids: dict[str, int]) -> None:
    Flow.objects.bulk_create(
        Flow(
            version=version,
            position=number,
            key=flow.key,
            source_id=ids[flow.source],
            target_id=ids[flow.target],
            condition=flow.condition,
            default=flow.default,
            title=dict(flow.title),
            points=to_json(flow.points),
        )
        for number, flow in enumerate(chart.flows)
    )


def _store_tables(version: ProcedureVersion, chart: Chart) -> None:
    rows = DecisionTable.objects.bulk_create(
        DecisionTable(
            version=version,
            position=number,
            key=table.key,
            title=dict(table.title),
            policy=table.policy,
            inputs=to_json(table.inputs),
            outputs=to_json(table.outputs),
            tests=to_json(table.tests),
        )
        for number, table in enumerate(chart.tables)
    )
    ids = {row.key: row.pk for row in rows}
    DecisionRule.objects.bulk_create(
        DecisionRule(
            table_id=ids[table.key],
            position=number,
            cells=list(rule.cells),
            results=list(rule.results),
            note=rule.note,
        )
        for table in chart.tables
        for number, rule in enumerate(table.rules)
    )
