"""Pulling the lever on money, and taking it back."""

import datetime as dt
from decimal import Decimal

import pytest

from periplus.core.verdicts import Refused
from periplus.loop.levering import Change, get_lever
from periplus.people.enums import Role
from periplus.resources import services
from periplus.resources.models import BudgetLine, Transfer
from periplus.resources.queries import get_held
from tests.factories.people import person_as
from tests.factories.resources import BudgetLineFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def lines() -> tuple[BudgetLine, BudgetLine]:
    return BudgetLineFactory.create(), BudgetLineFactory.create()


def change_to(destination: BudgetLine, amount: object = "400") -> Change:
    return {"destination": str(destination.uuid), "amount": amount, "reason": "Decided."}


def test_apply_then_undo_leaves_everything_as_it_was(lines: tuple[BudgetLine, BudgetLine]) -> None:
    lever, (source, destination) = get_lever("resources.move_budget"), lines
    change = change_to(destination)
    assert lever.check(source, change, on=TODAY)
    assert [(d.before, d.after) for d in lever.preview(source, change)] == [
        ("1,000.00 EUR", "600.00 EUR"),
        ("1,000.00 EUR", "1,400.00 EUR"),
    ]
    assert not Transfer.objects.exists()
    before = lever.apply(actor=None, subject=source, change=change, on=TODAY)
    assert [get_held(line) for line in lines] == [600, 1400]
    lever.undo(actor=person_as(Role.VICE_RECTOR), subject=source, before=before, on=TODAY)
    assert [get_held(line) for line in lines] == [1000, 1000]


@pytest.mark.parametrize("amount", ["", "much", None, "0", "-5", "1000.01", True])
def test_nonsense_is_refused_with_a_sentence(lines: tuple[BudgetLine, BudgetLine], amount: object) -> None:
    verdict = get_lever("resources.move_budget").check(lines[0], change_to(lines[1], amount), on=TODAY)
    assert not verdict
    assert str(verdict.sentence)


def test_where_to_and_why_are_demanded(lines: tuple[BudgetLine, BudgetLine]) -> None:
    lever, (source, destination) = get_lever("resources.move_budget"), lines
    assert not lever.check(source, change_to(source), on=TODAY)
    assert not lever.check(source, {**change_to(destination), "destination": "nowhere"}, on=TODAY)
    assert not lever.check(source, {**change_to(destination), "reason": " "}, on=TODAY)
    services.close_budget_line(actor=person_as(Role.OFFICE), line=destination, on=TODAY)
    assert not lever.check(source, change_to(destination), on=TODAY)


def test_undo_is_refused_when_the_money_is_spent(lines: tuple[BudgetLine, BudgetLine]) -> None:
    lever, (source, destination) = get_lever("resources.move_budget"), lines
    before = lever.apply(actor=None, subject=source, change=change_to(destination), on=TODAY)
    spent = Decimal(1200)
    services.record_spending(actor=person_as(Role.OFFICE), line=destination, amount=spent, note="", on=TODAY)
    with pytest.raises(Refused):
        lever.undo(actor=None, subject=source, before=before, on=TODAY)


def test_only_lines_that_fit_are_offered(lines: tuple[BudgetLine, BudgetLine]) -> None:
    lever, (source, destination) = get_lever("resources.move_budget"), lines
    BudgetLineFactory.create(year=2027)
    BudgetLineFactory.create(currency="BRL")
    [to, _amount, _reason] = lever.inputs(source)
    assert [choice.value for choice in to.choices] == [str(destination.uuid)]
    [found] = lever.subjects(text=source.code, limit=5)
    assert lever.subject(source.uuid) == source
    assert found.value == str(source.uuid)
