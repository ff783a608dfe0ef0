"""Budget lines: what they hold, moving money with a look before, and undoing it."""

import datetime as dt
from decimal import Decimal

import pytest

from periplus.loop.enums import Dimension
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from periplus.resources.enums import LineState
from periplus.resources.models import BudgetLine, Transfer
from periplus.web.resources.links import LINKS
from tests.factories.people import UnitFactory
from tests.web.cast import Enter, html_of, main_of
from tests.web.lists import assert_constant_queries, count_queries, rows_of_csv

pytestmark = pytest.mark.django_db
URL = "/budget/"
Lines = dict[str, BudgetLine]


def line(unit: Unit, code: str, **values: object) -> BudgetLine:
    given = {"year": 2026, "currency": "EUR", "amount": Decimal(1000), "purpose": Dimension.BOTH} | values
    return BudgetLine.objects.create(unit=unit, code=code, title=f"Money {code}", **given)


@pytest.fixture
def lines(faculty: Unit, university: Institution) -> Lines:
    law = UnitFactory.create(institution=university, name="Law", code="LAW")
    return {
        "a": line(faculty, "A", spent=Decimal(300)),
        "b": line(law, "B"),
        "old": line(faculty, "O", year=2025),
        "dollars": line(faculty, "D", currency="USD"),
        "closed": line(faculty, "C", state=LineState.CLOSED),
    }


def held(lines: Lines, enter: Enter) -> dict[str, tuple[str, str, str]]:
    rows = rows_of_csv(enter(Role.OFFICE), f"{URL}?format=csv&col=title&col=held&col=spent&col=free")[1:]
    by_title = {row[0]: (row[1], row[2], row[3]) for row in rows}
    return {key: by_title[one.title] for key, one in lines.items()}


def move(lines: Lines, **values: str) -> dict[str, str]:
    return {"destination": str(lines["b"].uuid), "amount": "250.50", "reason": "Spring review"} | values


def test_lines_show_what_they_hold_and_what_is_free(enter: Enter, lines: Lines) -> None:
    Transfer.objects.create(
        source=lines["b"],
        destination=lines["a"],
        amount=Decimal(100),
        reason="x",
        made_on=dt.date(2026, 3, 1),
    )
    numbers = held(lines, enter)
    assert numbers["a"] == ("1100.00", "300.00", "800.00")
    assert numbers["b"] == ("900.00", "0.00", "900.00")


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("year=2025", ["Money O"]),
        ("q=money+b", ["Money B"]),
        ("state=closed", ["Money C"]),
        ("sort=free", ["Money A", "Money B", "Money C", "Money D", "Money O"]),
    ],
)
def test_the_list_is_narrowed(enter: Enter, query: str, titles: list[str]) -> None:
    rows = rows_of_csv(enter(Role.OFFICE), f"{URL}?format=csv&col=title&{query}")[1:]
    assert sorted(row[0] for row in rows) == titles


def test_coordinators_see_the_lines_of_their_units(enter: Enter, lines: Lines, faculty: Unit) -> None:
    coordinator = enter(Role.COORDINATOR)
    rows = rows_of_csv(coordinator, f"{URL}?format=csv&col=title&unit={faculty.uuid}")[1:]
    assert {row[0] for row in rows} == {"Money A", "Money O", "Money D", "Money C"}
    assert coordinator.get(f"{URL}{lines['b'].uuid}/").status_code == 404
    assert enter(Role.TEACHER).get(URL).status_code == 404


