"""Lists and the pages behind them in real Chromium: filters without reload, and without scripts too."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect

from periplus.partners.enums import AgreementState, Watch
from periplus.people.enums import Role
from tests.factories.mobility import StayFactory
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
    twin_of,
)
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from periplus.partners.models import Agreement, Partner

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def agreement(context: BrowserContext, live_server: LiveServer) -> Agreement:
    """The coordination office is signed in; there are partners, an agreement, stays."""
    institution = InstitutionFactory.create(name="University of Porto")
    twin, unit = twin_of(institution), UnitFactory.create(institution=institution)
    office = person_as(Role.OFFICE, institution=institution, name="Marta Silva")
    client = Client()
    client.force_login(office)
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    nantes = PartnerFactory.create(name="Université de Nantes", city="Nantes")
    watch = {"watch": Watch.CLOSE, "watch_until": dt.date(2030, 1, 1)}
    PartnerFactory.create(name="Universidade de Campinas", country="BR", **watch)
    made: Agreement = agreement_with(nantes, institution=institution, unit=unit, coordinator=office)
    line = AgreementLineFactory.create(agreement=made, partner=nantes, field="0531")
    LineYearFactory.create(line=line, year=2024, used=2, reported_on=dt.date(2025, 10, 1))
    StayFactory.create(sending=twin, receiving=nantes, line=line, unit=unit)
    return made


def partner_of(agreement: Agreement) -> Partner:
    return agreement.partners.get()


def expect_shown(page: Page, names: list[str]) -> None:
    """Wait until these rows are shown: a click comes back before the page that it asks for is there."""
    expect(page.locator(".list-table tbody th")).to_have_text(names)


BOTH = ["Universidade de Campinas", "Université de Nantes"]


@pytest.mark.usefixtures("agreement")
def test_filters_swap_the_rows_and_survive_reload_and_back(page: Page) -> None:
    page.goto("/partners/")
    expect_shown(page, BOTH)
    page.locator("summary", has_text="Country").click()
    page.get_by_label("Brazil").check()
    expect(page.locator("[data-list-count]")).to_have_text("1 partner")
    expect_shown(page, BOTH[:1])
    expect(page).to_have_url(re.compile(r"/partners/\?show=ours&country=BR$"))
    expect(page.locator("summary", has_text="Country").locator(".count")).to_have_text("1")
    expect(page.locator("[data-list-said]")).to_have_text("1 partner")
    expect(page.get_by_label("Brazil")).to_be_visible()  # the menu stays open for a second tick
    swapped = page.locator("#results").inner_text()
    page.reload()
    expect(page.locator("#results")).to_have_text(swapped, use_inner_text=True)
    page.get_by_role("link", name="Country: Brazil").click()
    expect_shown(page, BOTH)
    page.go_back()
    expect_shown(page, BOTH[:1])


@pytest.mark.usefixtures("agreement")
def test_back_after_a_swap_brings_the_whole_page(page: Page) -> None:
    page.goto("/partners/")
    page.get_by_role("searchbox", name="Search names").fill("camp")
    expect(page.locator("[data-list-count]")).to_have_text("1 partner")
    page.go_back()
    expect(page.locator("[data-list-count]")).to_have_text("2 partners")
    expect(page.get_by_role("heading", name="Partners")).to_be_visible()


@pytest.mark.usefixtures("agreement")
def test_many_choices_can_be_searched_and_the_menu_closes(page: Page) -> None:
    for number, code in enumerate(("AT", "BE", "CL", "CN", "CO", "DE", "EC", "ES", "IT", "JP", "PL", "SE")):
        PartnerFactory.create(name=f"P{number}", country=code)
    page.goto("/partners/")
    menu = page.locator("details", has=page.locator("summary", has_text="Country"))
    menu.locator("summary").click()
    menu.get_by_label("Find in Country").fill("aus")
    expect(menu.get_by_label("Austria")).to_be_visible()
    expect(menu.get_by_label("Brazil")).to_be_hidden()
    assert page.url.endswith("/partners/")
    page.keyboard.press("Escape")
    expect(menu.get_by_label("Austria")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


@pytest.mark.usefixtures("agreement")
def test_all_rows_are_ticked_and_asked_about(page: Page) -> None:
    page.goto("/partners/")
    page.get_by_label("Choose all rows of this page").check()
    expect(page.locator("[data-chosen]")).to_have_text("2 ticked")
    page.get_by_label("Choose Université de Nantes").uncheck()
    expect(page.locator("[data-chosen]")).to_have_text("1 ticked")
    page.get_by_role("button", name="Set the watch").click()
    expect(page.locator(".list-named li")).to_have_text(["Universidade de Campinas"])
    page.get_by_label("What is to become of it").select_option("none")
    page.get_by_role("button", name="Set the watch").click()
    expect(page.get_by_text("1 partner: No watch.")).to_be_visible()


@pytest.mark.usefixtures("agreement")
def test_a_view_is_kept_and_watched(page: Page) -> None:
    page.goto("/partners/?watch=close")
    page.get_by_text("Saved views").click()
    page.get_by_label("Name of the view").fill("To close")
    page.get_by_role("button", name="Keep this view").click()
    page.get_by_text("Saved views").click()
    page.get_by_role("button", name="Tell me when this changes").click()
    expect(page.get_by_text("You are told when “To close” changes.")).to_be_visible()


@pytest.mark.usefixtures("agreement")
def test_everything_works_without_scripts(context: BrowserContext, live_server: LiveServer) -> None:
    assert context.browser is not None
    bare = context.browser.new_context(base_url=live_server.url, java_script_enabled=False)
    bare.add_cookies(context.cookies())  # type: ignore[arg-type]  # what one context gives the other takes
    page = bare.new_page()
    page.goto("/partners/")
    page.get_by_role("searchbox", name="Search names").fill("camp")
    page.get_by_role("button", name="Apply").click()
    expect_shown(page, BOTH[:1])
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("City").uncheck()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".list-table thead")).not_to_contain_text("City")
    expect_shown(page, BOTH[:1])
    bare.close()


def test_a_step_asks_in_a_dialog_and_is_taken(page: Page, agreement: Agreement) -> None:
    page.goto(f"/agreements/{agreement.uuid}/")
    page.get_by_role("button", name="Give notice").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Notice given today ends it before")
    dialog.get_by_label("Reason").fill("Nobody goes there.")
    dialog.get_by_role("button", name="Give notice").click()
    expect(page.get_by_text("Ended by notice.")).to_be_visible()
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.TERMINATED


def test_on_a_phone_filters_unfold(page: Page, agreement: Agreement) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict has the keys
    page.goto("/partners/")
    expect(page.locator("summary", has_text="Country")).to_be_hidden()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("All filters").check()
    expect(page.locator("summary", has_text="Country")).to_be_visible()
    assert asked == []
    assert agreement.reference


@pytest.mark.usefixtures("agreement")
def test_on_a_phone_a_row_is_a_block_that_names_its_columns(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict has the keys
    page.goto("/agreements/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader"))
    for words in ("Université de Nantes", "In force"):
        expect(row.get_by_role("cell").filter(has_text=words)).to_be_in_viewport(ratio=1)
    page.get_by_role("columnheader", name="Reference").get_by_role("link").click()
    expect(page).to_have_url(re.compile("sort=reference"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_no_page_is_too_wide(
    page: Page, agreement: Agreement, size: dict[str, int], scheme: str
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict has the keys
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
    partner = partner_of(agreement)
    for address in (
        "/partners/",
        f"/partners/{partner.uuid}/",
        "/partners/new/",
        "/agreements/?state=in_force",
        f"/agreements/{agreement.uuid}/",
        "/agreements/new/?find=nantes",
        "/agreements/new/?find=nowhere",
        "/agreements/?q=nowhere",
        "/stays/mine/",
        f"/agreements/new/?partner={partner.uuid}&on=1",
        "/stays/",
        f"/stays/new/?partner={partner.uuid}&on=1",
        "/budget/",
    ):
        page.goto(address, wait_until="networkidle")
        results = Axe().run(page)
        assert results.violations_count == 0, f"{address}\n{results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
