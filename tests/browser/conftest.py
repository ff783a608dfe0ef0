"""Real Chromium for tests of pages: `page` on the test server, `screenshot`."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.browser.chromium import ROOT, find_chromium
from tests.browser.story import demo, own_demo

__all__ = ["demo", "own_demo"]  # fixtures for all tests of this folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer


# Playwright's sync API runs an event loop in this thread; Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
OTHERS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
      AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
PICTURES = ROOT / "docs" / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked, so that `-m "not browser"` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = find_chromium().launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A browser profile of its own for each test; addresses are relative to the test server."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1280, "height": 800},
        locale="en",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()
    wait_for_the_server()


def wait_for_the_server() -> None:
    """Until what the browser asked for is answered: a request that runs is in the way of emptying tables."""
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(OTHERS)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.02)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; the test fails when the page's scripts do or its policy refuses something."""
    page = context.new_page()
    complaints: list[str] = []

    def hear(line: ConsoleMessage) -> None:
        if "Content Security Policy" in line.text:
            complaints.append(line.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", hear)
    yield page
    assert complaints == []


@pytest.fixture
def screenshot(page: Page) -> Callable[[str], None]:
    """Takes a picture for the guide, only when PERIPLUS_PICTURES=1: pictures change with every theme."""

    def take(name: str) -> None:
        if os.environ.get("PERIPLUS_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")

    return take