def test_moving_money_shows_what_it_does_before_it_does_it(enter: Enter, lines: Lines) -> None:
    url, lead = f"{URL}{lines['a'].uuid}/move/", enter(Role.VICE_RECTOR)
    assert "700.00 EUR of this line are free." in main_of(lead.get(url))
    html = main_of(lead.post(url, move(lines)))
    assert "Move 250.50 EUR?" in html
    assert "Money A, Engineering" in html
    for number in ("700.00 EUR", "449.50 EUR", "1,000.00 EUR", "1,250.50 EUR"):
        assert number in html, number
    assert not Transfer.objects.exists()
    answer = lead.post(url, move(lines, confirmed="1"), follow=True)
    assert "The money is moved." in html_of(answer)
    made = Transfer.objects.get()
    assert (made.source, made.destination, made.amount) == (lines["a"], lines["b"], Decimal("250.50"))
    assert held(lines, enter)["b"] == ("1250.50", "0.00", "1250.50")


def test_back_from_the_preview_keeps_what_was_typed(enter: Enter, lines: Lines) -> None:
    url = f"{URL}{lines['a'].uuid}/move/"
    html = main_of(enter(Role.OFFICE).post(url, move(lines, again="1")))
    assert 'value="250.50"' in html
    assert "Spring review</textarea>" in html
    assert f'value="{lines["b"].uuid}" selected' in html


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "700.01"}, "Only 700.00 EUR of this line are free."),
        ({"amount": "-5"}, "greater than or equal to 0.01"),
        ({"amount": "1.005"}, "no more than 2 decimal places"),
        ({"reason": ""}, "This field is required."),
        ({"destination": "rubbish"}, "is not a valid UUID"),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_what_cannot_be_moved_comes_back_as_typed(
    enter: Enter, lines: Lines, changed: dict[str, str], sentence: str, confirmed: dict[str, str]
) -> None:
    typed = move(lines, **changed, **confirmed)
    html = html_of(enter(Role.OFFICE).post(f"{URL}{lines['a'].uuid}/move/", typed), 422)
    assert sentence in html
    assert f'value="{typed["amount"]}"' in html
    assert not Transfer.objects.exists()


def test_money_goes_only_to_open_lines_of_the_same_year_and_currency(enter: Enter, lines: Lines) -> None:
    html = html_of(enter(Role.OFFICE).get(f"{URL}{lines['a'].uuid}/move/"))
    assert str(lines["b"].uuid) in html
    for other in ("old", "dollars", "closed"):
        assert str(lines[other].uuid) not in html, other
        posted = move(lines, destination=str(lines[other].uuid))
        assert enter(Role.OFFICE).post(f"{URL}{lines['a'].uuid}/move/", posted).status_code == 422


def test_closed_lines_say_why_nothing_moves(enter: Enter, lines: Lines) -> None:
    office, page = enter(Role.OFFICE), f"{URL}{lines['closed'].uuid}/"
    assert "The budget line “Money C” is closed." in main_of(office.get(page))
    assert office.get(f"{page}move/").status_code == 403


def test_a_transfer_is_undone_once(enter: Enter, lines: Lines) -> None:
    office, page = enter(Role.OFFICE), f"{URL}{lines['a'].uuid}/"
    office.post(f"{page}move/", move(lines, confirmed="1"))
    made = Transfer.objects.get()
    html = main_of(office.get(page))
    assert "−250.50 EUR" in html
    assert f'action="{URL}transfers/{made.uuid}/undo/"' in html
    answer = office.post(f"{URL}transfers/{made.uuid}/undo/", follow=True)
    assert "The money is back." in html_of(answer)
    assert held(lines, enter)["a"] == ("1000.00", "300.00", "700.00")
    after = main_of(office.get(page))
    assert "undone since" in after
    assert "undo/" not in after
    assert office.post(f"{URL}transfers/{made.uuid}/undo/").status_code == 403
    assert Transfer.objects.count() == 2


def test_money_that_was_spent_does_not_come_back(enter: Enter, lines: Lines) -> None:
    office = enter(Role.OFFICE)
    office.post(f"{URL}{lines['a'].uuid}/move/", move(lines, confirmed="1"))
    BudgetLine.objects.filter(pk=lines["b"].pk).update(spent=Decimal(1200))
    answer = office.post(f"{URL}transfers/{Transfer.objects.get().uuid}/undo/")
    assert "The money was spent or moved on since" in html_of(answer, 403)


