"""The language switch stays on the page, and every page of the demo opens in every language."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from periplus.core.languages import BY_CODE, DEFAULT, Language
from periplus.people.enums import Role
from tests.browser.crawl import by_role, opened, pages_of, some_of_each

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

LANG = re.compile(r'<html\b[^>]*\blang="([^"]+)"')
OTHERS = [language for code, language in BY_CODE.items() if code != DEFAULT]


def speak(context: BrowserContext, code: str, address: str = "/") -> str:
    """Choose a language in the menu, as a person does; the address where that leads."""
    page = context.new_page()
    page.goto(address)
    page.locator("[popovertarget=me]").click()
    page.locator(f"#me button[name=language][value='{code}']").click()
    expect(page.locator("html")).to_have_attribute("lang", BY_CODE[code].html)
    arrived = page.url
    page.close()
    return arrived


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_every_page_opens_in_a_language(browser: Browser, own_demo: str, language: Language) -> None:
    code, wrong = language.code, []
    for role, spots in by_role(some_of_each(pages_of(browser, own_demo).spots)).items():
        context = opened(browser, own_demo, role)
        speak(context, code)
        for spot in spots:
            answer = context.request.get(spot.address)
            lang = LANG.search(answer.text())
            if answer.status != HTTPStatus.OK or not lang or lang[1] != BY_CODE[code].html:
                wrong.append(f"{spot}: {answer.status} {lang[1] if lang else 'no lang'}")
        context.close()
    assert wrong == [], "\n".join(wrong)


def test_the_switch_stays_on_the_page_with_its_filters(browser: Browser, own_demo: str) -> None:
    context = opened(browser, own_demo, Role.OFFICE)
    address = f"{own_demo}/partners/?q=universi&country=ES"
    for code in ("es", "zh-hans", DEFAULT):
        assert speak(context, code, address) == address
    page = context.new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", BY_CODE[DEFAULT].html)
    context.close()


def test_strangers_choose_on_the_first_page(browser: Browser, own_demo: str) -> None:
    context = browser.new_context(base_url=own_demo, locale="pt-BR")
    page = context.new_page()
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", BY_CODE["pt"].html)
    page.get_by_role("button", name="Español").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    expect(page.locator("html")).to_have_attribute("lang", BY_CODE["es"].html)
    context.close()
