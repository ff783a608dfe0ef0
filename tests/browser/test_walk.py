"""Once around the loop as a new user would: from a red goal to the effect check that closes the loop.

Only what is seen is clicked; the first page is the only address that is typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from periplus.core import clock
from tests.browser.visitor import GOAL, visitor

if TYPE_CHECKING:
    from tests.browser.visitor import Visitor

__all__ = ["visitor"]  # a fixture

DECISION = "Three places for São Paulo"
LINE = re.compile(r"(A-\d+-\d+) · Universidade de São Paulo · Outgoing · Economics")
NEXT = clock.today().year + 1  # from this academic year on there are fewer places


def test_once_around_the_loop(visitor: Visitor) -> None:
    find_the_cause(visitor)
    agreement = decide(visitor)
    live_two_years(visitor, agreement)
    close_the_loop(visitor)
    read_the_ledger(visitor)


def find_the_cause(visitor: Visitor) -> None:
    """From the board: the red goal, its indicator, the records that cause it, and back to the deviation."""
    visitor.opens_the_red_goal()
    visitor.clicks("Indicator")
    visitor.reads("Use of places")
    visitor.main.get_by_role("row").get_by_role("link", name=re.compile("^open")).first.click()
    records = visitor.main.get_by_role("table").get_by_role("row").filter(has_text="São Paulo")
    expect(records.first).to_be_visible()
    visitor.clicks("Use of places")
    visitor.main.get_by_role("link", name=GOAL).click()
    visitor.clicks("Open the deviation")
    visitor.reads(re.compile(GOAL))
    expect(visitor.main).to_contain_text("On an agenda")
    expect(visitor.main.get_by_role("link", name="Universidade Estadual de Campinas").first).to_be_visible()


def decide(visitor: Visitor) -> str:
    """The review is opened, a decision drafted, a lever seen before it is pulled, and the decision taken.

    Gives the reference of the agreement that is changed.
    """
    visitor.clicks("Prepare the review")
    visitor.presses("Open the review")
    visitor.item.get_by_text("Draft a decision").click()
    visitor.item.get_by_label("What is decided").fill(DECISION)
    visitor.item.get_by_label("Why", exact=True).fill("Nine were never used.")
    visitor.presses("Write the draft", within=visitor.item)
    expect(visitor.item).to_contain_text(DECISION)
    agreement = choose_lever(visitor)
    visitor.presses("Plan it", within=visitor.item)
    visitor.presses("Take the decision", within=visitor.item)
    visitor.is_told("The decision is taken. 1 change is in effect.")
    expect(visitor.item).to_contain_text("Settled")
    visitor.presses("Close the review")
    visitor.is_told("The review is closed.")
    return agreement


def choose_lever(visitor: Visitor) -> str:
    page = visitor.page
    lever = page.get_by_label("Lever", exact=True)
    if not lever.is_visible():
        visitor.clicks("Add a lever", within=visitor.item)
    lever.select_option(label="Change the places of an agreement line")
    page.get_by_label("What is to be changed").press_sequentially("Paulo", delay=20)
    line = page.get_by_label(LINE)
    line.check()
    agreement: str = line.evaluate("one => one.labels[0].innerText.trim().split(' ')[0]")
    page.get_by_label("Places", exact=True).fill("3")
    page.get_by_label("From the academic year").fill(str(NEXT))
    page.get_by_label("Takes effect on").press("Tab")
    change = page.get_by_role("status").get_by_role("row").filter(has_text=f"Places from {NEXT}")
    expect(change.get_by_role("cell").nth(1)).to_have_text("3")
    visitor.presses("Add this change to the draft", within=visitor.item)
    expect(visitor.item).to_contain_text("Takes effect later")
    return agreement


def live_two_years(visitor: Visitor, agreement: str) -> None:
    """The clock is moved on. Meanwhile the list of the new year comes in, with the new places."""
    for _ in range(2):
        visitor.waits_a_year()
    visitor.goes_to("Agreements")
    visitor.page.get_by_label("Search reference, title, partner").fill(agreement)
    visitor.clicks(agreement, within=visitor.main.get_by_role("rowheader"))
    line = visitor.main.get_by_role("row").filter(has_text="Outgoing").filter(has_text="Economics")
    new = line.get_by_role("cell", name=re.compile(r"^[0-3] of 3$"))  # two lists come in from January on
    expect(new.first).to_be_visible()


def close_the_loop(visitor: Visitor) -> None:
    """Home asks for the effect check; it is made, and only then the loop can be closed."""
    visitor.goes_to("Home")
    due = visitor.main.get_by_role("listitem").filter(has_text=f"Check the effect of “{DECISION}”")
    due.get_by_role("link", name="Check", exact=True).click()
    expect(visitor.main.get_by_role("button", name="Close the loop")).to_have_count(0)
    visitor.presses("Measure again and judge")
    expect(visitor.main).to_contain_text(re.compile(r"From \d+\.\d to \d+\.\d per cent\."))
    expect(visitor.main).to_contain_text("Moved as hoped")
    visitor.presses("Close the loop")
    visitor.reads(re.compile(GOAL))
    visitor.is_told("The loop is closed.")


def read_the_ledger(visitor: Visitor) -> None:
    """The deviation's page tells all of it, newest first, and the ledger has it too."""
    heading = visitor.page.get_by_role("heading", name="What happened")
    history = visitor.main.locator("section").filter(has=heading).last
    told = " | ".join(history.get_by_role("listitem").all_inner_texts())
    steps = [
        "closed D-6",
        "checked the effect of",
        "took effect on",
        "took DEC-",
        "drafted DEC-",
        "opened D-6",
    ]
    places = [told.find(step) for step in steps]
    assert -1 not in places, told
    assert places == sorted(places), told
    visitor.goes_to("Ledger")
    expect(visitor.main.get_by_role("row").nth(1)).to_contain_text("loop.deviation.closed")
    visitor.goes_to("The loop")
    row = visitor.main.get_by_role("row").filter(has_text=GOAL)
    expect(row.get_by_role("link", name="checked")).to_contain_text("+")
