"""Along the path as a new user would: from a red goal to a late case, its person, and back; then a lever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.visitor import GOAL, visitor

if TYPE_CHECKING:
    from tests.browser.visitor import Visitor

__all__ = ["visitor"]  # a fixture

PACKAGE = "G3.1 New agreements in Brazil without a language test"
CASE = re.compile("Research on estuaries with São Paulo")
PROCEDURE = "Agreement: from idea to signature and renewal"
STEP = "Negotiate the text with the partner"
DECISION = "Forty days to negotiate"


def test_along_the_path(visitor: Visitor) -> None:
    find_the_late_case(visitor)
    go_back(visitor)
    give_other_days(visitor)
    read_the_procedure(visitor)
    compare(visitor)


def find_the_late_case(visitor: Visitor) -> None:
    """From the board: the red goal, its package, the late case, where it lies, and whose turn it is."""
    visitor.opens_the_red_goal()
    visitor.clicks(PACKAGE)
    late = visitor.main.get_by_role("listitem").filter(has_text=CASE).first
    expect(late).to_contain_text("days overdue")
    expect(late).to_contain_text("waits for Unit coordinator")
    late.get_by_role("link", name=CASE).click()
    standing = visitor.main.locator("#standings").get_by_role("listitem").filter(has_text=STEP)
    expect(standing).to_contain_text("waits for Unit coordinator (Rita Sampaio Correia)")


def go_back(visitor: Visitor) -> None:
    """The case says which package and which goal it serves."""
    visitor.clicks(PACKAGE)
    visitor.reads(re.compile("New agreements in Brazil without a language test"))
    visitor.main.get_by_role("link", name=GOAL).first.click()
    visitor.reads(GOAL)


def give_other_days(visitor: Visitor) -> None:
    """A review decides: the step gets fewer days, and late work is compared before and after."""
    visitor.clicks("Open the deviation")
    visitor.clicks("Prepare the review")
    visitor.presses("Open the review")
    visitor.item.get_by_text("Draft a decision").click()
    visitor.item.get_by_label("What is decided").fill(DECISION)
    visitor.item.get_by_label("Why", exact=True).fill("Texts lie for months.")
    visitor.presses("Write the draft", within=visitor.item)
    expect(visitor.item).to_contain_text(DECISION)
    page = visitor.page
    if not page.get_by_label("Lever", exact=True).is_visible():
        visitor.clicks("Add a lever", within=visitor.item)
    page.get_by_label("Lever", exact=True).select_option(label="Change the time that a step may take")
    page.get_by_label("What is to be changed").press_sequentially("from idea", delay=20)
    page.get_by_label(PROCEDURE).check()
    page.get_by_label("Step", exact=True).select_option(label=f"{STEP} (60 days now)")
    page.get_by_label("Days", exact=True).fill("40")
    page.get_by_label("Takes effect on").press("Tab")
    change = page.get_by_role("status").get_by_role("row").filter(has_text=f"Days for “{STEP}”")
    expect(change.get_by_role("cell").nth(1)).to_have_text("40")
    visitor.presses("Add this change to the draft", within=visitor.item)
    page.get_by_label("Indicator", exact=True).select_option(label="Late work (per cent)")
    page.get_by_label("Of", exact=True).select_option(label="the whole institution")
    visitor.presses("Plan it", within=visitor.item)
    visitor.presses("Take the decision", within=visitor.item)
    visitor.is_told("The decision is taken. 1 change is in effect.")


def read_the_procedure(visitor: Visitor) -> None:
    """There is a version more, in force by this decision, in which the step has its new days."""
    visitor.goes_to("Procedures")
    visitor.clicks(PROCEDURE)
    expect(visitor.main.get_by_role("row", name=re.compile("^Version 3 In force since"))).to_have_count(1)
    step = visitor.main.locator("#steps").get_by_role("row", name=re.compile(f"^{STEP}"))
    expect(step.get_by_role("cell", name="40", exact=True)).to_have_count(1)
    visitor.clicks(DECISION)
    visitor.reads(re.compile(DECISION))


def compare(visitor: Visitor) -> None:
    """When the year has passed the effect is checked; the loop closes with what it says, whatever that is."""
    for _ in range(2):
        visitor.waits_a_year()
    visitor.goes_to("Home")
    due = visitor.main.get_by_role("listitem").filter(has_text=f"Check the effect of “{DECISION}”")
    due.get_by_role("link", name="Check", exact=True).click()
    visitor.presses("Measure again and judge")
    expect(visitor.main).to_contain_text(re.compile(r"From \d+\.\d to \d+\.\d per cent\."))
    visitor.presses("Close the loop")
    visitor.is_told("The loop is closed.")
