"""A procedure in force at the small university of `scene`, and packages of its goal."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from periplus.loop.enums import Binding
from periplus.loop.models import Goal, TaskPackage
from periplus.loop.services.arranging import AGENDA
from periplus.loop.services.packages import add_package
from periplus.loop.values import PackageValues
from periplus.paths.chart import Chart
from periplus.paths.models import Case, Procedure, ProcedureVersion, WorkItem
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.procedures import add_procedure, enact_version
from periplus.paths.services.work import complete_work
from periplus.people.models import Person
from tests.loop.scene import MONDAY, Scene
from tests.paths.scene import APPROVAL

MORNING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
# As in the tests of paths, but nothing that a decision needs may be left out: the gate lets it through.
LAWFUL = replace(APPROVAL, nodes=tuple(replace(node, skippable=False) for node in APPROVAL.nodes))


def after(days: int) -> dt.datetime:
    return MORNING + dt.timedelta(days=days)


@dataclass
class Works:
    """The approval procedure of the scene, moved by hand."""

    scene: Scene
    version: ProcedureVersion
    cases: list[Case] = field(default_factory=list)

    @property
    def procedure(self) -> Procedure:
        return self.version.procedure

    def begin(self, title: str = "Turin", *, at: dt.datetime = MORNING, **more: Any) -> Case:
        values: dict[str, Any] = {"title": title, "unit": self.scene.faculty} | more
        terms = CaseTerms(**values)
        return start_case(actor=AGENDA, procedure=self.procedure, terms=terms, at=at)

    def do(
        self, case: Case, node: str, *, at: dt.datetime, actor: Person | None = None, **outputs: Any
    ) -> None:
        complete_work(actor=actor or AGENDA, item=work_at(case, node), outputs=outputs, at=at)

    def finish(self, case: Case, *, days: tuple[int, int, int] = (0, 0, 0)) -> None:
        """Ask, check and sign, each so many days after Monday."""
        self.do(case, "ask", at=after(days[0]), amount=500)
        self.do(case, "check", at=after(days[1]), fine=True)
        self.do(case, "sign", at=after(days[2]), signed_on="2026-03-10")

    def package(self, binding: Binding = Binding.CASES, **more: Any) -> TaskPackage:
        """Two agreements, for which Carla answers."""
        values: dict[str, Any] = {
            "title": "Two more agreements",
            "binding": binding,
            "unit": self.scene.university,
            "accountable": self.scene.carla,
            "due_on": dt.date(2026, 6, 30),
            "procedure": self.procedure,
            "node": "check" if binding == Binding.NODE else "",
            "expected": 2 if binding == Binding.CASES else None,
            "share": 40,
        }
        given = PackageValues(**(values | more))
        return add_package(actor=AGENDA, goal=self.scene.goal, values=given, on=MONDAY)


def work_at(case: Case, node: str) -> WorkItem:
    """The open work item at a node."""
    items = WorkItem.objects.select_related("case", "node", "unit")
    return items.get(case=case, node__key=node, state="open")


def let_lie(scene: Scene) -> None:
    """The goal has an owner and may lie still, so that no signal speaks of itself."""
    Goal.objects.filter(pk=scene.goal.pk).update(accountable=scene.victor, rhythm_days=5000)
    scene.goal.refresh_from_db()


def put_in_force(scene: Scene, chart: Chart = LAWFUL, *, at: dt.datetime = MORNING) -> Works:
    """Through the gate, on Monday or another day."""
    draft = add_procedure(actor=AGENDA, institution=scene.institution, chart=chart, at=at)
    version = enact_version(
        actor=AGENDA, version=draft, effective_from=at.date(), reason="It is agreed.", at=at
    )
    return Works(scene, version)
