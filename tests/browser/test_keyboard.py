"""The demo by keyboard alone: past the navigation, searching, in the menu, in a list, in a dialog."""

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

FAR = 60  # key presses within which something must be reached


@pytest.fixture
def desk(browser: Browser, demo: str) -> Iterator[Page]:
    """The vice-rector's home. From here on there is no mouse."""
    context = opened(browser, demo, Role.VICE_RECTOR)
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


def go_to(page: Page, wanted: Locator, key: str = "Tab") -> Locator:
    """Press a key until the focus is there; it must be seen there."""
    for _ in range(FAR):
        if wanted.evaluate("one => one === document.activeElement"):
            outline = wanted.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline != "none", "the focus is not seen"
            return wanted
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached in {FAR} steps")


def test_the_first_step_leads_past_the_navigation(desk: Page) -> None:
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the matter itself")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_a_stroke_searches_everything(desk: Page) -> None:
    desk.keyboard.press("/")
    field = desk.get_by_role("searchbox", name="Search everything")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    desk.keyboard.type("granada")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"/search/\?q=granada"))
    expect(desk.get_by_role("main").get_by_role("link", name="Universidad de Granada").first).to_be_visible()


def test_a_stroke_within_a_field_is_a_letter(desk: Page) -> None:
    desk.goto("/partners/")
    field = desk.locator("main input[name=q]")
    go_to(desk, field)
    desk.keyboard.type("a/b")
    expect(field).to_have_value("a/b")


def test_the_menu_opens_and_closes(desk: Page) -> None:
    opener = go_to(desk, desk.locator("[popovertarget=me]"))
    menu = desk.locator("#me")
    desk.keyboard.press("Enter")
    expect(menu).to_be_visible()
    desk.keyboard.press("Tab")
    assert menu.evaluate("menu => menu.contains(document.activeElement)")
    desk.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_list_is_narrowed_and_a_row_opened(desk: Page) -> None:
    desk.goto("/partners/")
    count = desk.locator("[data-list-count]")
    before = count.inner_text()
    go_to(desk, desk.locator("main input[name=q]"))
    desk.keyboard.type("granada")
    expect(count).not_to_have_text(before)
    expect(desk).to_have_url(re.compile("q=granada"))
    first = desk.locator("#results tbody th a").first
    expect(first).to_have_text("Universidad de Granada")
    go_to(desk, first)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Universidad de Granada")


def test_a_dialog_keeps_the_focus_and_gives_it_back(desk: Page) -> None:
    desk.goto("/gallery/")
    opener = desk.locator("[data-dialog=sample-confirm]").first
    opener.focus()
    desk.keyboard.press("Enter")
    dialog = desk.locator("#sample-confirm")
    expect(dialog).to_be_visible()
    for _ in range(8):
        desk.keyboard.press("Tab")
        inside = dialog.evaluate("dialog => dialog.contains(document.activeElement)")
        assert inside or desk.evaluate("document.activeElement === document.body")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
