"""Whose work it is, when those it was meant for are gone, stand in for others, or are no human beings."""

import pytest

from periplus.core.verdicts import Refused
from periplus.paths.chart import Chart
from periplus.paths.models import Case, WorkItem
from periplus.paths.policies import visible_cases, visible_work
from periplus.paths.services import work as working
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import person_as
from tests.paths.scene import AT, Scene, UnitRule, chain, item, task, work

pytestmark = pytest.mark.django_db
LETTER: Chart = chain(
    "apply", task("letter", item("motivation"), role=Role.STUDENT, unit_rule=UnitRule.OWNER), task("read")
)


def student(scene: Scene, name: str) -> Person:
    return person_as(Role.STUDENT, institution=scene.institution, name=name)


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(left_on=AT.date())


def seen_of(case: Case) -> WorkItem:
    return work(case, "letter")


def test_work_of_a_student_who_left_is_the_offices_and_no_other_students(scene: Scene) -> None:
    ann, bob = student(scene, "Ann"), student(scene, "Bob")
    case = scene.case(LETTER, owner=ann)
    assert visible_work(ann).exists()
    leave(ann)
    working.pass_on_work_of_leavers(on=AT.date(), at=AT)
    assert not visible_work(bob).exists()
    assert not visible_cases(bob).exists()
    with pytest.raises(Refused, match="somebody else"):
        working.complete_work(actor=bob, item=seen_of(case), outputs={"motivation": "Ha"}, at=AT)
    assert visible_work(scene.alice).get() == seen_of(case)


def test_work_for_a_student_who_is_gone_already_opens_for_the_office(scene: Scene) -> None:
    ann, bob = student(scene, "Ann"), student(scene, "Bob")
    leave(ann)
    ann.refresh_from_db()
    case = scene.case(LETTER, owner=ann)
    assert not visible_cases(bob).exists()
    working.complete_work(actor=scene.alice, item=seen_of(case), outputs={"motivation": "By phone"}, at=AT)


def test_what_a_student_gives_back_is_no_other_students(scene: Scene) -> None:
    ann, bob = student(scene, "Ann"), student(scene, "Bob")
    case = scene.case(LETTER, owner=ann)
    working.give_work_back(actor=ann, item=seen_of(case), at=AT)
    assert not visible_work(bob).exists()
    working.hand_work_over(actor=scene.alice, item=seen_of(case), person=ann, reason="", at=AT)
    assert visible_work(ann).exists()


def test_work_left_to_the_role_before_is_no_students_either(scene: Scene) -> None:
    ann, bob = student(scene, "Ann"), student(scene, "Bob")
    case = scene.case(LETTER, owner=ann)
    WorkItem.objects.filter(case=case).update(person=None)
    assert not visible_work(bob).exists()
    with pytest.raises(Refused):
        working.take_work(actor=bob, item=seen_of(case), at=AT)
