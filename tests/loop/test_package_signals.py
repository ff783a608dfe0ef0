"""What the nightly round sees about task packages, and evaluations that put themselves on agendas."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.loop import attention
from periplus.loop.enums import ItemKind, ItemState, SignalKind, SignalState
from periplus.loop.models import AgendaItem, Signal
from periplus.loop.sentences import sentence_of
from periplus.loop.services import reviews
from periplus.loop.services.evaluations import enter_evaluations, settle_evaluations
from periplus.loop.services.package_cases import Opening, start_package_case
from periplus.loop.services.rounds import run_daily_round
from periplus.loop.services.signals import raise_signals
from periplus.people.models import Person
from tests.loop.procedures import MORNING, Works, after, let_lie, put_in_force
from tests.loop.scene import MEETING, MONDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(scene: Scene) -> Works:
    """The goal has an owner and may lie still, so that only its packages are spoken of."""
    let_lie(scene)
    return put_in_force(scene)


def raised(works: Works, days: int) -> list[Signal]:
    return raise_signals(institution=works.scene.institution, today=after(days).date())


def open_signals() -> list[str]:
    return sorted(Signal.objects.filter(state=SignalState.OPEN).values_list("kind", flat=True))


def test_late_cases_are_told_once_for_each_package_and_end_by_themselves(works: Works) -> None:
    package = works.package()
    case = start_package_case(actor=works.scene.alice, package=package, opening=Opening("Turin"), at=MORNING)
    assert raised(works, 5) == []  # “ask” is due on this day
    (signal,) = raised(works, 6)
    assert (signal.kind, signal.goal, signal.facts["about"]) == (
        SignalKind.LATE,
        works.scene.goal,
        str(package.uuid),
    )
    assert sentence_of(signal) == f"Late cases in the task package “{package}”: 1."
    assert raised(works, 7) == []
    works.do(case, "ask", at=after(7), amount=500)
    raised(works, 8)
    assert open_signals() == []


def test_late_cases_past_the_date_of_the_package_open_a_deviation(works: Works) -> None:
    package = works.package(due_on=after(3).date())
    start_package_case(actor=works.scene.alice, package=package, opening=Opening("Turin"), at=MORNING)
    (signal,) = raised(works, 6)
    assert signal.deviation is not None
    assert signal.deviation.goal == works.scene.goal


def test_packages_that_nobody_answers_for_any_more_are_told(works: Works) -> None:
    package = works.package()
    works.package(accountable=works.scene.alice, share=0)
    Person.objects.filter(pk=works.scene.carla.pk).update(left_on=after(2).date())
    assert raised(works, 3) == []  # somebody still answers for the other one
    Person.objects.filter(pk=works.scene.alice.pk).update(left_on=after(3).date())
    (signal,) = raised(works, 4)
    assert signal.kind == SignalKind.LOST
    assert "any of the 2 task packages" in sentence_of(signal)
    package.accountable = works.scene.victor
    package.save()
    raised(works, 5)
    assert not Signal.objects.filter(kind=SignalKind.LOST, state=SignalState.OPEN).exists()


def test_whoever_has_more_work_than_anybody_can_do_is_seen(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "MUCH_WORK", 2)
    works.package()  # Carla answers; the checks of the faculty are hers alone
    for name in ("Turin", "Lund"):
        works.do(works.begin(name), "ask", at=after(0), amount=500)
    assert raised(works, 1) == []
    works.do(works.begin("Graz"), "ask", at=after(0), amount=500)
    (signal,) = raised(works, 1)
    assert signal.kind == SignalKind.OVERLOAD
    assert "3 pieces of open work; the limit is 2" in sentence_of(signal)


def test_an_evaluation_step_puts_itself_on_the_agenda_and_leaves_it_when_it_is_done(works: Works) -> None:
    package = works.package()
    case = start_package_case(actor=works.scene.alice, package=package, opening=Opening("Turin"), at=MORNING)
    works.do(case, "ask", at=after(0), amount=500)
    assert enter_evaluations(today=MONDAY) == 0
    review = reviews.plan_review(
        actor=works.scene.alice, body=works.scene.committee, held_at=MEETING, today=MONDAY
    )
    works.do(case, "check", at=after(1), fine=True)  # “sign” is an evaluation
    assert enter_evaluations(today=after(1).date()) == 1
    item = AgendaItem.objects.get(kind=ItemKind.EVALUATION)
    assert (item.title, item.goal, item.review) == ("Sign: Turin", works.scene.goal, review)
    assert enter_evaluations(today=after(2).date()) == 0
    assert settle_evaluations(today=after(2).date()) == 0
    works.do(case, "sign", at=after(3), signed_on="2026-03-05")
    assert settle_evaluations(today=after(3).date()) == 1
    item.refresh_from_db()
    assert item.state == ItemState.SETTLED


def test_nothing_enters_where_no_body_takes_it(works: Works) -> None:
    works.scene.committee.entry_points.filter(kind=ItemKind.EVALUATION).delete()
    case = works.begin()
    works.do(case, "ask", at=after(0), amount=500)
    works.do(case, "check", at=after(1), fine=True)
    assert enter_evaluations(today=after(1).date()) == 0


def test_the_daily_round_does_it(works: Works) -> None:
    case = works.begin()
    works.do(case, "ask", at=after(0), amount=500)
    works.do(case, "check", at=after(1), fine=True)
    day = dt.date(2026, 3, 4)
    with clock.moved_to(day):
        assert run_daily_round(today=day).evaluations_entered == 1
        assert run_daily_round(today=day).evaluations_entered == 0
