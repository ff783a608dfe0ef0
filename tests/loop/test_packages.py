"""Task packages: made, changed, handed over, started, settled; how far they are comes from the cases."""

import datetime as dt
from typing import Any

import pytest

from periplus.core import clock
from periplus.core.ledger.queries import list_events_about
from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import Binding, PackageState
from periplus.loop.models import TaskPackage
from periplus.loop.queries.board import ports_of
from periplus.loop.queries.packages import (
    PackageStanding,
    list_cases_of,
    list_late_cases,
    progress_of_goal,
    standings_of_packages,
)
from periplus.loop.services import packages, plans
from periplus.loop.services.arranging import AGENDA
from periplus.loop.services.package_cases import Opening, deliverable_procedure, start_package_case
from periplus.loop.values import PackageValues
from periplus.paths.services.steering import cancel_case
from periplus.paths.services.work import complete_work
from periplus.people.enums import Role
from tests.factories.loop import GoalFactory
from tests.factories.people import person_as
from tests.loop.procedures import MORNING, Works, after, put_in_force, work_at
from tests.loop.scene import MONDAY, THURSDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(scene: Scene) -> Works:
    return put_in_force(scene)


def standing(package: TaskPackage, *, at: dt.datetime = MORNING) -> PackageStanding:
    (found,) = standings_of_packages([package], at=at)
    return found


def refusals(works: Works, **values: Any) -> set[str]:
    with pytest.raises(Invalid) as caught:
        works.package(**values)
    return set(caught.value.errors)


# ------------------------------------------------------------------ made and changed


def test_a_package_is_tied_to_a_procedure_and_has_one_accountable_person(works: Works) -> None:
    package = works.package()
    assert package.reference == f"{works.scene.goal.reference}.1"
    assert (package.procedure, package.accountable, package.share) == (works.procedure, works.scene.carla, 40)
    event = list_events_about(package.uuid).get()
    assert event.type == "loop.package.added"
    told = {each.qualifier for each in event.objects_touched.all()}
    assert told == {"package", "goal", "procedure", "accountable"}


def test_what_makes_no_sense_is_said_value_by_value(works: Works) -> None:
    gone = person_as(Role.TEACHER, institution=works.scene.institution, left_on=dt.date(2026, 1, 1))
    assert refusals(works, title=" ", accountable=None) == {"title", "accountable"}
    assert refusals(works, accountable=gone) == {"accountable"}
    assert refusals(works, expected=None) == {"expected"}
    assert refusals(works, procedure=None) == {"procedure"}
    assert refusals(works, binding=Binding.NODE, node="level") == {"node"}
    assert refusals(works, due_on=dt.date(2031, 1, 1)) == {"due_on"}
    assert refusals(works, due_on=MONDAY - dt.timedelta(days=1)) == {"due_on"}
    assert refusals(works, share=101) == {"share"}


def test_a_package_that_is_late_can_still_be_worked_on(works: Works) -> None:
    """Only a day that is chosen now must lie ahead; the case keeps the day that was promised."""
    package = works.package(due_on=MONDAY)
    packages.change_package(actor=AGENDA, package=package, changes={"title": "Three"}, on=THURSDAY)
    with pytest.raises(Invalid, match="Choose today or a later day"):
        packages.change_package(
            actor=AGENDA, package=package, changes={"due_on": MONDAY + dt.timedelta(days=1)}, on=THURSDAY
        )
    package.refresh_from_db()
    late = start_package_case(
        actor=AGENDA, package=package, opening=Opening("Turin"), at=MORNING + dt.timedelta(days=3)
    )
    assert late.due_on == MONDAY


def test_packages_of_a_goal_are_a_hundred_per_cent_at_most(works: Works) -> None:
    works.package(share=60)
    second = works.package(share=40)
    assert refusals(works, share=1) == {"share"}
    packages.settle_package(
        actor=AGENDA, package=second, state=PackageState.DROPPED, reason="Not needed.", on=THURSDAY
    )
    assert works.package(share=40).reference.endswith(".3")
    with pytest.raises(Invalid):
        packages.settle_package(
            actor=AGENDA, package=second, state=PackageState.OPEN, reason="After all.", on=THURSDAY
        )


