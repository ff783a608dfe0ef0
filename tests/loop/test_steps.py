"""What goals offer to procedures: cases about them, and what cases may do to them."""

from typing import Any

import pytest

from periplus.core.ledger.queries import list_events_about
from periplus.core.verdicts import Invalid
from periplus.loop.models import Deviation, Signal
from periplus.loop.sentences import sentence_of
from periplus.loop.services.arranging import AGENDA
from periplus.loop.services.package_cases import Opening, start_package_case
from periplus.paths.models import Case
from periplus.paths.services.telling import PRODUCT
from periplus.paths.stepping import Call, find_step, find_subject
from periplus.people.enums import Role
from tests.factories.people import person_as
from tests.loop.procedures import MORNING, Works, put_in_force
from tests.loop.scene import MONDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(scene: Scene) -> Works:
    return put_in_force(scene)


def run(key: str, works: Works, case: Case, **values: Any) -> None:
    step = find_step(key)
    assert step is not None
    step.run(Call(actor=PRODUCT, case=case, subject=works.scene.goal, values=values, on=MONDAY))


def test_a_goal_is_found_and_told_as_far_as_it_may_be_seen(works: Works) -> None:
    kind, goal = find_subject("loop.goal"), works.scene.goal
    assert kind is not None
    (found,) = kind.candidates(works.scene.alice, text=goal.reference, limit=5)
    assert (found.uuid, kind.find(found.uuid)) == (goal.uuid, goal)
    student = person_as(Role.STUDENT, institution=works.scene.institution)
    assert kind.candidates(student, text="", limit=5) == []
    assert not kind.may_see(student, goal)
    assert (kind.unit_of(goal), kind.owner_of(goal)) == (goal.unit, goal.accountable)


def test_what_conditions_may_read_of_a_goal(works: Works) -> None:
    kind, goal = find_subject("loop.goal"), works.scene.goal
    assert kind is not None
    package = works.package(expected=1)
    works.finish(start_package_case(actor=AGENDA, package=package, opening=Opening("Turin"), at=MORNING))
    goal.refresh_from_db()
    values = kind.values_of(goal, on=MONDAY)
    assert set(values) == {fact.key for fact in kind.facts}
    assert values == {
        "goal_course": "no_data",
        "goal_dimension": "international",
        "goal_priority": 3,
        "days_untouched": 0,
        "work_done": 100,
    }


def test_a_case_writes_down_at_its_goal_what_it_brought_and_only_once(works: Works) -> None:
    case, goal = works.begin(), works.scene.goal
    for _time in range(2):
        run("loop.note_on_goal", works, case, goal_note="Signed with Turin.")
    event = list_events_about(goal.uuid).get(type="loop.goal.noted")
    assert event.attributes["text"] == f"Signed with Turin. ({case.reference})"
    with pytest.raises(Invalid):
        run("loop.note_on_goal", works, case, goal_note=" ")


def test_a_case_says_that_its_goal_is_in_trouble_and_only_once(works: Works) -> None:
    case = works.begin()
    for _time in range(2):
        run("loop.raise_signal", works, case, signal_text="Turin withdraws.")
    signal = Signal.objects.get()
    assert (sentence_of(signal), signal.goal) == ("Turin withdraws.", works.scene.goal)
    assert Deviation.objects.get() == signal.deviation
    with pytest.raises(Invalid):
        run("loop.raise_signal", works, case)
