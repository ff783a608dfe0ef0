"""The components in real Chromium: in light, in dark, on a phone, by keyboard, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
LEAST_TARGET = 24


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True


def open_gallery(page: Page, *, size: dict[str, int] = DESK, scheme: str = "light") -> Page:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict has the keys
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
    page.goto("/gallery/", wait_until="networkidle")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(page: Page, size: dict[str, int], scheme: str) -> None:
    open_gallery(page, size=size, scheme=scheme)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("opened", ["sample-confirm", "sample-dialog", "me"])
def test_axe_finds_nothing_in_what_opens(page: Page, opened: str) -> None:
    open_gallery(page)
    page.locator(f"[popovertarget={opened}]").first.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(
    "size", [DESK, PHONE, {"width": 1024, "height": 768}], ids=["desk", "phone", "tablet"]
)
def test_the_page_is_never_wider_than_the_window(page: Page, size: dict[str, int]) -> None:
    open_gallery(page, size=size)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_targets_are_large_enough(page: Page) -> None:
    """WCAG 2.5.8: at least 24 px each way, links within sentences and native boxes aside."""
    open_gallery(page, size=PHONE)
    small = page.evaluate(
        """least => [...document.querySelectorAll("button, a, summary, select")]
            .filter(one => one.checkVisibility() && getComputedStyle(one).display !== "inline")
            .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.height < least || box.width < least))
            .map(([html]) => html)""",
        LEAST_TARGET,
    )
    assert small == []


def test_every_chart_is_drawn_and_has_its_table(page: Page) -> None:
    open_gallery(page)
    figures = page.locator("figure.chart")
    assert figures.count() == 4
    for place in range(4):
        expect(figures.nth(place).locator(".chart-canvas svg")).to_be_attached()
        figures.nth(place).get_by_text("Show as a table").click()
        expect(figures.nth(place).get_by_role("table")).to_be_visible()


def test_a_dialog_takes_the_focus_and_gives_it_back(page: Page) -> None:
    open_gallery(page)
    opener = page.get_by_role("button", name="End the agreement")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="End this agreement?")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog')?.id") == "sample-confirm"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_matter(page: Page) -> None:
    open_gallery(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the matter itself")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_focus_is_never_under_the_top_bar(page: Page) -> None:
    open_gallery(page)
    page.locator("footer").scroll_into_view_if_needed()
    for _step in range(60):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => { const one = document.activeElement, bar = document.querySelector(".bar");
                if (bar.contains(one) || one.closest(".side, .skip") || one === document.body) return false;
                return one.getBoundingClientRect().bottom <= bar.getBoundingClientRect().bottom; }"""
        )
        assert not hidden, page.evaluate("document.activeElement.outerHTML")


def test_dark_comes_at_once_and_stays(page: Page) -> None:
    open_gallery(page)
    page.locator("[popovertarget=me]").click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_language_changes_and_the_page_stays(page: Page) -> None:
    page.goto("/gallery/?page=2")
    page.locator("[popovertarget=me]").click()
    page.get_by_role("button", name="Português").click()
    expect(page.locator("html")).to_have_attribute("lang", "pt-BR")
    assert page.url.endswith("/gallery/?page=2")


def test_without_scripts_menus_and_dialogs_open_all_the_same(
    browser: Browser, live_server: LiveServer
) -> None:
    context: BrowserContext = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/gallery/")
    page.locator("[popovertarget=me]").click()
    expect(page.get_by_role("button", name="Português")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="End the agreement").click()
    expect(page.get_by_role("heading", name="End this agreement?")).to_be_visible()
    context.close()


def test_the_drawer_opens_and_closes_by_keyboard(page: Page) -> None:
    open_gallery(page, size=PHONE)
    opener = page.get_by_role("button", name="Open the navigation")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_hidden()
    expect(opener).to_be_focused()
