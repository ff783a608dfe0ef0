"""Responsibility lists in the browser: both tables change in place; axe and the phone read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from periplus.core import clock
from periplus.paths.enums import Duty
from periplus.paths.library import list_charts
from periplus.paths.models import WorkPlan
from periplus.paths.services.modules import ModuleTerms, Someone, add_module, give_duty
from periplus.paths.services.workplans import PlanTerms, make_workplan, make_workplan_of_procedure
from tests.browser.test_work_by_keyboard import Desk, enter
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with, twin_of
from tests.factories.paths import case_on, version_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


class School(Desk):
    """A summer school with a partner in Turin, and a ready procedure with its list."""

    def __init__(self) -> None:
        super().__init__()
        twin_of(self.institution)
        self.turin = PartnerFactory.create(name="Università di Torino")
        self.plan = self._plan()
        chart = next(chart for chart in list_charts() if chart.key == "agreement_life")
        version = version_of(chart, self.institution)
        today = clock.today()
        self.procedure_plan = make_workplan_of_procedure(
            actor=self.office, procedure=version.procedure, on=today
        )
        agreement = agreement_with(
            self.turin, institution=self.institution, unit=self.faculty, state="in_force"
        )
        AgreementLineFactory.create(agreement=agreement, partner=self.turin, direction="out", places=3)
        case_on(version, actor=self.office, subject=agreement.uuid)

    def _plan(self) -> WorkPlan:
        today = clock.today()
        terms = PlanTerms("Summer school with Turin", self.faculty, self.dean, ("Rooms",))
        plan = make_workplan(actor=self.dean, institution=self.institution, terms=terms, on=today)
        dean, turin = Someone(person=self.dean), Someone(partner=self.turin.uuid, name="Paola Rossi")
        several = [
            (
                ModuleTerms(
                    "Write the programme", outputs=("Programme",), evaluation="Approve the programme"
                ),
                dean,
                turin,
            ),
            (ModuleTerms("Approve the programme", ("Programme",), ("Approval",)), dean, None),
            (ModuleTerms("Teach", ("Approval", "Rooms", "Money"), ("Grades",)), turin, turin),
            (ModuleTerms("Recognise the credits", ("Grades",)), None, dean),
        ]
        for terms_of, answers, does in several:
            module = add_module(actor=self.dean, plan=plan, terms=terms_of, on=today)
            for duty, to in ((Duty.ACCOUNTABLE, answers), (Duty.RESPONSIBLE, does)):
                if to is not None:
                    give_duty(actor=self.dean, module=module, duty=duty, to=to, on=today)
        return plan


def test_a_module_is_changed_in_place(context: BrowserContext, page: Page, live_server: LiveServer) -> None:
    school = School()
    enter(context, live_server, school.dean)
    page.goto(f"/responsibilities/{school.plan.uuid}/")
    page.evaluate("window.sameDocument = true")
    page.locator("#responsibilities").get_by_role("link", name="Teach").click()
    expect(page.get_by_role("textbox", name="Module")).to_be_focused()
    page.get_by_role("textbox", name="Module").fill("Teach for two weeks")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#matrix").get_by_role("link", name="Teach for two weeks")).to_be_visible()
    expect(page.locator("#messages")).to_contain_text("The module is changed.")
    page.get_by_role("button", name="Move up: Teach for two weeks").click()
    row = page.locator("#matrix tbody tr").nth(1)
    expect(row).to_contain_text("Teach for two weeks")
    expect(page).to_have_url(re.compile(rf"/responsibilities/{school.plan.uuid}/$"))
    assert page.evaluate("window.sameDocument") is True
    page.get_by_role("link", name="Add a module").click()
    page.get_by_role("textbox", name="Module").fill("Report")
    page.get_by_role("button", name="Add it").click()
    page.get_by_label("Duty", exact=True).select_option("accountable")
    page.get_by_label("Colleague").select_option(label="Marta Silva")
    page.get_by_role("button", name="Give the duty").click()
    expect(page.locator("#responsibilities tbody tr").last).to_contain_text("Marta Silva")


def test_axe_and_the_phone_find_nothing(context: BrowserContext, page: Page, live_server: LiveServer) -> None:
    school = School()
    enter(context, live_server, school.office)
    module = school.plan.modules.get(title="Teach")
    addresses = [
        "/responsibilities/",
        "/responsibilities/new/",
        f"/responsibilities/{school.plan.uuid}/",
        f"/responsibilities/{school.procedure_plan.uuid}/",
        f"/responsibilities/modules/{module.uuid}/",
        f"/responsibilities/{school.plan.uuid}/partners/?partner={school.turin.uuid}",
        "/collaboration/",
        f"/collaboration/?at=partner:{school.turin.uuid}",
    ]
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for address in addresses:
            page.goto(address)
            found = Axe().run(page).response["violations"]
            assert found == [], f"{address}: {[(one['id'], one['nodes'][0]['html']) for one in found]}"
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 0, f"{address} is {wider} px wider than the window"
