"""A dean finds, understands and finishes three tasks in two minutes by keyboard alone; axe reads them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect

from periplus.people.enums import Role
from tests.browser.test_keyboard import go_to
from tests.factories.paths import (
    APPROVAL,
    EVERYTHING,
    case_on,
    chain,
    open_keys,
    open_work,
    produced,
    task,
    version_of,
    words,
)
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from periplus.paths.models import Case
    from periplus.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
TWO_MINUTES = 120
READING = 8  # seconds that a person takes to read one page, twice for each task
HIGHEST = 9 * READING
CHECK = task(
    "check",
    "Look through the plan",
    produced("comment"),
    role=Role.COORDINATOR,
    guidance=words("Does the faculty want it?"),
    allowance_days=2,
)
NOD = task("nod", "Take note of the report", role=Role.COORDINATOR, allowance_days=20)


class Desk:
    """A university, its dean, and three cases that wait for the dean."""

    def __init__(self) -> None:
        self.institution = InstitutionFactory.create(name="University of Porto")
        root = UnitFactory.create(institution=self.institution, name="University of Porto", code="UP")
        self.faculty = UnitFactory.create(institution=self.institution, parent=root, name="Arts", code="ART")
        self.dean: Person = person_as(Role.COORDINATOR, unit=self.faculty, name="Dora Dean")
        self.office: Person = person_as(Role.OFFICE, institution=self.institution, name="Marta Silva")

    def cases(self) -> list[Case]:
        plan = version_of(chain("plan", "Plan of a cooperation", CHECK), self.institution)
        report = version_of(chain("report", "Report of the year", NOD), self.institution)
        begun = [(plan, "Exchange with Turin"), (plan, "Summer school in Lyon"), (report, "Report 2026")]
        return [
            case_on(version, actor=self.office, unit=self.faculty, title=title) for version, title in begun
        ]


def enter(context: BrowserContext, live_server: LiveServer, person: Person) -> Client:
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    key = client.cookies[name].value
    context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
    return client


MY_WORK = re.compile(r"/work/(#main)?$")


def past_the_navigation(page: Page) -> None:
    """By the first link of the page, unless the focus begins behind it: the address remembers it."""
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the matter itself")
    if skip.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Enter")


def finish_first(page: Page, comment: str = "") -> None:
    """From the list to the first task, and back when it is done."""
    past_the_navigation(page)
    row = page.locator("tbody th a").first
    go_to(page, row)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/work/[0-9a-f-]{36}/"))
    past_the_navigation(page)
    if comment:
        go_to(page, page.get_by_role("textbox", name="Comment"))
        page.keyboard.type(comment)
        page.keyboard.press("Enter")  # as in any form, Enter finishes
    else:
        go_to(page, page.get_by_role("button", name="Finish"))
        page.keyboard.press("Enter")
    page.wait_for_url(MY_WORK)


def test_three_tasks_in_two_minutes_by_keyboard(
    context: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    desk = Desk()
    cases = desk.cases()
    enter(context, live_server, desk.dean)
    page.goto("/")
    begun = time.monotonic()
    expect(page.get_by_role("heading", name="Three things need you")).to_be_visible()
    go_to(page, page.get_by_role("link", name="My work"))
    page.keyboard.press("Enter")
    page.wait_for_url(MY_WORK)
    for comment in ("Yes, we want it", "Only with housing", ""):
        finish_first(page, comment)
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    taken = time.monotonic() - begun
    assert [open_keys(case) for case in cases] == [[], [], []]
    assert taken + HIGHEST < TWO_MINUTES, f"{taken:.0f} s without reading"


def test_axe_finds_nothing_on_the_pages_of_work(
    context: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    desk = Desk()
    first = desk.cases()[0]
    everything = case_on(version_of(EVERYTHING, desk.institution), actor=desk.office, title="Everything")
    approval = version_of(APPROVAL, desk.institution)
    wide = case_on(approval, actor=desk.office, unit=desk.faculty, title="Approval")
    client = enter(context, live_server, desk.office)
    posted = {"v-proposal": "Ten places", "v-amount": "1250"}
    client.post(f"/work/{open_work(wide, 'write').uuid}/", posted)
    fill = f"/work/{open_work(everything, 'fill').uuid}/"
    begun = {"v-costs-rows": "1", "v-costs-0-what": "x", "v-contact-find": "a", "do": "find:contact"}
    client.post(fill, begun)
    urls = ["/work/", "/work/all/", fill, f"/cases/{wide.uuid}/", f"/cases/{first.uuid}/", "/cases/"]
    urls += ["/cases/new/", f"/cases/new/{approval.procedure.uuid}/", "/work/away/", "/work/away/new/"]
    urls += ["/work/reminders/", "/work/reminders/new/", f"{fill}hand-over/", f"/cases/{wide.uuid}/priority/"]
    for url in urls:
        page.goto(url, wait_until="networkidle")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{url}\n{found.generate_report()}"
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{url} is {wider} px wider than the window"
