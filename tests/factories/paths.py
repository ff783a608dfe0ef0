"""Procedures in force and cases on them, for tests. Charts are written in Python."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.paths.chart import (
    Chart,
    ChartChoice,
    ChartColumn,
    ChartFlow,
    ChartItem,
    ChartNode,
    ChartTable,
    TableColumn,
    TableRule,
)
from periplus.paths.enums import CaseState, HitPolicy, NodeKind, ValueType, VersionState, Way, WorkState
from periplus.paths.models import Case, Procedure, ProcedureVersion, WorkItem
from periplus.paths.queries.charts import get_chart, get_stored
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.storing import store_chart
from periplus.paths.stepping import find_subject
from periplus.paths.trying import find_way
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit

PRODUCT = System("tests")


def words(text: str) -> dict[str, str]:
    return {"en": text}


def produced(key: str, kind: ValueType = ValueType.TEXT, **more: Any) -> ChartItem:
    """A value that a step puts out."""
    return ChartItem(key, words(key.replace("_", " ").capitalize()), Way.OUT, kind, **more)


def read(key: str, kind: ValueType = ValueType.TEXT) -> ChartItem:
    """A value that a step takes in."""
    return ChartItem(key, words(key.replace("_", " ").capitalize()), Way.IN, kind)


def task(key: str, title: str, *items: ChartItem, role: Role = Role.OFFICE, **more: Any) -> ChartNode:
    return ChartNode(key, NodeKind.TASK, words(title), role=role, items=items, **more)


def chain(key: str, title: str, *nodes: ChartNode, **more: Any) -> Chart:
    """Nodes one after the other between a start and an end; `start` gives what is asked at the start."""
    start = ChartNode("start", NodeKind.START, words("Begin"), items=tuple(more.pop("start", ())))
    end = ChartNode("end", NodeKind.END, words("Finished"), outcome="finished")
    way = [start, *nodes, end]
    flows = [ChartFlow(f"{a.key}_{b.key}", a.key, b.key) for a, b in pairwise(way)]
    return Chart(key, words(title), nodes=tuple(way), flows=tuple(flows), **more)


ANSWERS = (ChartChoice("yes", words("Sign it")), ChartChoice("no", words("Drop it")))
COST_COLUMNS = (
    ChartColumn("what", words("What")),
    ChartColumn("sum", words("Sum"), ValueType.NUMBER),
)
EVERY_VALUE = (
    produced("name"),
    produced("story", ValueType.LONG_TEXT),
    produced("amount", ValueType.NUMBER),
    produced("signed_on", ValueType.DATE),
    produced("fine", ValueType.YES_NO),
    produced("answer", ValueType.CHOICE, choices=ANSWERS),
    produced("contact", ValueType.PERSON),
    produced("host", ValueType.PARTNER),
    produced("draft", ValueType.FILE),
    produced("costs", ValueType.TABLE, columns=COST_COLUMNS),
    produced("faculties", ValueType.LIST),
)
EVERYTHING = chain("everything", "Ask for everything", task("fill", "Fill in everything", *EVERY_VALUE))
LEVEL = ChartTable(
    "level",
    words("How much care is needed"),
    HitPolicy.UNIQUE,
    (TableColumn("amount", words("Amount"), ValueType.NUMBER),),
    (TableColumn("level", words("Care")),),
    (TableRule(("< 1000",), ('"low"',)), TableRule((">= 1000",), ('"high"',), "Large sums are read twice")),
)
APPROVAL = chain(
    "approval",
    "Approval of a cooperation",
    task(
        "write",
        "Write the proposal",
        produced("proposal", ValueType.LONG_TEXT),
        produced("amount", ValueType.NUMBER),
        guidance=words("Say what it is for."),
        allowance_days=5,
    ),
    ChartNode("care", NodeKind.DECISION, words("How much care"), table="level", role=Role.OFFICE),
    task(
        "check",
        "Check the proposal",
        read("proposal", ValueType.LONG_TEXT),
        produced("fine", ValueType.YES_NO),
        role=Role.COORDINATOR,
        evaluation=True,
        criteria=(words("The budget is sound"), words("The faculty wants it")),
        allowance_days=10,
        skippable=True,
    ),
    task("sign", "Sign it", role=Role.VICE_RECTOR, allowance_days=3),
    tables=(LEVEL,),
)


def version_of(chart: Chart, institution: Institution, *, on: dt.date | None = None) -> ProcedureVersion:
    """A version of this chart in force since `on`, put there without the gate."""
    procedure, _new = Procedure.objects.get_or_create(
        institution=institution,
        key=chart.key,
        defaults={"title": dict(chart.title), "subject_type": chart.subject_type},
    )
    day = on or clock.today() - dt.timedelta(days=100)
    procedure.versions.filter(state=VersionState.ENACTED).update(
        state=VersionState.RETIRED, effective_until=day
    )
    version: ProcedureVersion = ProcedureVersion.objects.create(
        procedure=procedure,
        number=procedure.versions.count() + 1,
        state=VersionState.ENACTED,
        title=dict(chart.title),
        description=dict(chart.description),
        drafted_at=clock.now(),
        enacted_at=clock.now(),
        effective_from=day,
    )
    store_chart(version, chart)
    return version


def case_on(
    version: ProcedureVersion,
    *,
    actor: Person | None = None,
    unit: Unit | None = None,
    at: dt.datetime | None = None,
    **more: Any,
) -> Case:
    """A case begun on a version."""
    terms = CaseTerms(**{"title": "Exchange with Turin", "unit": unit, **more})
    return start_case(actor=actor or PRODUCT, procedure=version.procedure, terms=terms, at=at or clock.now())


def open_work(case: Case, node: str) -> WorkItem:
    """The open work item of a case at a node."""
    item: WorkItem = WorkItem.objects.select_related("case", "node", "unit", "person").get(
        case=case, node__key=node, state="open"
    )
    return item


def open_keys(case: Case) -> list[str]:
    """Keys of the steps at which a case stands."""
    items = WorkItem.objects.filter(case=case, state="open")
    found: Iterable[str] = items.values_list("node__key", flat=True)
    return sorted(found)


def past_case(
    version: ProcedureVersion, *, at: dt.datetime, values: dict[str, Any], subject: Any = None, **more: Any
) -> Case:
    """A case that ended: every step done to which these values lead, each on the day it began."""
    chart = get_chart(version)
    kind = find_subject(chart.subject_type)
    facts = kind.values_of(subject, on=at.date()) if kind and subject is not None else {}
    way, ids = find_way(chart, {**facts, **values}), get_stored(version).ids
    case: Case = Case.objects.create(
        institution=version.procedure.institution,
        version=version,
        reference=f"PAST-{Case.objects.count() + 1}",
        title=more.pop("title", str(subject or "A case of last year")),
        subject_type=chart.subject_type if subject is not None else "",
        subject_uuid=subject.uuid if subject is not None else None,
        state=CaseState.ENDED,
        outcome=way.outcome,
        values=values,
        started_at=at,
        ended_at=at,
        **more,
    )
    done = {"case": case, "state": WorkState.DONE, "opened_at": at, "closed_at": at}
    WorkItem.objects.bulk_create(WorkItem(node_id=ids[key], **done) for key in way.human(chart))
    return case
