"""The office changes its own procedure: a check put in, tried on last year, enacted, cases moved."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from periplus.core import clock
from periplus.paths.editing import change_node
from periplus.paths.enums import HitPolicy, NodeKind, VersionState
from periplus.paths.models import Case, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.procedures import change_draft
from periplus.paths.services.telling import PRODUCT
from periplus.paths.services.work import complete_work
from tests.browser.change_scene import Scene, sign_in
from tests.browser.test_keyboard import go_to
from tests.factories.paths import open_work

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
UNTIL_OPINIONS: list[tuple[str, dict[str, Any]]] = [
    ("idea", {"rationale": "A strong laboratory.", "activities": ["Exchange of students"]}),
    ("screen", {"idea_verdict": "go_on", "faculties": ["Engineering"]}),
    ("negotiate", {"draft_text": str(uuid.uuid4())}),
    ("partner_check", {"partner_consent": "agree"}),
]
QUESTION = "Is a check of the law needed?"
STEP = "Check the law of the country"


@pytest.fixture
def scene(context: BrowserContext, live_server: LiveServer) -> Scene:
    made = Scene()
    sign_in(context, live_server, made.office)
    return made


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def write_the_check(page: Page) -> None:
    """From the list of procedures to a new step that a decision table orders."""
    page.goto("/procedures/")
    page.get_by_role("link", name="Agreement: from idea").click()
    press(page, "Write the next version")
    page.locator("#steps").get_by_role("link", name="Note: in approval", exact=True).click()
    expect(page.locator("#panel")).to_be_focused()
    follow(page, "A check by a decision table")
    page.get_by_label("What the decision table answers").fill(QUESTION)
    page.get_by_label("What it looks at").select_option(label="A partner lies outside the EEA (Yes or no)")
    page.get_by_label("What is to be done").fill(STEP)
    page.get_by_label("Who is accountable").select_option(label="Coordination office")
    press(page, "Put it in")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()


def test_the_office_changes_the_agreement_procedure(page: Page, scene: Scene) -> None:
    write_the_check(page)
    expect(page.get_by_text("Every combination of values is answered")).to_be_visible()
    page.locator("#try").get_by_label("Yes", exact=True).check()
    press(page, "What does it say?")
    expect(page.get_by_text("Rule 1 applies.")).to_be_visible()
    page.get_by_label("Name of the test").fill("Overseas")
    press(page, "Keep it as a test")
    expect(page.get_by_text("Overseas")).to_be_visible()
    follow(page, "To the steps")

    follow(page, "Try on last year's cases")
    expect(page.get_by_text("3 cases would have gone another way.")).to_be_visible()
    rows = page.get_by_role("row").filter(has_text=STEP)
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text(f"{QUESTION}: yes (rule 1)")

    follow(page, "Back to the version")
    follow(page, "Put in force")
    page.get_by_label("Reason").fill("Two agreements had to be undone.")
    page.get_by_label("By the decision").select_option(label="B-1 Look at the law of partner countries")
    press(page, "Put in force")

    expect(page.get_by_role("heading", name="Move running cases")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Describe the idea")).to_contain_text("Stays")
    press(page, "Move them all")
    expect(page.get_by_text("2 cases run by version 2 now.")).to_be_visible()
    check_what_came_of_it(scene)
    check_the_panel(page, scene)


def check_what_came_of_it(scene: Scene) -> None:
    version = ProcedureVersion.objects.get(procedure=scene.procedure, number=2)
    assert version.state == VersionState.ENACTED
    assert version.decision_uuid == scene.decision.uuid
    chart = get_chart(version)
    table = next(each for each in chart.tables if each.title["en"] == QUESTION)
    assert table.policy == HitPolicy.UNIQUE
    assert [(rule.cells, rule.results) for rule in table.rules] == [
        (("true",), ("true",)),
        (("false",), ("false",)),
    ]
    assert [test.title for test in table.tests] == ["Overseas"]
    step = next(node for node in chart.nodes if node.title.get("en") == STEP)
    assert step.kind == NodeKind.TASK
    assert set(Case.objects.filter(pk__in=[case.pk for case in scene.running]).values_list("version")) == {
        (version.pk,)
    }


def check_the_panel(page: Page, scene: Scene) -> None:
    """It draws the new version at once; when a case from overseas comes to the new step, it stands there."""
    panel = f"/panel/{scene.procedure.uuid}/"
    page.goto(panel)
    expect(page.get_by_text("Drawn as version 2")).to_be_visible()
    expect(steps_row(page, "Describe the idea")).to_contain_text("2")
    expect(steps_row(page, STEP)).to_contain_text("Coordination office")
    expect(page.locator("#drawing").get_by_text(STEP)).to_have_count(1)
    expect(steps_row(page, STEP).get_by_role("link", name="1", exact=True)).to_have_count(0)

    overseas, at_home = scene.running[1], scene.running[0]
    for case in (overseas, at_home):
        bring_on(case)
    page.goto(panel)
    steps_row(page, STEP).get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("link", name=overseas.title)).to_be_visible()
    expect(page.get_by_role("link", name=at_home.title)).to_have_count(0)


def steps_row(page: Page, title: str) -> Locator:
    return page.locator("#steps").get_by_role("row").filter(has_text=title)


def bring_on(case: Case) -> None:
    """The case as far as the opinions, as if everybody had done their part."""
    for node, outputs in UNTIL_OPINIONS:
        complete_work(actor=PRODUCT, item=open_work(case, node), outputs=outputs, at=clock.now())


def test_a_step_is_changed_by_keyboard_alone(page: Page, scene: Scene) -> None:
    """Found in the list, opened, said otherwise, saved; and a colleague's change does not lose it."""
    page.goto(f"/procedures/{scene.procedure.uuid}/")
    go_to(page, page.get_by_role("button", name="Write the next version"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/**")
    go_to(page, page.get_by_role("link", name="Skip the drawing"))
    page.keyboard.press("Enter")
    go_to(page, page.locator("#steps").get_by_role("link", name="Check the idea", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    go_to(page, page.get_by_label("Days allowed"))
    page.keyboard.press("Control+A")
    page.keyboard.type("9")
    colleague_changes(scene)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing of yours is lost")).to_be_visible()
    expect(page.get_by_label("Days allowed")).to_have_value("9")
    go_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept.")).to_be_visible()
    draft = ProcedureVersion.objects.get(procedure=scene.procedure, number=2)
    assert get_chart(draft).node["screen"].allowance_days == 9
    assert get_chart(draft).node["idea"].allowance_days == 77


def colleague_changes(scene: Scene) -> None:
    draft = ProcedureVersion.objects.get(procedure=scene.procedure, number=2)
    chart = change_node(get_chart(draft), "idea", allowance_days=77)
    change_draft(actor=scene.office, version=draft, chart=chart, revision=draft.revision, at=clock.now())


def test_a_gap_in_a_table_shows_while_it_is_typed(page: Page, scene: Scene) -> None:
    write_the_check(page)
    cell = page.get_by_label("A partner lies outside the EEA, rule 2")
    cell.fill("true")
    expect(page.get_by_text("No rule for")).to_be_visible()
    expect(page.get_by_text("not saved yet")).to_be_visible()
    expect(cell).to_be_focused()
    cell.fill("perhaps(")
    expect(page.locator("#checks").get_by_text("Rule 2, “")).to_be_visible()
    cell.fill("false")
    expect(page.get_by_text("Every combination of values is answered")).to_be_visible()
    assert scene.procedure.versions.count() == 2


def test_editor_and_table_are_read_by_everybody(page: Page, scene: Scene) -> None:
    """Nothing for axe to find, in the light and in the dark, at the desk and on the phone."""
    write_the_check(page)
    table = page.url
    draft = ProcedureVersion.objects.get(procedure=scene.procedure, number=2)
    editor = f"/procedures/versions/{draft.uuid}/steps/screen/"
    pages = (
        table,
        editor,
        f"/procedures/{scene.procedure.uuid}/",
        f"/procedures/versions/{draft.uuid}/trial/",
    )
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
        for address in pages:
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
