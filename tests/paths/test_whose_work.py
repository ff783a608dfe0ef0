"""Whose work it is, when those it was meant for are gone, stand in for others, or are no human beings."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.core.verdicts import Invalid, Refused
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import NodeKind
from periplus.paths.models import Case, WorkItem
from periplus.paths.policies import may_hand_over, visible_cases, visible_work
from periplus.paths.services import work as working
from periplus.paths.services.substitutions import Absence, enter_substitution
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import InstitutionFactory, person_as
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


# ------------------------------------------------------------------ those who stand in


def stand_in(actor: Person, person: Person, substitute: Person) -> None:
    today = clock.today()
    absence = Absence(today, today + dt.timedelta(days=50), substitute)
    enter_substitution(actor=actor, person=person, absence=absence, on=today)


def test_nobody_stands_in_for_somebody_who_has_left(scene: Scene) -> None:
    ben = person_as(Role.TEACHER, institution=scene.institution, name="Ben")
    stand_in(scene.alice, scene.alice, ben)
    case = scene.case(chain("simple", task("do")))
    assert visible_work(ben).exists()
    Person.objects.filter(pk=scene.alice.pk).update(left_on=clock.today())
    assert not visible_work(ben).exists()
    with pytest.raises(Refused):
        working.complete_work(actor=ben, item=work(case, "do"), outputs={}, at=AT)


def test_no_office_names_substitutes_at_another_university(scene: Scene) -> None:
    zed = person_as(Role.OFFICE, institution=InstitutionFactory.create(), name="Zed")
    with pytest.raises(Refused):
        stand_in(zed, scene.victor, zed)
    with pytest.raises(Invalid, match="another university"):
        stand_in(scene.alice, scene.victor, zed)
    stand_in(scene.alice, scene.victor, scene.carla)


# ------------------------------------------------------------------ what is nobody's to have


def test_what_comes_by_itself_is_not_handed_over(scene: Scene) -> None:
    wait = ChartNode("wait", NodeKind.MESSAGE, {"en": "Wait"}, message="answer", role=Role.OFFICE)
    item = work(scene.case(chain("asking", wait)), "wait")
    assert not may_hand_over(scene.alice, item)
    with pytest.raises(Refused, match="not done by hand"):
        working.hand_work_over(actor=scene.alice, item=item, person=scene.carla, reason="", at=AT)
    assert not visible_work(scene.carla).exists()


def test_an_automatic_step_that_is_stuck_is_handed_over(scene: Scene) -> None:
    step = ChartNode("sum", NodeKind.STEP, {"en": "Add up"}, step="unknown.step", role=Role.OFFICE)
    item = work(scene.case(chain("adding", step)), "sum")
    assert item.trouble
    working.hand_work_over(actor=scene.alice, item=item, person=scene.carla, reason="", at=AT)
    assert visible_work(scene.carla).get() == item
