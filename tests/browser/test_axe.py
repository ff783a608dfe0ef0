"""axe finds nothing on any page of the demo, in light and in dark, and no page complains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from periplus.people.enums import Role
from tests.browser.crawl import Found, Spot, by_role, opened, pages_of, some_of_each

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Looked at in dark as well: what has colours, charts, forms, tables.
IN_DARK = {
    "shell:home",
    "loop:board",
    "loop:goal",
    "loop:package",
    "loop:indicator",
    "deviations:detail",
    "decisions:detail",
    "reviews:detail",
    "partners:detail",
    "agreements:list",
    "stays:new",
    "imports:run",
    "work:list",
    "work:detail",
    "cases:detail",
    "procedures:detail",
    "versions:table",
    "panel:detail",
    "facts:procedure",
    "workplans:detail",
    "collaboration:map",
    "guide:page",
    "shell:gallery",
}


@pytest.fixture(scope="module")
def pages(browser: Browser, demo: str) -> Found:
    return pages_of(browser, demo)


def test_every_link_leads_somewhere(pages: Found) -> None:
    assert pages.dead == [], "\n".join(pages.dead)


def listen(page: Page) -> list[str]:
    """What a page complains about while it is looked at."""
    complaints: list[str] = []

    def hear(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(line.text)

    def answered(answer: Response) -> None:
        if answer.status >= 400:
            complaints.append(f"{answer.url} answers {answer.status}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", answered)
    return complaints


def violations(page: Page) -> list[str]:
    """What axe finds, in one line each."""
    results: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes'][:3]]}"
        for found in results
    ]


def look(browser: Browser, demo: str, spots: list[Spot], scheme: str) -> list[str]:
    """Visit pages as those who find them; what is wrong with each."""
    wrong = []
    for role, own in by_role(spots).items():
        context = opened(browser, demo, role, color_scheme=scheme)
        page = context.new_page()
        complaints = listen(page)
        for spot in own:
            page.goto(spot.address)
            wrong += [f"{spot}: {what}" for what in (*violations(page), *complaints)]
            complaints.clear()
        context.close()
    return wrong


@pytest.mark.parametrize("role", Role)
def test_axe_finds_nothing_on_any_page(browser: Browser, demo: str, pages: Found, role: Role) -> None:
    wrong = look(browser, demo, by_role(some_of_each(pages.spots))[role], "light")
    assert wrong == [], "\n".join(wrong)


def test_axe_finds_nothing_in_the_dark(browser: Browser, demo: str, pages: Found) -> None:
    wrong = look(browser, demo, [one for one in some_of_each(pages.spots) if one.name in IN_DARK], "dark")
    assert wrong == [], "\n".join(wrong)


def test_the_pages_that_everybody_knows_are_among_them(pages: Found) -> None:
    names = {spot.name for spot in pages.spots}
    assert names >= IN_DARK - {"shell:gallery"}
    assert len(names) > 80


def test_axe_looks(page: Page) -> None:
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src=''><input></main></html>")
    assert {found.partition(":")[0] for found in violations(page)} == {"image-alt", "label"}