def test_what_is_tied_stays_tied_once_there_are_cases(works: Works) -> None:
    package = works.package()
    changed = packages.change_package(
        actor=AGENDA, package=package, changes={"node": "ask", "binding": Binding.NODE}, on=THURSDAY
    )
    assert set(changed) == {"node", "binding"}
    packages.change_package(
        actor=AGENDA, package=package, changes={"binding": Binding.CASES, "expected": 3}, on=THURSDAY
    )
    start_package_case(actor=AGENDA, package=package, opening=Opening("Turin"), at=MORNING)
    assert packages.change_package(actor=AGENDA, package=package, changes={"title": "Three"}, on=THURSDAY)
    with pytest.raises(Invalid):
        packages.change_package(
            actor=AGENDA, package=package, changes={"binding": Binding.NODE, "node": "ask"}, on=THURSDAY
        )


def test_who_answers_for_the_goal_the_office_and_the_lead_keep_packages(works: Works) -> None:
    scene = works.scene
    other = person_as(Role.TEACHER, institution=scene.institution)
    values = PackageValues("Ask", Binding.DELIVERABLE, scene.university, scene.carla, dt.date(2026, 6, 30))
    for person in (scene.carla, other):
        with pytest.raises(Refused):
            packages.add_package(actor=person, goal=scene.goal, values=values, on=MONDAY)
    scene.goal.accountable = other
    scene.goal.save()
    for person in (scene.alice, scene.victor, other):
        packages.add_package(actor=person, goal=scene.goal, values=values, on=MONDAY)
    assert scene.goal.packages.count() == 3


def test_a_package_goes_to_other_hands_and_both_are_told(works: Works) -> None:
    scene, package = works.scene, works.package()
    with pytest.raises(Refused):
        packages.hand_package_over(
            actor=person_as(Role.TEACHER, institution=scene.institution),
            package=package,
            accountable=scene.alice,
            reason="",
            on=THURSDAY,
        )
    packages.hand_package_over(
        actor=scene.carla, package=package, accountable=scene.alice, reason="On leave.", on=THURSDAY
    )
    event = list_events_about(package.uuid).get(type="loop.package.handed_over")
    told = {each.qualifier: each.object_uuid for each in event.objects_touched.all()}
    assert (told["from"], told["accountable"]) == (scene.carla.uuid, scene.alice.uuid)


def test_a_draft_has_no_packages_and_a_new_version_of_the_plan_takes_them_along(works: Works) -> None:
    scene, package = works.scene, works.package()
    with clock.moved_to(MONDAY):
        draft = plans.draft_next_version(actor=AGENDA, plan=scene.goal.plan, on=MONDAY)
        goal = draft.goals.get()
        with pytest.raises(Refused):
            packages.add_package(
                actor=scene.alice,
                goal=goal,
                values=PackageValues("X", Binding.DELIVERABLE, scene.university, scene.carla, MONDAY),
                on=MONDAY,
            )
        plans.enact_plan(actor=AGENDA, plan=draft, on=THURSDAY)
    package.refresh_from_db()
    assert package.goal == goal


# ------------------------------------------------------------------ how far it is


def test_progress_comes_from_the_cases(works: Works) -> None:
    package = works.package()  # two cases make it complete
    assert standing(package).progress.done == 0
    first = start_package_case(actor=AGENDA, package=package, opening=Opening("Turin"), at=MORNING)
    assert first.owner == works.scene.carla
    works.finish(first)
    assert standing(package).progress.done == pytest.approx(0.5)
    second = start_package_case(actor=AGENDA, package=package, opening=Opening("Lund"), at=MORNING)
    works.do(second, "ask", at=after(1), amount=500)
    # One whole case, and one of three steps of the other: (1 + 1/3) of 2.
    progress = standing(package).progress
    assert progress.done == pytest.approx(4 / 6)
    assert (progress.finished, progress.running, progress.expected, progress.percent) == (1, 1, 2, 66)
    cancel_case(actor=AGENDA, case=second, reason="They withdrew.", at=after(2))
    assert standing(package).progress.done == pytest.approx(0.5)


def test_progress_of_a_step_is_how_often_it_was_done_in_the_years_of_the_plan(works: Works) -> None:
    package = works.package(Binding.NODE)
    assert standing(package).progress.done is None  # nothing has come up
    cases = [works.begin(name) for name in ("Turin", "Lund", "Graz")]
    for case in cases:
        works.do(case, "ask", at=after(0), amount=500)
    works.do(cases[0], "check", at=after(1), fine=True)
    progress = standing(package).progress
    assert (progress.finished, progress.running, progress.done) == (1, 2, pytest.approx(1 / 3))
    packages.change_package(actor=AGENDA, package=package, changes={"expected": 10}, on=THURSDAY)
    assert standing(package).progress.done == pytest.approx(0.1)
    narrow = works.package(Binding.NODE, unit=works.scene.faculty, share=0)
    assert standing(narrow).progress.finished == 1


