"""Work plans: made of procedures, kept by whoever may, and what is wrong in them."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from periplus.core import clock
from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.paths.conflicts import ConflictKind, list_conflicts
from periplus.paths.cutting import cut_chart
from periplus.paths.enums import Duty, Way
from periplus.paths.library import list_charts
from periplus.paths.models import Module, WorkPlan
from periplus.paths.policies_lists import visible_workplans
from periplus.paths.queries.workplans import (
    find_plan_of,
    get_sheet,
    list_planless,
    list_troubled,
    list_workplans,
)
from periplus.paths.services import modules, workplans
from periplus.paths.services.modules import ModuleTerms, Someone
from periplus.paths.services.workplans import PlanTerms
from periplus.paths.sheets import Holder, Sheet, SheetRow
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import InstitutionFactory, person_as
from tests.paths.scene import AT, Scene, chain, item, task

ON = AT.date()
K = ConflictKind


# ------------------------------------------------------------------ conflicts, by hand


def holder(duty: Duty, name: str, *, living: bool = True) -> Holder:
    return Holder(duty, "person", name, name, living=living, people=frozenset({name}))


def answers(name: str) -> Holder:
    return holder(Duty.ACCOUNTABLE, name)


def does(name: str) -> Holder:
    return holder(Duty.RESPONSIBLE, name)


def row(title: str, *holders: Holder, **more: object) -> SheetRow:
    return SheetRow(title, 1, title, holders=holders, **more)  # type: ignore[arg-type]


def kinds(*rows: SheetRow, given: tuple[str, ...] = ()) -> list[tuple[str, ConflictKind]]:
    found = list_conflicts(Sheet("Plan", rows, given), on=ON)
    return [(each.row.title, each.kind) for each in found]


def test_one_accountable_is_right_none_and_two_are_not() -> None:
    assert kinds(row("a", answers("Ada"), does("Ben"))) == []
    assert kinds(row("a", does("Ben"))) == [("a", K.NOBODY)]
    assert kinds(row("a", answers("Ada"), answers("Ben"))) == [("a", K.SEVERAL)]


def test_whoever_does_it_neither_answers_for_it_nor_judges_it() -> None:
    assert kinds(row("a", answers("Ada"), does("Ada"))) == [("a", K.OWN_WORK)]
    judged = row("write", answers("Ada"), evaluation="Check  IT")
    assert kinds(judged, row("check it", answers("Ada"))) == [("write", K.OWN_WORK)]
    assert kinds(judged, row("check it", answers("Ben"))) == []
    assert kinds(judged, row("check it", answers("Ada"), does("Ben"))) == []


def test_the_same_person_is_known_under_another_hat() -> None:
    office = Holder(Duty.ACCOUNTABLE, "role", "role:office", "Office", people=frozenset({"Ada"}))
    assert kinds(row("a", office, does("Ada"))) == [("a", K.OWN_WORK)]
    assert kinds(row("a", replace(office, people=frozenset()), does("Ada"))) == []


def test_somebody_who_left_is_told_once() -> None:
    left = [holder(Duty.ACCOUNTABLE, "Ada", living=False), holder(Duty.INFORMED, "Ada", living=False)]
    assert kinds(row("a", *left)) == [("a", K.GONE)]


def test_inputs_come_from_a_module_or_from_outside() -> None:
    rows = row("a", answers("Ada"), outputs=("Draft",)), row("b", answers("Ada"), inputs=("draft ", "Money"))
    assert kinds(*rows) == [("b", K.LOOSE)]
    assert kinds(*rows, given=("money",)) == []


def test_modules_that_wait_for_each_other() -> None:
    a = row("a", answers("Ada"), inputs=("3",), outputs=("1",))
    b = row("b", answers("Ada"), inputs=("1",), outputs=("2",))
    c = row("c", answers("Ada"), inputs=("2",), outputs=("3",))
    after = row("d", answers("Ada"), inputs=("3",))
    assert kinds(a, b, c, after) == [("a", K.CYCLE), ("b", K.CYCLE), ("c", K.CYCLE)]
    assert kinds(row("own", answers("Ada"), inputs=("x",), outputs=("x",))) == []


def test_what_is_late_and_what_is_done() -> None:
    yesterday = ON - dt.timedelta(days=1)
    assert kinds(row("a", answers("Ada"), due_on=yesterday)) == [("a", K.OVERDUE)]
    assert kinds(row("a", answers("Ada"), due_on=ON)) == []
    assert kinds(row("a", due_on=yesterday, done_on=ON)) == []


# ------------------------------------------------------------------ from procedures

WRITTEN = chain(
    "written",
    task("write", item("draft")),
    task("check", replace(item("draft"), way=Way.IN), item("fine"), role=Role.COORDINATOR, evaluation=True),
    task("sign", replace(item("money"), way=Way.IN), role=Role.VICE_RECTOR),
)


def made(scene: Scene) -> WorkPlan:
    procedure = scene.version(WRITTEN).procedure
    return workplans.make_workplan_of_procedure(actor=scene.alice, procedure=procedure, on=ON)


def test_a_procedure_becomes_a_plan_in_one_go(scene: Scene) -> None:
    plan = made(scene)
    sheet = get_sheet(plan, on=clock.today())
    assert [(each.title, each.inputs, each.outputs, each.evaluation) for each in sheet.rows] == [
        ("Write", (), ("Draft",), "Check"),
        ("Check", ("Draft",), ("Fine",), ""),
        ("Sign", ("Money",), (), ""),
    ]
    assert sheet.given == ("Money",)
    assert [(h.key, h.duty, h.living) for each in sheet.rows for h in each.holders] == [
        ("role:office", "accountable", True),
        ("role:coordinator", "accountable", True),
        ("role:vice_rector", "accountable", True),
    ]
    assert list_conflicts(sheet, on=clock.today()) == []
    assert find_plan_of(plan.procedure) == plan  # type: ignore[arg-type]
    assert list_planless(scene.alice) == []


def test_a_procedure_has_one_open_plan(scene: Scene) -> None:
    plan = made(scene)
    with pytest.raises(Refused, match="already"):
        made(scene)
    workplans.close_workplan(actor=scene.alice, plan=plan, on=ON)
    second = made(scene)
    with pytest.raises(Refused, match="another"):
        workplans.reopen_workplan(actor=scene.alice, plan=plan, on=ON)
    workplans.close_workplan(actor=scene.alice, plan=second, on=ON)
    assert workplans.reopen_workplan(actor=scene.alice, plan=plan, on=ON).closed_on is None


@pytest.mark.parametrize("chart", list_charts(), ids=lambda chart: chart.key)
def test_every_ready_procedure_gives_a_plan_without_loose_ends(chart: object) -> None:
    cut = cut_chart(chart)  # type: ignore[arg-type]
    assert len(cut.parts) > 0
    assert all(part.title for part in cut.parts)
    assert len({part.node for part in cut.parts}) == len(cut.parts)
    rows = [row(part.title, inputs=part.inputs, outputs=part.outputs) for part in cut.parts]
    assert not {K.LOOSE, K.CYCLE} & {kind for _title, kind in kinds(*rows, given=cut.given)}


# ------------------------------------------------------------------ kept by hand


@pytest.fixture
def plan(scene: Scene) -> WorkPlan:
    terms = PlanTerms("Summer school", scene.faculty, scene.carla, ("Rooms",))
    return workplans.make_workplan(actor=scene.carla, institution=scene.institution, terms=terms, on=ON)


def add(plan: WorkPlan, actor: Person, title: str, **more: object) -> Module:
    return modules.add_module(actor=actor, plan=plan, terms=ModuleTerms(title, **more), on=ON)  # type: ignore[arg-type]


def titles(plan: WorkPlan) -> list[str]:
    return [each.title for each in get_sheet(plan, on=ON).rows]


def test_modules_are_added_moved_changed_and_removed(scene: Scene, plan: WorkPlan) -> None:
    first, second, third = (add(plan, scene.carla, title) for title in ("One", "Two", "Three"))
    modules.move_module(actor=scene.carla, module=third, by=-1, on=ON)
    assert titles(plan) == ["One", "Three", "Two"]
    modules.move_module(actor=scene.carla, module=first, by=9, on=ON)
    assert titles(plan) == ["Three", "Two", "One"]
    written = ModuleTerms("  Second   part ", inputs=("Rooms", "rooms", ""), outputs=("Plan",))
    modules.change_module(actor=scene.carla, module=second, terms=written, on=ON)
    modules.remove_module(actor=scene.carla, module=third, on=ON)
    sheet = get_sheet(plan, on=ON)
    assert [(each.title, each.inputs) for each in sheet.rows] == [("Second part", ("Rooms",)), ("One", ())]
    events = list(
        Event.objects.filter(type__startswith="paths.").order_by("id").values_list("type", flat=True)
    )
    assert events[-4:] == [
        "paths.workplan.arranged",
        "paths.workplan.arranged",
        "paths.module.changed",
        "paths.module.removed",
    ]


def test_a_judge_keeps_judging_under_a_new_name(scene: Scene, plan: WorkPlan) -> None:
    add(plan, scene.carla, "Write", evaluation="Check")
    judge = add(plan, scene.carla, "Check")
    modules.change_module(actor=scene.carla, module=judge, terms=ModuleTerms("Read twice"), on=ON)
    sheet = get_sheet(plan, on=ON)
    assert sheet.judge_of(sheet.rows[0]) == sheet.rows[1]


def test_duties_of_people_units_roles_partners_and_third_parties(scene: Scene, plan: WorkPlan) -> None:
    module, partner = add(plan, scene.carla, "Teach"), uuid.uuid4()
    several = [
        (Duty.ACCOUNTABLE, Someone(person=scene.carla)),
        (Duty.RESPONSIBLE, Someone(partner=partner, name="Paola Rossi")),
        (Duty.CONSULTED, Someone(role=Role.OFFICE)),
        (Duty.INFORMED, Someone(unit=scene.faculty)),
        (Duty.INFORMED, Someone(name="Ministry")),
    ]
    for duty, to in several:
        modules.give_duty(actor=scene.carla, module=module, duty=duty, to=to, on=ON)
    (shown,) = get_sheet(plan, on=clock.today()).rows
    assert [(each.kind, each.name) for each in shown.holders] == [
        ("person", "Carla"),
        ("partner", "Paola Rossi"),
        ("role", "Coordination office"),
        ("unit", "Arts"),
        ("other", "Ministry"),
    ]
    plan.refresh_from_db()
    assert plan.partners == [str(partner)]
    with pytest.raises(Invalid, match="theirs already"):
        modules.give_duty(actor=scene.carla, module=module, duty=several[0][0], to=several[0][1], on=ON)
    with pytest.raises(Refused, match="duty"):
        workplans.set_plan_partners(actor=scene.carla, plan=plan, partners=[], on=ON)


@pytest.mark.parametrize("to", [Someone(), Someone(name="A", role=Role.OFFICE), Someone(role="pirate")])
def test_a_duty_is_of_exactly_one(scene: Scene, plan: WorkPlan, to: Someone) -> None:
    module = add(plan, scene.carla, "Teach")
    with pytest.raises(Invalid):
        modules.give_duty(actor=scene.carla, module=module, duty=Duty.INFORMED, to=to, on=ON)


def test_somebody_who_left_is_a_conflict_for_the_loop(scene: Scene, plan: WorkPlan) -> None:
    module = add(plan, scene.carla, "Teach")
    modules.give_duty(
        actor=scene.carla, module=module, duty=Duty.ACCOUNTABLE, to=Someone(person=scene.victor), on=ON
    )
    assert list_troubled(scene.institution, on=clock.today()) == []
    scene.victor.left_on = clock.today()
    scene.victor.save()
    (troubled,) = list_troubled(scene.institution, on=clock.today())
    assert (troubled.plan, [each.kind for each in troubled.conflicts]) == (plan, [K.GONE])
    with pytest.raises(Invalid, match="no longer here"):
        modules.give_duty(
            actor=scene.carla,
            module=module,
            duty=Duty.INFORMED,
            to=Someone(person=scene.victor),
            on=clock.today(),
        )


def test_who_sees_and_who_keeps(scene: Scene, plan: WorkPlan) -> None:
    partner = uuid.uuid4()
    guest = person_as(Role.PARTNER, partner_uuid=partner, name="Gianna")
    teacher = person_as(Role.TEACHER, unit=scene.faculty, name="Teo")
    stranger = person_as(Role.OFFICE, institution=InstitutionFactory.create(), name="Sam")
    assert plan in visible_workplans(teacher)
    for nobody in (guest, stranger, person_as(Role.STUDENT, unit=scene.faculty)):
        assert plan not in visible_workplans(nobody)
    for actor in (teacher, stranger, guest):
        with pytest.raises(Refused):
            add(plan, actor, "Mine")
    workplans.set_plan_partners(actor=scene.carla, plan=plan, partners=[partner], on=ON)
    assert plan in visible_workplans(guest)
    workplans.close_workplan(actor=scene.carla, plan=plan, on=ON)
    with pytest.raises(Refused, match="closed"):
        add(plan, scene.carla, "Late")


def test_the_list_counts(scene: Scene, plan: WorkPlan) -> None:
    add(plan, scene.carla, "Done", done_on=ON)
    late = add(plan, scene.carla, "Late", due_on=ON)
    modules.give_duty(
        actor=scene.carla, module=late, duty=Duty.ACCOUNTABLE, to=Someone(person=scene.carla), on=ON
    )
    add(plan, scene.carla, "Nobody's")
    (listed,) = list_workplans(scene.alice, on=ON + dt.timedelta(days=1))
    counts = listed.modules_all, listed.modules_done, listed.modules_late, listed.unanswered
    assert counts == (3, 1, 1, 1)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (ModuleTerms(" "), "title"),
        (ModuleTerms("a", starts_on=ON, due_on=ON - dt.timedelta(days=1)), "due_on"),
        (ModuleTerms("a", done_on=ON + dt.timedelta(days=1)), "done_on"),
        (ModuleTerms("a", inputs=("x" * 121,)), "inputs"),
        (ModuleTerms("a", outputs=tuple(map(str, range(41)))), "outputs"),
    ],
)
def test_mistakes_are_told_at_their_field(
    scene: Scene, plan: WorkPlan, terms: ModuleTerms, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        modules.add_module(actor=scene.carla, plan=plan, terms=terms, on=ON)
    assert set(refused.value.errors) == {field}
