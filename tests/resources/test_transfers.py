"""Money is moved, never made."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from periplus.core.ledger.services import System
from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.resources import services
from periplus.resources.models import BudgetLine, Transfer
from periplus.resources.queries import get_held, list_budget_lines, with_holdings
from tests.factories.people import person_as
from tests.factories.resources import BudgetLineFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def alice() -> Person:
    return person_as(Role.OFFICE)


@pytest.fixture
def lines() -> tuple[BudgetLine, BudgetLine]:
    return BudgetLineFactory.create(), BudgetLineFactory.create()


def move(alice: Person, source: BudgetLine, destination: BudgetLine, amount: str) -> Transfer:
    return services.transfer(
        actor=alice,
        source=source,
        destination=destination,
        amount=Decimal(amount),
        reason="More people apply for short stays.",
        on=TODAY,
    )


def test_a_transfer_debits_and_credits_equally(alice: Person, lines: tuple[BudgetLine, BudgetLine]) -> None:
    source, destination = lines
    moved = move(alice, source, destination, "250.50")
    assert (get_held(source), get_held(destination)) == (Decimal("749.50"), Decimal("1250.50"))
    event = Event.objects.get(type="resources.money.moved")
    touched = dict(event.objects_touched.values_list("qualifier", "object_uuid"))
    assert touched == {"transfer": moved.uuid, "source": source.uuid, "destination": destination.uuid}
    assert event.attributes["amount"] == "250.50"


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1000.01"])
def test_an_impossible_amount_is_refused(
    alice: Person, lines: tuple[BudgetLine, BudgetLine], amount: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        move(alice, *lines, amount)
    assert set(refusal.value.errors) == {"amount"}
    assert not Transfer.objects.exists()


def test_spent_money_is_not_free(alice: Person, lines: tuple[BudgetLine, BudgetLine]) -> None:
    source, destination = lines
    services.record_spending(actor=alice, line=source, amount=Decimal(900), note="", on=TODAY)
    with pytest.raises(Invalid, match=r"Only 100\.00 EUR of this line are free"):
        move(alice, source, destination, "100.01")
    move(alice, source, destination, "100.00")
    with pytest.raises(Invalid, match="does not hold that much"):
        services.record_spending(actor=alice, line=source, amount=Decimal("0.01"), note="", on=TODAY)


@pytest.mark.parametrize("other", [{"year": 2027}, {"currency": "BRL"}])
def test_money_stays_within_its_year_and_currency(alice: Person, other: dict[str, object]) -> None:
    source, destination = BudgetLineFactory.create(), BudgetLineFactory.create(**other)
    with pytest.raises(Invalid) as refusal:
        move(alice, source, destination, "1")
    assert set(refusal.value.errors) == {"destination"}


def test_a_transfer_is_undone_once_by_its_mirror(alice: Person, lines: tuple[BudgetLine, BudgetLine]) -> None:
    moved = move(alice, *lines, "100")
    mirror = services.undo_transfer(actor=alice, made=moved, on=TODAY)
    assert (mirror.source, mirror.destination, mirror.undoes) == (lines[1], lines[0], moved)
    assert [get_held(line) for line in lines] == [1000, 1000]
    with pytest.raises(Refused, match="undone already"):
        services.undo_transfer(actor=alice, made=moved, on=TODAY)
    with pytest.raises(Refused, match="undoes another one"):
        services.undo_transfer(actor=alice, made=mirror, on=TODAY)


def test_spent_money_cannot_go_back(alice: Person, lines: tuple[BudgetLine, BudgetLine]) -> None:
    moved = move(alice, *lines, "100")
    services.record_spending(actor=alice, line=lines[1], amount=Decimal("1000.01"), note="", on=TODAY)
    with pytest.raises(Refused, match="cannot go back"):
        services.undo_transfer(actor=alice, made=moved, on=TODAY)


def test_a_closed_line_neither_gives_nor_takes(alice: Person, lines: tuple[BudgetLine, BudgetLine]) -> None:
    services.close_budget_line(actor=alice, line=lines[0], on=TODAY)
    for source, destination in (lines, lines[::-1]):
        with pytest.raises(Refused, match="is closed"):
            move(alice, source, destination, "1")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.TEACHER, Role.STUDENT, Role.ADMINISTRATOR])
def test_others_may_not_move_money(role: Role, lines: tuple[BudgetLine, BudgetLine]) -> None:
    with pytest.raises(Refused):
        move(person_as(role), *lines, "1")


def test_a_coordinator_sees_the_lines_of_the_unit_only(lines: tuple[BudgetLine, BudgetLine]) -> None:
    carla = person_as(Role.COORDINATOR, unit=lines[0].unit)
    assert list(list_budget_lines(carla)) == [lines[0]]
    assert list(list_budget_lines(person_as(Role.STUDENT))) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "undo", "spend"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.decimals(Decimal("0.01"), Decimal(1200), places=2),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_of_transfers_makes_or_loses_money(
    steps: list[tuple[str, int, int, Decimal]],
) -> None:
    with transaction.atomic():
        three = [BudgetLineFactory.create() for _ in range(3)]
        for verb, one, other, amount in steps:
            _attempt(verb, three[one], three[other], amount)
        told = with_holdings(BudgetLine.objects.all()).aggregate(all=Sum("held"))
        assert told["all"] == 3000
        assert not with_holdings(BudgetLine.objects.all()).filter(free__lt=Decimal(0)).exists()
        transaction.set_rollback(True)


def _attempt(verb: str, one: BudgetLine, other: BudgetLine, amount: Decimal) -> None:
    tester = System("test")
    try:
        if verb == "move":
            services.transfer(
                actor=tester, source=one, destination=other, amount=amount, reason="Test", on=TODAY
            )
        elif verb == "spend":
            services.record_spending(actor=tester, line=one, amount=amount, note="", on=TODAY)
        elif made := Transfer.objects.order_by("-id").first():
            services.undo_transfer(actor=tester, made=made, on=TODAY)
    except (Invalid, Refused):
        pass
