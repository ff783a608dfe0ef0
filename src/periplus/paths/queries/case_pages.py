"""One case and one work item, as their pages show them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from periplus.core.ledger.queries import list_events_about
from periplus.core.models import Event
from periplus.paths.chart import Chart, ChartItem, ChartNode, ChartTable, TableRule
from periplus.paths.drawing import Mark
from periplus.paths.engine import Run, Token
from periplus.paths.enums import HUMAN, WorkState
from periplus.paths.models import Case, Participant, ProcedureVersion, WorkItem
from periplus.paths.policies import visible_cases, visible_work
from periplus.paths.policies_reading import is_staff_of, shown_values
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.work_lists import JOINED
from periplus.people.models import Person

MOST_OPEN = 60


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """One rule of a decision table that applied to a case. `number` counts from 1 in its version."""

    event: Event
    chart: Chart
    table: ChartTable
    version: int
    number: int
    rule: TableRule
    results: Mapping[str, Any]


def find_case(person: Person, reference: uuid.UUID) -> Case | None:
    """A case that a person may see, with all that its page names."""
    joined = ("version__procedure", "institution", "unit", "owner", "started_by", "call__case", "call__node")
    return visible_cases(person).select_related(*joined).filter(uuid=reference).first()


def find_work(person: Person, reference: uuid.UUID) -> WorkItem | None:
    """A work item that a person may do, or one of a case that they may see, open or closed."""
    item = WorkItem.objects.select_related(*JOINED, "closed_by", "case__owner").filter(uuid=reference).first()
    if item is None:
        return None
    mine = visible_work(person).filter(pk=item.pk)
    seen = visible_cases(person).filter(pk=item.case_id)
    return item if mine.exists() or seen.exists() else None


def list_open(case: Case) -> list[WorkItem]:
    """Where a case stands: its open steps, the first due before the others."""
    items = WorkItem.objects.filter(case=case, state=WorkState.OPEN).select_related("node", "unit", "person")
    found = list(items.order_by("due_at", "id")[:MOST_OPEN])
    for item in found:
        item.case = case
    return found


def list_closed(case: Case) -> QuerySet[WorkItem]:
    """What was done in a case, the newest first."""
    over = WorkItem.objects.filter(case=case).exclude(state__in=(WorkState.OPEN, WorkState.ARRIVED))
    human = over.filter(node__kind__in=HUMAN)
    return human.select_related("node", "closed_by").order_by("-closed_at", "-id")


def list_called(person: Person, case: Case) -> QuerySet[Case]:
    """The cases that this one has called, as far as a person may see them."""
    return visible_cases(person).filter(call__case=case).select_related("version__procedure").order_by("id")


def find_caller(person: Person, case: Case) -> Case | None:
    """The case that has called this one, if a person may see it."""
    outer = case.call.case if case.call else None
    return outer if outer is not None and visible_cases(person).filter(pk=outer.pk).exists() else None


def list_participants(case: Case) -> list[Participant]:
    return list(Participant.objects.filter(case=case).select_related("person").order_by("person__sort_key"))


def marks_of(items: Iterable[WorkItem], at: dt.datetime) -> dict[str, Mark]:
    """What the drawing of a case says at its open steps."""
    counted: dict[str, list[WorkItem]] = {}
    for item in items:
        counted.setdefault(item.node.key, []).append(item)
    return {key: _mark(several, at) for key, several in counted.items()}


def _mark(items: list[WorkItem], at: dt.datetime) -> Mark:
    late = sum(1 for item in items if item.due_at and item.due_at < at)
    stuck = any(item.trouble for item in items)
    age = max((at - item.opened_at).total_seconds() for item in items) / 86_400
    return Mark(open=len(items), late=late, age_days=age, state="bad" if late or stuck else "good")


def list_produced(person: Person, case: Case) -> list[tuple[ChartItem, Any]]:
    """What the steps of a case have produced so far and somebody may know, in the order of its chart."""
    items = get_chart(case.version).item
    known = [(items[key], value) for key, value in shown_values(person, case).items() if key in items]
    order = {key: place for place, key in enumerate(items)}
    return sorted(
        (pair for pair in known if pair[1] not in (None, "", [])), key=lambda pair: order[pair[0].key]
    )


def list_inputs(person: Person, item: WorkItem) -> list[tuple[ChartItem, Any]]:
    """What a step reads, as it is known now to somebody; unknown ones with None."""
    node, known = node_of(item), shown_values(person, item.case)
    return [(each, known.get(each.key)) for each in node.inputs]


def node_of(item: WorkItem) -> ChartNode:
    return get_chart(item.case.version).node[item.node.key]


def list_outputs(person: Person, item: WorkItem) -> list[tuple[ChartItem, Any]]:
    """What a step produced, as the case knows it now and somebody may."""
    known = shown_values(person, item.case)
    return [(each, own_value(item, known.get(each.key))) for each in node_of(item).outputs]


def own_value(item: WorkItem, value: Any) -> Any:
    """Of a task for each of several, the value of this one."""
    if item.element_no is None:
        return value
    return value[item.element_no] if isinstance(value, list) and item.element_no < len(value) else None


def find_return(item: WorkItem) -> WorkItem | None:
    """The step from which the case was sent back to this one, if that is why it is open again."""
    back = WorkItem.objects.filter(case=item.case_id, state=WorkState.RETURNED, closed_at=item.opened_at)
    return back.select_related("node", "closed_by").first()


def list_return_targets(item: WorkItem) -> list[ChartNode]:
    """The steps to which a case may be sent back from an open work item, in the order of its chart."""
    chart = get_chart(item.case.version)
    finished = (WorkState.DONE, WorkState.SKIPPED)
    done = WorkItem.objects.filter(case=item.case_id, state__in=finished).values_list("node__key", flat=True)
    keys, token = set(done), Token(item.node.key, side=item.side)
    run = Run(chart, values={}, facts={})
    return [node for node in chart.nodes if node.key in keys and run.may_send_back(token, node.key)]


def list_applied(person: Person, case: Case) -> list[AppliedRule]:
    """Which rule of which version of a decision table applied, the newest first: read from the ledger.

    For those who work here: the rules are not made for others to read.
    """
    if not is_staff_of(person, case):
        return []
    events = list(list_events_about(case.uuid).filter(attributes__has_key="applied"))
    numbers = {event.attributes.get("version") for event in events}
    versions = ProcedureVersion.objects.filter(procedure=case.version.procedure_id, number__in=numbers)
    charts = {version.number: get_chart(version) for version in versions}
    return [rule for event in events for rule in _rules_of(event, charts)]


def _rules_of(event: Event, charts: Mapping[int, Chart]) -> Iterable[AppliedRule]:
    version = event.attributes.get("version", 0)
    chart = charts.get(version)
    for applied in event.attributes["applied"]:
        table = chart.table.get(applied["table"]) if chart else None
        for number in applied["rules"]:
            if chart and table and 0 < number <= len(table.rules):
                results = applied.get("results", {})
                yield AppliedRule(event, chart, table, version, number, table.rules[number - 1], results)


def list_work_seen(person: Person) -> QuerySet[WorkItem]:
    """The work of the cases that a person may see, open or closed."""
    return WorkItem.objects.filter(case__in=visible_cases(person))