def test_who_may_not_move_is_told_why(enter: Enter, lines: Lines) -> None:
    coordinator, page = enter(Role.COORDINATOR), f"{URL}{lines['a'].uuid}/"
    html = main_of(coordinator.get(page))
    assert "Your role does not include this." in html
    assert coordinator.post(f"{page}move/", move(lines, confirmed="1")).status_code == 403
    assert not Transfer.objects.exists()


def test_a_line_is_opened(enter: Enter, faculty: Unit) -> None:
    posted = {
        "unit": str(faculty.uuid),
        "code": "X1",
        "title": "Scholarships",
        "purpose": "both",
        "year": "2026",
        "amount": "500.00",
        "currency": "eur",
    }
    office = enter(Role.OFFICE)
    bad = html_of(office.post(f"{URL}new/", {**posted, "amount": "a lot"}), 422)
    assert 'value="a lot"' in bad
    assert 'value="Scholarships"' in bad
    answer = office.post(f"{URL}new/", posted)
    made = BudgetLine.objects.get()
    assert answer["Location"] == f"{URL}{made.uuid}/"
    assert (made.unit, made.amount, made.currency) == (faculty, Decimal(500), "EUR")
    again = html_of(office.post(f"{URL}new/", posted), 422)
    assert "This unit has a line with this code in this year already." in again


def test_spending_is_recorded_up_to_what_is_free(enter: Enter, lines: Lines) -> None:
    office, page = enter(Role.OFFICE), f"{URL}{lines['a'].uuid}/"
    bad = html_of(office.post(f"{page}spending/", {"amount": "700.01", "note": "Travel"}), 422)
    assert "The line does not hold that much any more." in bad
    assert 'value="Travel"' in bad
    office.post(f"{page}spending/", {"amount": "700.00", "note": "Travel"})
    assert held(lines, enter)["a"] == ("1000.00", "1000.00", "0.00")


def test_a_line_is_closed(enter: Enter, lines: Lines) -> None:
    office, page = enter(Role.OFFICE), f"{URL}{lines['a'].uuid}/"
    assert f'action="{page}close/"' in main_of(office.get(page))
    office.post(f"{page}close/")
    lines["a"].refresh_from_db()
    assert lines["a"].state == LineState.CLOSED
    assert office.post(f"{page}close/").status_code == 403


def test_the_ledger_opens_lines_and_transfers(lines: Lines, people: dict[Role, Person]) -> None:
    made = Transfer.objects.create(
        source=lines["a"], destination=lines["b"], amount=Decimal(1), reason="x", made_on=dt.date(2026, 3, 1)
    )
    by_type = {link.object_type: link for link in LINKS}
    address = f"{URL}{lines['a'].uuid}/"
    assert by_type["resources.budgetline"].url_of(lines["a"]) == address
    assert by_type["resources.transfer"].url_of(made) == f"{address}#transfers"
    coordinator = people[Role.COORDINATOR]
    assert by_type["resources.transfer"].visible(coordinator).get() == made
    assert not by_type["resources.budgetline"].visible(coordinator).filter(pk=lines["b"].pk).exists()
    assert not by_type["resources.transfer"].visible(people[Role.TEACHER]).exists()


def test_more_lines_and_transfers_ask_no_more_questions(enter: Enter, lines: Lines, faculty: Unit) -> None:
    office, serial = enter(Role.OFFICE), iter(range(99))
    assert_constant_queries(office, URL, lambda: line(faculty, f"N{next(serial)}"))
    page = f"{URL}{lines['a'].uuid}/"

    def transfer() -> None:
        Transfer.objects.create(
            source=lines["a"],
            destination=lines["b"],
            amount=Decimal(1),
            reason="x",
            made_on=dt.date(2026, 3, 1),
        )

    transfer()
    office.get(page)
    one = count_queries(office, page)
    transfer()
    transfer()
    assert count_queries(office, page) == one
