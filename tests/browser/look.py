"""A developer's eye: ./dev look URL FILE.png takes a picture of a page in real Chromium."""

from __future__ import annotations

import argparse
import re
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.browser.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    with sync_playwright() as playwright:
        browser = find_chromium().launch(playwright)
        page = _context(browser, options).new_page()
        complaints = _listen(page)
        if options.role:
            _enter(page, options)
        page.goto(options.url, wait_until="networkidle")
        for selector in options.click:
            page.locator(selector).first.click()
            page.wait_for_load_state("networkidle")
        page.screenshot(path=options.file, full_page=options.full, animations="disabled")
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        browser.close()
    print(f"{options.file} of {options.url}")
    if wider > 0:
        print(f"the page is {wider} px wider than the window")
    print("\n".join(complaints))
    return 1 if complaints else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev look", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("file")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--full", action="store_true", help="the whole page, not only the window")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--as", dest="role", help="words on the demo's one-click button, e.g. vice-rector")
    parser.add_argument("--click", action="append", default=[], help="selector to click first; may repeat")
    return parser


def _context(browser: Browser, options: argparse.Namespace) -> BrowserContext:
    return browser.new_context(
        viewport={"width": options.width, "height": options.height},
        color_scheme="dark" if options.dark else "light",
        locale=options.lang,
    )


def _listen(page: Page) -> list[str]:
    """Collects what the page complains about; a page in order says nothing."""
    complaints: list[str] = []

    def hear(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(f"console: {line.text}")

    def answered(answer: Response) -> None:
        if answer.status >= HTTPStatus.BAD_REQUEST:
            complaints.append(f"{answer.status} {answer.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("response", answered)
    return complaints


def _enter(page: Page, options: argparse.Namespace) -> None:
    """Signs in as a person would: one click on the demo's sign-in page."""
    address = urlsplit(options.url)
    page.goto(f"{address.scheme}://{address.netloc}/accounts/login/", wait_until="networkidle")
    name = re.compile(re.escape(options.role), re.IGNORECASE)
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
