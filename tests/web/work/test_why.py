"""Why work is done: its goal, said by the step or by a task package that ties the case or the step to it."""

import datetime as dt

import pytest
from django.test import Client

from periplus.loop.enums import Binding
from periplus.loop.models import Goal, TaskPackage
from periplus.paths.models import Case
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.loop import GoalFactory, PlanFactory
from tests.factories.paths import case_on, chain, open_work, task, version_of
from tests.factories.people import UnitFactory
from tests.web.cast import Enter, html_of, main_of, rows_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


@pytest.fixture
def goal(university: Institution, faculty: Unit) -> Goal:
    made: Goal = GoalFactory.create(
        plan=PlanFactory.create(institution=university), unit=faculty, title="More places"
    )
    return made


def package(goal: Goal, binding: Binding, **more: object) -> TaskPackage:
    values = {"reference": "P1", "title": "Turin", "due_on": DAY, "made_on": DAY, "unit": goal.unit}
    return TaskPackage.objects.create(goal=goal, binding=binding, **(values | more))


@pytest.fixture
def other(university: Institution) -> Case:
    return case_on(version_of(chain("other", "Other", task("a", "Something else")), university))


def test_a_package_of_cases(office: Client, case: Case, other: Case, goal: Goal) -> None:
    tied = package(goal, Binding.CASES, procedure=case.version.procedure)
    Case.objects.filter(pk=case.pk).update(package=tied.uuid)
    html = main_of(office.get("/work/"))
    assert html.count("More places") == 2  # the goal among the filters, and the reason of one row
    assert rows_of(main_of(office.get(f"/work/?goal={goal.uuid}"))) == ["Write the proposal"]
    narrowed = main_of(office.get(f"/cases/?goal={goal.uuid}"))
    assert rows_of(narrowed) == [case.title]
    page = main_of(office.get(f"/work/{open_work(case, 'write').uuid}/"))
    assert "More places</a>" in page
    assert f'Task package: <a href="/plans/packages/{tied.uuid}/">P1 Turin</a>' in page
    assert ">P1 Turin</a>" in main_of(office.get(f"/cases/{case.uuid}/"))
    assert "No goal is bound to this step." in main_of(office.get(f"/work/{open_work(other, 'a').uuid}/"))


def test_a_package_of_a_step_in_its_unit(
    office: Client, case: Case, goal: Goal, faculty: Unit, university: Institution
) -> None:
    tied = package(goal, Binding.NODE, procedure=case.version.procedure, node="write")
    assert "More places" in main_of(office.get(f"/work/{open_work(case, 'write').uuid}/"))
    assert rows_of(main_of(office.get(f"/work/?goal={goal.uuid}"))) == ["Write the proposal"]
    assert rows_of(main_of(office.get(f"/cases/?goal={goal.uuid}"))) == [case.title]
    elsewhere = UnitFactory.create(institution=university, parent=faculty.parent)
    TaskPackage.objects.filter(pk=tied.pk).update(unit=elsewhere)
    assert rows_of(main_of(office.get(f"/work/?goal={goal.uuid}"))) == []
    assert "More places" not in main_of(office.get(f"/work/{open_work(case, 'write').uuid}/"))


def test_who_sees_no_goals_reads_the_procedure(
    enter: Enter, case: Case, goal: Goal, people: dict[Role, Person]
) -> None:
    tied = package(goal, Binding.CASES, procedure=case.version.procedure)
    Case.objects.filter(pk=case.pk).update(package=tied.uuid)
    open_work(case, "write")
    item = open_work(case, "write")
    item.person = people[Role.STUDENT]
    item.unit = None
    item.save()
    html = html_of(enter(Role.STUDENT).get("/work/"))
    assert "Approval of a cooperation" in html
    assert "More places" not in html
