"""Somebody in front of the demo who clicks what is seen; the first page is the only address that is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from periplus.people.enums import Role
from tests.browser.crawl import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

GOAL = "The places agreed in Brazil are used"


class Visitor:
    """Somebody in front of the demo, first as vice-rector."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")

    def goes_to(self, entry: str) -> None:
        self.page.get_by_role("navigation", name="Main navigation").get_by_role("link", name=entry).click()

    def clicks(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("link", name=name, exact=True).first.click()

    def presses(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("button", name=name, exact=True).first.click()

    def becomes(self, role: str) -> None:
        self.presses("Demo", within=self.page.get_by_role("banner"))
        self.presses(role, within=self.page.locator("#demo"))
        expect(self.page.get_by_role("banner").locator(".who")).to_contain_text(role)

    def opens_the_red_goal(self) -> None:
        self.goes_to("The loop")
        row = self.main.get_by_role("row").filter(has_text=GOAL)
        expect(row).to_contain_text("Off course")
        self.clicks(GOAL, within=row)
        self.reads(GOAL)

    def waits_a_year(self) -> None:
        self.presses("Demo", within=self.page.get_by_role("banner"))
        with self.page.expect_navigation():  # the year before was told of in the same words
            self.presses("By a year", within=self.page.locator("#demo"))
        self.is_told("The clock is moved on.")

    def is_told(self, sentence: str) -> None:
        expect(self.main.get_by_text(sentence).first).to_be_visible()

    def reads(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    @property
    def item(self) -> Locator:
        """The matter of Brazil on the agenda of the review."""
        return self.main.locator("[id^=item-]").filter(has_text=GOAL)


@pytest.fixture
def visitor(browser: Browser, own_demo: str) -> Iterator[Visitor]:
    context = opened(browser, own_demo, Role.VICE_RECTOR)
    page = context.new_page()
    page.goto("/")
    yield Visitor(page)
    context.close()
