"""A hundred thousand live cases, multiplied from a few that were moved through the services."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import connection, models

from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode
from periplus.paths.enums import NodeKind, ValueType, VersionState
from periplus.paths.models import Case, Procedure, ProcedureVersion, Timer, WorkItem
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.storing import store_chart
from periplus.paths.services.work import complete_work
from periplus.people.enums import Role
from periplus.people.models import Person, Unit

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def _task(key: str, *items: ChartItem, days: int = 10) -> ChartNode:
    return ChartNode(
        key, NodeKind.TASK, {"en": key.title()}, role=Role.OFFICE, items=items, allowance_days=days
    )


def twelve_nodes() -> Chart:
    """Ask, check, then two at once, then sign or refuse: twelve nodes, as offices have them.

    At the edge of one of them runs a deadline, beside which somebody reminds.
    """
    kinds = {
        "start": NodeKind.START,
        "split": NodeKind.PARALLEL,
        "join": NodeKind.PARALLEL,
        "choice": NodeKind.EXCLUSIVE,
        "signed": NodeKind.END,
        "refused": NodeKind.END,
        "reminded": NodeKind.END,
    }
    number, text = ValueType.NUMBER, ValueType.TEXT
    tasks = [
        _task("ask", ChartItem("amount", {"en": "Amount"}, type=number)),
        _task("check", ChartItem("remark", {"en": "Remark"}, type=text)),
        _task("faculty", ChartItem("faculty_says", {"en": "Faculty says"}, type=text)),
        _task("finance", ChartItem("finance_says", {"en": "Finance says"}, type=text)),
        _task("sign", ChartItem("signed_on", {"en": "Signed on"}, type=text)),
        _task("explain", ChartItem("reason", {"en": "Reason"}, type=text)),
        _task("remind"),
    ]
    late = ChartNode(
        "late", NodeKind.TIMER, {"en": "Late"}, attached_to="faculty", allowance_days=7, interrupting=False
    )
    nodes = [ChartNode(key, kind, {"en": key.title()}) for key, kind in kinds.items()] + [*tasks, late]
    return Chart("approval", {"en": "Approval"}, nodes=tuple(nodes), flows=_flows())


def a_step_more(chart: Chart) -> Chart:
    """As offices change procedures: one step more before the end, and one that is called otherwise."""
    return replace(
        chart,
        nodes=(
            *(_titled(each, "Sign it") if each.key == "sign" else each for each in chart.nodes),
            _task("audit"),
        ),
        flows=(
            *(each for each in chart.flows if each.key != "sign_signed"),
            ChartFlow("sign_audit", "sign", "audit"),
            ChartFlow("audit_signed", "audit", "signed"),
        ),
    )


def said_otherwise(chart: Chart) -> Chart:
    """Every node is called otherwise."""
    return replace(chart, nodes=tuple(_titled(node, f"{node.key} anew") for node in chart.nodes))


def _titled(node: ChartNode, title: str) -> ChartNode:
    return replace(node, title={"en": title})


def _flows() -> tuple[ChartFlow, ...]:
    ways = ["start>ask", "ask>check", "check>split", "split>faculty", "split>finance", "faculty>join"]
    ways += ["finance>join", "join>choice", "sign>signed", "explain>refused"]
    ways += ["late>remind", "remind>reminded"]
    flows = [ChartFlow(way.replace(">", "_"), *way.split(">")) for way in ways]
    flows.append(ChartFlow("choice_sign", "choice", "sign", condition="amount < 5000"))
    flows.append(ChartFlow("choice_explain", "choice", "explain", default=True))
    return tuple(flows)


def enacted(unit: Unit, chart: Chart, number: int) -> ProcedureVersion:
    procedure, _new = Procedure.objects.get_or_create(
        institution=unit.institution, key=chart.key, defaults={"title": dict(chart.title)}
    )
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=number,
        state=VersionState.ENACTED,
        title=dict(chart.title),
        drafted_at=AT,
        enacted_at=AT,
        effective_from=AT.date(),
    )
    store_chart(version, chart)
    return version


def moved(person: Person, unit: Unit, procedure: Procedure, steps: list[tuple[str, dict[str, Any]]]) -> Case:
    """One case, moved through the services as far as `steps` go."""
    case = start_case(
        actor=person, procedure=procedure, terms=CaseTerms(title="Exchange with Turin", unit=unit), at=AT
    )
    for node, outputs in steps:
        item = WorkItem.objects.get(case=case, node__key=node, state="open")
        complete_work(actor=person, item=item, outputs=outputs, at=AT)
    return case


def multiply(cases: list[Case], times: int) -> None:
    """Copy cases with all their work and deadlines, by SQL; every copy has a reference of its own."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copies (old bigint, new bigint)")
        cursor.execute(
            "INSERT INTO copies SELECT id, nextval(pg_get_serial_sequence('paths_case', 'id'))"
            " FROM paths_case, generate_series(1, %s) WHERE id = ANY(%s)",
            [times, [case.pk for case in cases]],
        )
        cursor.execute(
            "CREATE TEMP TABLE work_copies AS SELECT w.id AS old, c.new AS case_id,"
            " nextval(pg_get_serial_sequence('paths_workitem', 'id')) AS new"
            " FROM copies c JOIN paths_workitem w ON w.case_id = c.old"
        )
        _copy(
            cursor,
            Case,
            "copies m JOIN paths_case t ON t.id = m.old",
            {"id": "m.new", "reference": "'B-' || m.new"},
        )
        _copy(
            cursor,
            WorkItem,
            "work_copies m JOIN paths_workitem t ON t.id = m.old",
            {
                "id": "m.new",
                "case_id": "m.case_id",
                "due_at": "t.due_at + (m.new %% 40 - 20) * interval '1 day'",
            },
        )
        _copy(
            cursor,
            Timer,
            "work_copies m JOIN paths_timer t ON t.item_id = m.old",
            {
                "id": "nextval(pg_get_serial_sequence('paths_timer', 'id'))",
                "item_id": "m.new",
                "due_at": "t.due_at + (m.new %% 40 - 20) * interval '1 day'",
            },
        )
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, model: type[models.Model], source: str, other: dict[str, str]) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    other = {"uuid": "uuidv7()"} | other
    values = [other.get(name, f't."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)} FROM {source}"
    cursor.execute(statement.replace("%%", "%"))
