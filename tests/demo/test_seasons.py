"""The clock moves on, and the university lives on: lists come in, and effects can be judged by them."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import accumulate

import pytest
from django.db import transaction
from django.db.models import Count
from pytest_django import DjangoDbBlocker

from periplus.core import clock
from periplus.core.models import Event
from periplus.demo.clock import move_on
from periplus.demo.seasons import live_on
from periplus.demo.story.stays import SOURCE
from periplus.demo.story.years import academic
from periplus.demo.travel import travel
from periplus.loop.enums import DeviationState, EffectVerdict, ItemKind, ReviewState
from periplus.loop.models import AgendaItem, Deviation, Review
from periplus.loop.scopes import Scope
from periplus.loop.services.decisions import draft_decision, take_decision
from periplus.loop.services.effects import Hope, check_effect, plan_effect_check
from periplus.loop.services.pulls import Order, add_pull
from periplus.loop.services.reviews import open_review
from periplus.mobility.enums import StayState
from periplus.mobility.models import Enrolment, Stay
from periplus.partners.enums import AgreementState, LineDirection
from periplus.partners.models import AgreementLine, LineYear, Partner
from periplus.partners.services import report_use, set_places
from periplus.partners.services.merging import merge_partners
from periplus.people.models import Institution, Person
from tests.demo.conftest import TOLD_ON, story_told

YEAR = 366
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story")]


@pytest.fixture(scope="module")
def telling(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001
    with django_db_blocker.unblock(), story_told():
        yield


@pytest.fixture
def story(telling: None, db: None) -> Iterator[None]:  # noqa: ARG001 -- told once for all tests
    """The story, on the day it was told; each test's own journey is taken back."""
    shift = clock.shift()
    move_on(days=shift.days)
    yield
    clock.set_shift(shift)


def person(who: str) -> Person:
    return Person.objects.get(email__startswith=f"{who}@")


def stays_by_year() -> dict[int, int]:
    rows = Stay.objects.exclude(source="").values("start_year").annotate(number=Count("id"))
    return {row["start_year"]: row["number"] for row in rows}


def names_of_stays() -> list[tuple[object, ...]]:
    columns = ("source_reference", "sending__name", "receiving__name", "unit__code", "starts_on", "ends_on")
    return list(Stay.objects.order_by("source_reference", "starts_on").values_list(*columns))


def test_a_year_on_there_is_one_more_year_of_everything() -> None:
    travel(days=YEAR)
    stays, year = stays_by_year(), TOLD_ON.year
    assert 0.7 < stays[year] / stays[year - 1] < 1.4
    assert Enrolment.objects.filter(year=year).count() == Enrolment.objects.filter(year=year - 1).count()
    reported = LineYear.objects.filter(year=year, reported_on__isnull=False)
    assert reported.count() > 100
    assert reported.filter(used__gt=0).count() > 50
    today = clock.today()
    assert not Stay.objects.filter(state=StayState.UNDER_WAY, ends_on__lt=today).exists()
    assert not Stay.objects.filter(state=StayState.PLANNED, starts_on__lt=today).exists()


def test_it_does_not_matter_in_which_steps_one_travels() -> None:
    ways = []
    for steps in ((120, 120), (240,), (1, 7, 91, 91, 50)):
        with transaction.atomic():
            for days in accumulate(steps):
                live_on(until=TOLD_ON + dt.timedelta(days=days))
            ways.append(names_of_stays())
            transaction.set_rollback(True)
    assert ways[0] == ways[1] == ways[2]
    assert len(ways[0]) > Stay.objects.count()


def test_what_is_in_does_not_come_again() -> None:
    until = TOLD_ON + dt.timedelta(days=YEAR)
    live_on(until=until)
    events, stays = Event.objects.count(), Stay.objects.count()
    live_on(until=until)
    assert (Event.objects.count(), Stay.objects.count()) == (events, stays)


def test_it_goes_on_for_many_years() -> None:
    live_on(until=TOLD_ON.replace(year=TOLD_ON.year + 8))
    stays = stays_by_year()
    assert all(stays[TOLD_ON.year + more] > 0.7 * stays[TOLD_ON.year - 1] for more in range(8))


