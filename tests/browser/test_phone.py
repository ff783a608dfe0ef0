"""Every page of the demo fits a phone, and the menu opens there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from periplus.people.enums import Role
from tests.browser.crawl import by_role, opened, pages_of, some_of_each

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE = {"width": 390, "height": 844}
# The page itself, and lists, whose rows are blocks there and do not scroll.
WIDER = """() => {
  const room = document.documentElement.clientWidth
  const over = document.documentElement.scrollWidth - room
  const blocks = [...document.querySelectorAll('.table-scroll:has(.blocks)')]
  return Math.max(over, 0, ...blocks.map(one => one.scrollWidth - one.clientWidth))
}"""
SMALL = """() => [...document.querySelectorAll('main button, main select, main input:not([type=hidden])')]
  .filter(one => one.offsetParent && one.getBoundingClientRect().height < 24
          && !one.matches('.visually-hidden[tabindex="-1"]')
          && !['checkbox', 'radio'].includes(one.type))
  .map(one => one.outerHTML.slice(0, 90))"""


def test_no_page_is_wider_than_a_phone(browser: Browser, demo: str) -> None:
    wrong = []
    for role, spots in by_role(some_of_each(pages_of(browser, demo).spots)).items():
        context = opened(browser, demo, role, viewport=PHONE)
        page = context.new_page()
        for spot in spots:
            page.goto(spot.address)
            over = page.evaluate(WIDER)
            wrong += [f"{spot} is {over} px wider than the window"] if over else []
            wrong += [f"{spot}: less than 24 px to touch: {one}" for one in page.evaluate(SMALL)]
        context.close()
    assert wrong == [], "\n".join(wrong)


def test_the_menu_opens_and_leads_on(browser: Browser, demo: str) -> None:
    context = opened(browser, demo, Role.VICE_RECTOR, viewport=PHONE)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Open the navigation").click()
    page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="Partners").click()
    expect(page).to_have_url(f"{demo}/partners/")
    context.close()
