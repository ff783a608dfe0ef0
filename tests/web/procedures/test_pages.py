"""Every page of procedures opens, says what it is about, and keeps out whom it does not concern."""

import pytest
from django.test import Client
from django.urls import reverse

from periplus.paths import library
from periplus.paths.chart import to_json
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.web.cast import Enter, html_of, main_of
from tests.web.procedures.conftest import draft_of, taken

pytestmark = pytest.mark.django_db
STAFF = [role for role in Role if role not in {Role.STUDENT, Role.PARTNER}]


def at(name: str, version: ProcedureVersion, *more: object) -> str:
    return reverse(f"versions:{name}", args=[version.uuid, *more])


def test_an_empty_university_is_shown_the_way_to_the_library(office: Client) -> None:
    html = main_of(office.get("/procedures/"))
    assert "No procedure yet" in html
    assert 'href="/procedures/library/"' in html


def test_a_ready_procedure_is_looked_at_and_taken_over(office: Client) -> None:
    assert "budget" in main_of(office.get("/procedures/library/")).lower()
    item = "/procedures/library/budget_transfer/"
    assert "Take it over" in main_of(office.get(item))
    answer = office.post(item)
    assert answer.status_code == 303
    version = ProcedureVersion.objects.get()
    assert to_json(get_chart(version)) == to_json(library.find_chart("budget_transfer"))
    assert "Draft" in main_of(office.get(answer["Location"]))
    assert "Take it over" not in main_of(office.get(item))
    assert office.get("/procedures/library/no_such/").status_code == 404


def test_the_list_says_what_is_in_force(office: Client, agreements: ProcedureVersion) -> None:
    html = main_of(office.get("/procedures/"))
    assert "Agreement: from idea to signature and renewal" in html
    assert "In force" in html
    assert "No procedure yet" not in html
    assert main_of(office.get("/procedures/?state=draft")).count("Agreement: from idea") == 0
    assert agreements.number == 1


@pytest.mark.parametrize("role", STAFF)
def test_staff_read_procedures(enter: Enter, agreements: ProcedureVersion, role: Role) -> None:
    client = enter(role)
    html = main_of(client.get(reverse("procedures:detail", args=[agreements.procedure.uuid])))
    assert "Describe the idea" in html
    assert "<svg" in html
    assert ("Write the next version" in html) == (role == Role.OFFICE)
    for name in ("detail", "trial", "bpmn", "dmn"):
        assert client.get(at(name, agreements)).status_code == 200
    assert client.get(at("table", agreements, "approval_level")).status_code == 200


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARTNER])
def test_others_do_not_learn_of_them(enter: Enter, agreements: ProcedureVersion, role: Role) -> None:
    client = enter(role)
    assert client.get("/procedures/").status_code == 404
    assert client.get(at("detail", agreements)).status_code == 404


@pytest.fixture
def draft(university: Institution, alice: Person) -> ProcedureVersion:
    (version,) = taken(university, alice, "budget_transfer")
    return draft_of(version, alice)


def test_every_panel_of_every_step_opens(office: Client, draft: ProcedureVersion) -> None:
    for node in get_chart(draft).nodes:
        html = main_of(office.get(at("step", draft, node.key)))
        assert 'id="panel"' in html
        for what in ("after", "before", "check", "choice", "only-if", "beside", "deadline"):
            url = at("add", draft, node.key, what)
            assert office.get(url).status_code == (200 if f'href="{url}"' in html else 404), url
        for name in ("move", "remove"):
            url = at(name, draft, node.key)
            assert f'href="{url}"' not in html or office.get(url).status_code == 200
        for place in range(len(node.items)):
            assert office.get(at("item", draft, node.key, place)).status_code == 200


def test_every_other_page_of_a_draft_opens(office: Client, draft: ProcedureVersion) -> None:
    urls = [at(name, draft) for name in ("describe", "enact", "trial", "bring-tables", "brought")]
    urls += [at("flow", draft, flow.key) for flow in get_chart(draft).flows]
    for table in get_chart(draft).tables:
        urls += [at("table", draft, table.key), at("rename-table", draft, table.key)]
        urls += [at("add-column", draft, table.key, "inputs"), at("column", draft, table.key, "outputs", 0)]
    assert {url: status for url in urls if (status := office.get(url).status_code) != 200} == {}


def test_what_is_in_force_is_not_written(office: Client, agreements: ProcedureVersion) -> None:
    assert office.get(at("step", agreements, "idea")).status_code == 403
    assert "Copy it to a new draft" in html_of(office.get(at("step", agreements, "idea")), 403)
    assert "Copy to a new draft" in main_of(office.get(at("detail", agreements)))


def test_the_office_begins_an_empty_procedure(office: Client) -> None:
    assert office.get("/procedures/new/").status_code == 200
    answer = office.post("/procedures/new/", {"title": "Visa letters", "subject_type": ""})
    assert answer.status_code == 303
    procedure = Procedure.objects.get()
    assert procedure.key == "visa_letters"
    assert "It is sound" in main_of(office.get(answer["Location"]))


def test_a_version_is_copied_to_a_draft_and_to_another_procedure(
    office: Client, agreements: ProcedureVersion
) -> None:
    office.post(at("draft", agreements))
    second = agreements.procedure.versions.get(number=2)
    assert get_chart(second) == get_chart(agreements)
    office.post(at("copy", agreements), {"title": "Agreements with cities"})
    copy = Procedure.objects.get(key="agreements_with_cities")
    assert len(get_chart(copy.versions.get()).nodes) == len(get_chart(agreements).nodes)
    office.post(at("discard", second))
    second.refresh_from_db()
    assert second.state == "discarded"
    assert "Discarded" in main_of(office.get(at("detail", second)))