def test_the_ledger_stays_in_order() -> None:
    last = Event.objects.latest("id")
    travel(days=YEAR)
    moments = Event.objects.filter(id__gt=last.pk).order_by("id").values_list("at", flat=True)
    assert list(moments) == sorted(moments)


def test_what_the_visitor_said_stands() -> None:
    """Places set for later years, a use reported by hand, and two partners found to be one."""
    office, year = person("office"), TOLD_ON.year
    lines = AgreementLine.objects.filter(
        agreement__state=AgreementState.IN_FORCE,
        agreement__valid_until__gt=dt.date(year + 1, 1, 1),
        direction=LineDirection.OUTGOING,
    ).order_by("id")
    fewer, told = lines[0], lines[1]
    before = fewer.places
    set_places(actor=office, line=fewer, places=before + 4, from_year=year + 1, on=TOLD_ON)
    report_use(actor=office, line=told, year=year, used=1, on=TOLD_ON)
    twin = Partner.objects.get(name="Universidad de Granada")
    gone = Partner.objects.get(name="Universidad de Salamanca")
    merge_partners(actor=office, kept=twin, merged=gone, on=TOLD_ON)
    live_on(until=TOLD_ON.replace(year=year + 1, day=28))
    fewer.refresh_from_db()
    assert fewer.places == before + 4
    assert (fewer.years.get(year=year).places, told.years.get(year=year).used) == (before, 1)
    assert not Stay.objects.filter(receiving=gone, start_year=year).exists()
    assert Stay.objects.filter(receiving=twin, start_year=year).exists()


@pytest.mark.parametrize(
    ("measure", "period"),
    [
        ("mobility.outgoing_stays", str),
        ("mobility.incoming_stays", str),
        ("partners.use_of_places", academic),
    ],
)
def test_the_effect_of_a_decision_can_be_judged(measure: str, period: Callable[[int], str]) -> None:
    year = TOLD_ON.year
    whole = Scope(institution=Institution.objects.get().uuid)
    hope = Hope(measure, whole, period(year - 2), period(year + 1), check_on=dt.date(year + 2, 10, 1))
    office = person("office")
    decision = draft_decision(
        actor=office, item=an_item(), title="Three are enough", reasons="Nobody goes.", today=TOLD_ON
    )
    line = AgreementLine.objects.filter(agreement__state=AgreementState.IN_FORCE, places__gt=3).latest("id")
    change = {"places": 3, "from_year": TOLD_ON.year}
    order = Order("partners.line_places", line.uuid, change, effective_on=TOLD_ON)
    add_pull(actor=office, decision=decision, order=order, today=TOLD_ON)
    check = plan_effect_check(actor=office, decision=decision, hope=hope, today=TOLD_ON)
    take_decision(actor=person("vice-rector"), decision=decision, today=TOLD_ON)
    clock.set_shift(clock.shift() + hope.check_on - TOLD_ON)
    live_on(until=hope.check_on)
    checked = check_effect(actor=person("vice-rector"), check=check, note="Counted.", today=hope.check_on)
    assert checked.verdict in {EffectVerdict.BETTER, EffectVerdict.UNCHANGED, EffectVerdict.WORSE}
    assert checked.after_value is not None


def test_where_a_decision_was_taken_more_go() -> None:
    went = []
    for state in (DeviationState.ON_AGENDA, DeviationState.DECIDED):
        with transaction.atomic():
            assert Deviation.objects.filter(scope__country="BR").update(state=state) == 1
            live_on(until=TOLD_ON.replace(year=TOLD_ON.year + 1, day=28))
            stays = Stay.objects.filter(source=SOURCE, start_year=TOLD_ON.year)
            went.append((stays.filter(country_to="BR").count(), stays.exclude(country_to="BR").count()))
            transaction.set_rollback(True)
    (before, others), (after, same) = went
    assert after >= before + 3
    assert others == same


def an_item() -> AgendaItem:
    """A deviation on the next meeting, which is opened."""
    review = Review.objects.filter(state=ReviewState.PLANNED).earliest("held_at")
    open_review(actor=person("office"), review=review, today=TOLD_ON)
    item = review.items.filter(kind=ItemKind.DEVIATION).first()
    assert item is not None
    return item