def test_progress_of_a_goal_weighs_its_packages_by_their_shares(works: Works) -> None:
    whole, none = works.package(expected=1, share=30), works.package(share=10)
    assert progress_of_goal([]) is None
    works.finish(start_package_case(actor=AGENDA, package=whole, opening=Opening("Turin"), at=MORNING))
    assert progress_of_goal(standings_of_packages([whole, none], at=MORNING)) == pytest.approx(0.75)


def test_a_deliverable_is_asked_for_once_and_evaluated_by_the_office(works: Works) -> None:
    scene = works.scene
    package = works.package(Binding.DELIVERABLE, title="A guide for hosts", outputs=("Guide, 4 pages", ""))
    assert (package.procedure, package.expected, package.outputs) == (None, 1, ["Guide, 4 pages"])
    with clock.moved_to(MONDAY):
        case = start_package_case(actor=scene.alice, package=package, opening=Opening(), at=MORNING)
        assert case.values["deliverable_asked"] == "A guide for hosts\n– Guide, 4 pages"
        item = work_at(case, "deliver")
        assert item.person == scene.carla
        with pytest.raises(Refused):
            start_package_case(actor=scene.alice, package=package, opening=Opening(), at=MORNING)
        said = {"deliverable_report": "Here it is."}
        complete_work(actor=scene.carla, item=item, outputs=said, at=after(1))
        back = {"deliverable_accepted": False, "evaluation_note": "Too short."}
        complete_work(actor=scene.alice, item=work_at(case, "evaluate"), outputs=back, at=after(2))
        assert standing(package).progress.done == 0  # sent back: both steps lie ahead again
        complete_work(actor=scene.carla, item=work_at(case, "deliver"), outputs=said, at=after(3))
        good = {"deliverable_accepted": True}
        complete_work(actor=scene.alice, item=work_at(case, "evaluate"), outputs=good, at=after(4))
    assert standing(package).progress.done == 1
    assert deliverable_procedure(scene.institution, at=MORNING).versions.count() == 1


# ------------------------------------------------------------------ late


def test_late_cases_are_counted_on_the_package_and_on_the_port_of_the_goal(works: Works) -> None:
    scene = works.scene
    by_cases, by_step = works.package(), works.package(Binding.NODE, share=0)
    case = start_package_case(actor=AGENDA, package=by_cases, opening=Opening("Turin"), at=MORNING)
    start_package_case(actor=AGENDA, package=by_cases, opening=Opening("Lund"), at=after(15))
    works.do(case, "ask", at=after(1), amount=500)  # the check is due ten days later
    assert standing(by_cases, at=after(11)).progress.late == 0
    late = after(12)
    assert (standing(by_cases, at=late).progress.late, standing(by_step, at=late).progress.late) == (1, 1)
    assert [each.pk for each in list_late_cases(scene.alice, by_cases, at=late)] == [case.pk]
    assert [each.pk for each in list_late_cases(scene.alice, by_step, at=late)] == [case.pk]
    assert list_cases_of(scene.alice, by_cases).count() == 2
    ports = ports_of([scene.goal], on=late.date())[scene.goal.pk]
    assert ([each.pk for each in ports.packages], ports.late_cases) == ([by_cases.pk, by_step.pk], 1)


def test_a_goal_without_packages_has_an_empty_port(works: Works) -> None:
    other = GoalFactory.create(plan=works.scene.goal.plan, unit=works.scene.university)
    works.package()
    ports = ports_of([other], on=MONDAY)[other.pk]
    assert (ports.packages, ports.late_cases) == ([], 0)


def test_the_procedure_of_deliverables_holds_from_today_at_the_university(scene: Scene) -> None:
    scene.institution.time_zone = "Asia/Shanghai"
    scene.institution.save(update_fields=["time_zone"])
    at = dt.datetime(2026, 3, 2, 23, 0, tzinfo=dt.UTC)
    made = deliverable_procedure(scene.institution, at=at)
    assert made.versions.get().effective_from == dt.date(2026, 3, 3)
