"""Versions of procedures read back into charts. What is in force never changes, so it is read once."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch

from periplus.paths.chart import (
    Box,
    Chart,
    ChartChoice,
    ChartColumn,
    ChartFlow,
    ChartItem,
    ChartNode,
    ChartTable,
    TableColumn,
    TableRule,
    TableTest,
    part_from_json,
)
from periplus.paths.enums import HitPolicy, NodeKind, UnitRule, ValueType, Way
from periplus.paths.models import (
    Case,
    DecisionRule,
    DecisionTable,
    Flow,
    Node,
    NodeItem,
    Procedure,
    ProcedureVersion,
)

ENACTED = 0  # stands for the revision of what no longer changes


@dataclass(frozen=True, slots=True)
class Stored:
    """A chart and the rows it was read from: ids of its nodes by key, keys by id."""

    number: int
    chart: Chart
    ids: dict[str, int]
    keys: dict[int, str]

    def node_at(self, row: int) -> ChartNode:
        """The node at which something stands: a row of this version, or of another that says the same."""
        return self.chart.node[self.keys.get(row) or _key_of(row)]


def get_stored(version: ProcedureVersion) -> Stored:
    """The chart of a version, with the ids of its rows."""
    return _read(version.pk, version.revision)


def stored_of(case: Case) -> Stored:
    """The chart by which a case runs. Cases run by what was enacted, and that never changes."""
    return _read(case.version_id, ENACTED)


def get_chart(version: ProcedureVersion) -> Chart:
    return get_stored(version).chart


@lru_cache(maxsize=4096)
def _key_of(row: int) -> str:
    return Node.objects.values_list("key", flat=True).get(pk=row)


@lru_cache(maxsize=256)
def _read(pk: int, revision: int) -> Stored:  # noqa: ARG001 -- a changed draft is another chart
    version = ProcedureVersion.objects.select_related("procedure").get(pk=pk)
    items = Prefetch("items", queryset=NodeItem.objects.order_by("position"))
    nodes = list(Node.objects.filter(version=version).order_by("position").prefetch_related(items))
    ids = {node.key: node.pk for node in nodes}
    chart = Chart(
        key=version.procedure.key,
        title=version.title,
        description=version.description,
        subject_type=version.procedure.subject_type,
        nodes=tuple(_node(node) for node in nodes),
        flows=_flows(version, {node.pk: node.key for node in nodes}),
        tables=_tables(version),
    )
    return Stored(version.number, chart, ids, {pk: key for key, pk in ids.items()})


def _node(row: Node) -> ChartNode:
    return ChartNode(
        key=row.key,
        kind=NodeKind(row.kind),
        title=row.title,
        guidance=row.guidance,
        role=row.role,
        unit_rule=UnitRule(row.unit_rule),
        unit_code=row.unit_code,
        evaluation=row.evaluation,
        criteria=tuple(row.criteria),
        allowance_days=row.allowance_days,
        items=tuple(_item(item) for item in row.items.all()),
        outcome=row.outcome,
        step=row.step,
        table=row.table,
        calls=row.calls,
        over=row.over,
        attached_to=row.attached_to,
        interrupting=row.interrupting,
        message=row.message,
        goal=str(row.goal) if row.goal else "",
        skippable=row.skippable,
        box=part_from_json(Box, row.box) if row.box else None,
    )


def _item(row: NodeItem) -> ChartItem:
    return ChartItem(
        key=row.key,
        title=row.title,
        way=Way(row.way),
        type=ValueType(row.type),
        required=row.required,
        choices=_parts(ChartChoice, row.choices),
        columns=_parts(ChartColumn, row.columns),
    )


def _flows(version: ProcedureVersion, keys: dict[int, str]) -> tuple[ChartFlow, ...]:
    rows = Flow.objects.filter(version=version).order_by("position")
    return tuple(
        ChartFlow(
            key=row.key,
            source=keys[row.source_id],
            target=keys[row.target_id],
            condition=row.condition,
            default=row.default,
            title=row.title,
            points=tuple((x, y) for x, y in row.points),
        )
        for row in rows
    )


def _tables(version: ProcedureVersion) -> tuple[ChartTable, ...]:
    rules = Prefetch("rules", queryset=DecisionRule.objects.order_by("position"))
    rows = DecisionTable.objects.filter(version=version).order_by("position").prefetch_related(rules)
    return tuple(
        ChartTable(
            key=row.key,
            title=row.title,
            policy=HitPolicy(row.policy),
            inputs=_parts(TableColumn, row.inputs),
            outputs=_parts(TableColumn, row.outputs),
            rules=tuple(TableRule(tuple(r.cells), tuple(r.results), r.note) for r in row.rules.all()),
            tests=_parts(TableTest, row.tests),
        )
        for row in rows
    )


def _parts(kind: type[Any], stored: list[Any]) -> tuple[Any, ...]:
    return tuple(part_from_json(kind, each) for each in stored)


def goal_of(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def find_procedure(key: str, institution_id: int) -> Procedure | None:
    return Procedure.objects.filter(key=key, institution_id=institution_id).first()
