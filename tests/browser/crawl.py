"""Walks the demo by its links, as each role: which pages there are, and some addresses of each."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from periplus.people.enums import Role
from tests.browser.story import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, BrowserContext

LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')
ELSEWHERE = re.compile(r"^/(static|accounts/logout|demo)/|[?&]format=|\.ics$")
SAMPLES = 6  # addresses of one page that are opened: things differ in their states, and in how much they say


@dataclass(frozen=True)
class Spot:
    """A page as one role finds it. `size`: how much it says, in characters."""

    role: Role
    name: str
    address: str
    size: int = 0

    def __str__(self) -> str:
        return f"{self.name} {self.address} ({self.role.label})"


@dataclass(frozen=True)
class Found:
    """The pages that a role can reach, and links that lead nowhere."""

    spots: list[Spot]
    dead: list[str]


def enter(context: BrowserContext, role: Role) -> None:
    """Sign in as a visitor does: one click on the first page."""
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_role("button", name=str(role.label)).first.click()
    page.wait_for_url("**/")
    page.close()


def opened(browser: Browser, url: str, role: Role, **options: object) -> BrowserContext:
    """A browser in which this role is signed in."""
    defaults = {"base_url": url, "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
    context = browser.new_context(**{**defaults, "locale": "en", **options})  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    enter(context, role)
    return context


def crawl(context: BrowserContext, role: Role, opened_before: Counter[str]) -> Found:
    """Follow every link from home on; what others have opened often enough is opened once."""
    waiting, seen = deque([("/", "the first page")]), {"/"}
    found, tried = Found([], []), Counter[str]()
    while waiting:
        address, before = waiting.popleft()
        name = name_of(address)
        if tried[name] >= max(1, SAMPLES - opened_before[name]):
            continue
        tried[name] += 1
        answer = context.request.get(address)
        if answer.status != HTTPStatus.OK:
            found.dead.append(f"{address} answers {answer.status}; {before} ({role.label}) leads there")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            text = answer.text()
            found.spots.append(Spot(role, name, address, len(text)))
            for link in links_in(text, address):
                if link not in seen:
                    seen.add(link)
                    waiting.append((link, address))
    opened_before.update(tried)
    return found


def links_in(text: str, address: str) -> Iterator[str]:
    """Addresses of our own that a page leads to."""
    for target in LINK.findall(text):
        link = urljoin(address, html.unescape(target)).partition("#")[0]
        if link.startswith("/") and not link.startswith("//") and not ELSEWHERE.search(link):
            yield link


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "no address of ours"


def pages_of(browser: Browser, url: str) -> Found:
    """What all roles find in the told story; the same in every copy, so it is found only once."""

    def work_out() -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = []
        opened_before = Counter[str]()
        for role in Role:
            context = opened(browser, url, role)
            found = crawl(context, role, opened_before)
            context.close()
            kept += [asdict(one) | {"role": role.value} for one in found.spots]
            kept += [{"dead": sentence} for sentence in found.dead]
        return kept

    kept = remembered("pages", work_out)
    spots = [Spot(**{**one, "role": Role(one["role"])}) for one in kept if "name" in one]
    return Found(spots, [one["dead"] for one in kept if "dead" in one])


def some_of_each(spots: Iterable[Spot]) -> list[Spot]:
    """Each page as the first role finds it and where it says most, and home as everybody does."""
    several = list(spots)
    once = {spot.name: spot for spot in reversed(several)}
    fullest = {spot.name: spot for spot in sorted(several, key=lambda spot: spot.size)}
    homes = {spot.role: spot for spot in several if spot.name == "shell:home"}
    chosen = {*once.values(), *fullest.values(), *homes.values()}
    return sorted(chosen, key=lambda spot: (spot.role, spot.name, spot.address))


def by_role(spots: Iterable[Spot]) -> dict[Role, list[Spot]]:
    found: dict[Role, list[Spot]] = {}
    for spot in spots:
        found.setdefault(spot.role, []).append(spot)
    return found
