"""A small university with procedures in force, for tests that move cases through the services."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode, ChartTable, TableColumn, TableRule
from periplus.paths.enums import HitPolicy, NodeKind, UnitRule, ValueType, VersionState
from periplus.paths.models import Case, Procedure, ProcedureVersion, WorkItem
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.storing import store_chart
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def item(key: str, kind: ValueType = ValueType.TEXT, *, required: bool = True) -> ChartItem:
    return ChartItem(key, {"en": key.title()}, type=kind, required=required)


def task(key: str, *items: ChartItem, role: Role = Role.OFFICE, **more: object) -> ChartNode:
    return ChartNode(key, NodeKind.TASK, {"en": key.title()}, role=role, items=items, **more)  # type: ignore[arg-type]


def chain(
    key: str, *nodes: ChartNode, tables: tuple[ChartTable, ...] = (), extra: tuple[ChartFlow, ...] = ()
) -> Chart:
    """Nodes one after the other, between a start and an end."""
    start, end = (
        ChartNode("start", NodeKind.START, {"en": "Start"}),
        ChartNode("end", NodeKind.END, {"en": "End"}, outcome="done"),
    )
    way = [
        start,
        *(
            node
            for node in nodes
            if not node.attached_to and node.kind != NodeKind.END and node.key != "aside"
        ),
        end,
    ]
    flows = [ChartFlow(f"{a.key}_{b.key}", a.key, b.key) for a, b in pairwise(way)]
    return Chart(key, {"en": key.title()}, nodes=(start, *nodes, end), flows=(*flows, *extra), tables=tables)


APPROVAL = chain(
    "approval",
    task("ask", item("amount", ValueType.NUMBER), allowance_days=5, skippable=True),
    task("check", item("fine", ValueType.YES_NO), role=Role.COORDINATOR, allowance_days=10),
    ChartNode(
        "remind", NodeKind.TIMER, {"en": "Remind"}, attached_to="check", allowance_days=7, interrupting=False
    ),
    ChartNode("level", NodeKind.DECISION, {"en": "Level"}, table="level", role=Role.OFFICE),
    task("sign", item("signed_on", ValueType.DATE), role=Role.VICE_RECTOR, evaluation=True),
    task("aside", item("reminded", required=False)),
    ChartNode("aside_end", NodeKind.END, {"en": "Reminded"}),
    tables=(
        ChartTable(
            "level",
            {"en": "Level"},
            HitPolicy.UNIQUE,
            (TableColumn("amount", {"en": "Amount"}, ValueType.NUMBER),),
            (TableColumn("level", {"en": "Level"}),),
            (TableRule(("< 1000",), ('"low"',)), TableRule((">= 1000",), ('"high"',))),
        ),
    ),
    extra=(ChartFlow("remind_aside", "remind", "aside"), ChartFlow("aside_aside_end", "aside", "aside_end")),
)


@dataclass
class Scene:
    institution: Institution
    university: Unit
    faculty: Unit
    alice: Person  # coordination office
    carla: Person  # coordinates the faculty
    victor: Person  # vice-rector

    def version(self, chart: Chart = APPROVAL) -> ProcedureVersion:
        """A version in force since the beginning of the year, put there without the gate."""
        procedure, _new = Procedure.objects.get_or_create(
            institution=self.institution,
            key=chart.key,
            defaults={"title": dict(chart.title), "subject_type": chart.subject_type},
        )
        ProcedureVersion.objects.filter(procedure=procedure, state=VersionState.ENACTED).update(
            state=VersionState.RETIRED, effective_until=AT.date()
        )
        version = ProcedureVersion.objects.create(
            procedure=procedure,
            number=procedure.versions.count() + 1,
            state=VersionState.ENACTED,
            title=dict(chart.title),
            drafted_at=AT,
            enacted_at=AT,
            effective_from=dt.date(2026, 1, 1),
        )
        store_chart(version, chart)
        return version

    def case(self, chart: Chart = APPROVAL, **more: object) -> Case:
        version = self.version(chart)
        return self.case_of(version, **more)

    def case_of(self, version: ProcedureVersion, **more: object) -> Case:
        terms = CaseTerms(**({"title": "Exchange with Turin", "unit": self.faculty} | more))  # type: ignore[arg-type]
        return start_case(actor=self.alice, procedure=version.procedure, terms=terms, at=AT)


def make_scene() -> Scene:
    institution = InstitutionFactory.create()
    university = UnitFactory.create(institution=institution, name="University", code="U")
    faculty = UnitFactory.create(institution=institution, parent=university, name="Arts", code="ART")
    return Scene(
        institution,
        university,
        faculty,
        person_as(Role.OFFICE, institution=institution, name="Alice"),
        person_as(Role.COORDINATOR, unit=faculty, name="Carla"),
        person_as(Role.VICE_RECTOR, institution=institution, name="Victor"),
    )


def standing(case: Case) -> list[str]:
    """Keys of the nodes at which a case stands open."""
    return sorted(WorkItem.objects.filter(case=case, state="open").values_list("node__key", flat=True))


def work(case: Case, node: str) -> WorkItem:
    """The open work item at a node."""
    return WorkItem.objects.select_related("case", "node", "unit").get(
        case=case, node__key=node, state="open"
    )


__all__ = ["APPROVAL", "AT", "Scene", "UnitRule", "chain", "item", "make_scene", "standing", "task", "work"]
