"""A responsibility list: made, seen, changed in one table and seen in the other, closed."""

import io
import re
import uuid

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader

from periplus.core import clock
from periplus.partners.models import Partner
from periplus.paths.models import ProcedureVersion, Responsibility, WorkPlan
from periplus.paths.services.workplans import set_plan_partners
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.partners import PartnerFactory, agreement_with
from tests.web.cast import Answer, Enter, html_of, main_of
from tests.web.workplans.conftest import module_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


@pytest.fixture
def coordinator(enter: Enter) -> Client:
    return enter(Role.COORDINATOR)


def url(plan: WorkPlan, more: str = "") -> str:
    return f"/responsibilities/{plan.uuid}/{more}"


def table(html: str, name: str) -> str:
    """One of the two tables of the page."""
    return html.partition(f'id="{name}"')[2].partition("</table>")[0]


def test_a_procedure_becomes_a_list_by_one_click(enter: Enter, approval: ProcedureVersion) -> None:
    office = enter(Role.OFFICE)
    assert "Approval of a cooperation" in main_of(office.get("/responsibilities/new/"))
    page = f"/procedures/{approval.procedure.uuid}/"
    assert f"/responsibilities/new/procedure/{approval.procedure.uuid}/" in main_of(office.get(page))
    made = office.post(f"/responsibilities/new/procedure/{approval.procedure.uuid}/")
    assert made.status_code == 303
    html = main_of(office.get(made["Location"]))
    assert "Write the proposal" in table(html, "responsibilities")
    assert "Coordination office" in table(html, "responsibilities")
    assert "2. Check the proposal" in table(html, "matrix")
    assert "Proposal" in table(html, "matrix")
    assert "Make the list from the steps" not in main_of(office.get(page))
    assert made["Location"] in main_of(office.get(page))
    again = office.post(f"/responsibilities/new/procedure/{approval.procedure.uuid}/")
    assert "has a responsibility list already" in html_of(again, 403)


def test_a_change_in_one_table_shows_in_the_other(coordinator: Client, plan: WorkPlan) -> None:
    before = main_of(coordinator.get(url(plan)))
    assert "Nobody is accountable" not in before
    assert "from nowhere" in table(before, "matrix")
    assert "No module puts out “Money”" in table(before, "responsibilities")
    teach = module_of(plan, "Teach")
    written = {
        "title": "Teach and grade",
        "inputs": "Programme\nRooms",
        "outputs": "Grades",
        "evaluation": "",
    }
    saved = coordinator.post(f"/responsibilities/modules/{teach.uuid}/", written)
    assert saved["Location"] == url(plan)
    html = main_of(coordinator.get(url(plan)))
    assert "Teach and grade" in table(html, "responsibilities")
    assert "Teach and grade" in table(html, "matrix")
    assert "No conflict" in html


def opened_in(page: Answer) -> str:
    """What the form says of the module as it was read."""
    found = re.search(r'name="opened" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def part(html: str) -> str:
    """What is swapped: the element `#sheet`."""
    at = html.index('id="sheet"')
    return TOKEN.sub(r"\1", html[at : html.index("</main>")])


def test_what_is_swapped_is_what_a_reload_shows(coordinator: Client, plan: WorkPlan) -> None:
    teach = module_of(plan, "Teach")
    swapping = {"hx-request": "true", "hx-target": "sheet"}
    for address in (url(plan), url(plan, "modules/add/"), f"/responsibilities/modules/{teach.uuid}/"):
        whole = html_of(coordinator.get(address))
        assert part(whole) == part(html_of(coordinator.get(address, headers=swapping)))
    moved = coordinator.post(
        f"/responsibilities/modules/{teach.uuid}/move/up/", headers=swapping, follow=True
    )
    assert part(html_of(moved)) == part(html_of(coordinator.get(url(plan))))
    assert html_of(moved).index("Teach") < html_of(moved).index("Plan it")


def test_duties_are_given_and_taken_away(
    coordinator: Client, plan: WorkPlan, people: dict[Role, Person], partner: Partner
) -> None:
    teach = module_of(plan, "Teach")
    give = f"/responsibilities/modules/{teach.uuid}/duties/"
    answers = [
        {"duty-duty": "responsible", "duty-person": people[Role.TEACHER].uuid},
        {"duty-duty": "consulted", "duty-other": "role:office"},
        {"duty-duty": "informed", "duty-name": "Ministry of education"},
    ]
    for answer in answers:
        assert coordinator.post(give, answer).status_code == 303
    set_plan_partners(actor=people[Role.OFFICE], plan=plan, partners=[partner.uuid], on=clock.today())
    at_partner = {"duty-duty": "consulted", "duty-other": f"partner:{partner.uuid}", "duty-name": "Yves"}
    assert coordinator.post(give, at_partner).status_code == 303
    html = table(main_of(coordinator.get(url(plan))), "responsibilities")
    for words in ("Rui teacher", "Coordination office", "Ministry of education", "Yves", partner.name):
        assert words in html
    nobody = coordinator.post(give, {"duty-duty": "informed"})
    assert "Say who" in html_of(nobody, 422)
    held = Responsibility.objects.get(module=teach, name="Yves")
    assert coordinator.post(f"/responsibilities/duties/{held.uuid}/end/").status_code == 303
    assert "Yves" not in table(main_of(coordinator.get(url(plan))), "responsibilities")


def test_modules_are_added_and_taken_out(coordinator: Client, plan: WorkPlan) -> None:
    added = coordinator.post(url(plan, "modules/add/"), {"title": "Invite"}, follow=True)
    assert "Invite" in html_of(added)
    assert "Nobody is accountable" in html_of(added)
    nameless = coordinator.post(url(plan, "modules/add/"), {"title": " "})
    assert "One thing must be put right" in html_of(nameless, 422)
    invite = module_of(plan, "Invite")
    gone = coordinator.post(f"/responsibilities/modules/{invite.uuid}/remove/", follow=True)
    assert "Invite" not in table(html_of(gone), "responsibilities")


def test_who_may_not_keep_it_reads_it(enter: Enter, plan: WorkPlan) -> None:
    teacher = enter(Role.TEACHER)
    html = main_of(teacher.get(url(plan)))
    assert "Add a module" not in html
    assert "Move up" not in html
    answer = teacher.post(url(plan, "modules/add/"), {"title": "Mine"})
    assert answer.status_code == 403


def test_guests_see_the_lists_of_their_partner(
    enter: Enter, plan: WorkPlan, partner: Partner, coordinator: Client
) -> None:
    guest = enter(Role.PARTNER)
    assert guest.get(url(plan)).status_code == 404
    assert "Summer school" not in main_of(guest.get("/responsibilities/"))
    kept = coordinator.post(f"{url(plan, 'partners/')}?partner={partner.uuid}")
    assert kept.status_code == 303
    assert "Summer school" in main_of(guest.get("/responsibilities/"))
    assert "Add a module" not in main_of(guest.get(url(plan)))
    assert "/units/" not in main_of(guest.get(url(plan)))
    assert partner.name in main_of(coordinator.get(url(plan, "partners/"), follow=True))


def test_a_list_about_an_agreement_takes_its_partners(enter: Enter, people: dict[Role, Person]) -> None:
    partner = PartnerFactory.create()
    agreement = agreement_with(
        partner, institution=people[Role.OFFICE].institution, title="Exchange of teachers"
    )
    office = enter(Role.OFFICE)
    found = main_of(office.get("/responsibilities/new/about/?type=partners.agreement&find=teachers"))
    assert "Exchange of teachers" in found
    address = f"/responsibilities/new/begin/?type=partners.agreement&subject={agreement.uuid}"
    assert address.replace("&", "&amp;") in main_of(office.get(f"/agreements/{agreement.uuid}/"))
    assert "Exchange of teachers" in main_of(office.get(address))
    made = office.post(address, {"title": "Teachers", "owner": people[Role.OFFICE].uuid})
    plan = WorkPlan.objects.get(title="Teachers")
    assert made["Location"] == url(plan)
    assert (plan.subject_uuid, plan.partners) == (agreement.uuid, [str(partner.uuid)])
    assert partner.name in main_of(office.get(url(plan)))
    assert url(plan) in main_of(office.get(f"/agreements/{agreement.uuid}/"))


def test_closed_lists_stay_to_be_read(coordinator: Client, plan: WorkPlan) -> None:
    coordinator.post(url(plan, "close/"))
    html = main_of(coordinator.get(url(plan)))
    assert "Closed" in html
    assert "No module puts out" not in html
    assert coordinator.post(url(plan, "reopen/")).status_code == 303
    assert "No module puts out" in main_of(coordinator.get(url(plan)))


def test_it_is_changed_and_found(coordinator: Client, plan: WorkPlan) -> None:
    written = {"title": "Winter school", "unit": plan.unit.uuid, "given": "Rooms\nMoney"}  # type: ignore[union-attr]
    assert coordinator.post(url(plan, "change/"), written).status_code == 303
    html = main_of(coordinator.get(url(plan)))
    assert "from nowhere" not in html
    assert "Winter school" in html_of(coordinator.get("/search/?q=winter"))


def test_both_tables_as_files(coordinator: Client, plan: WorkPlan) -> None:
    answer = coordinator.get(url(plan, "export.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Responsibility list", "Functional matrix", "Conflicts"]
    duties, matrix, wrong = (list(book[name].values) for name in book.sheetnames)
    assert duties[1][0] == matrix[1][0] == "1. Plan it"
    assert "Rui coordinator" in str(duties[1][2])
    assert matrix[2][1] == "Programme (from 1)\nRooms (from outside)\nMoney (from nowhere)"
    assert wrong[1][1] == "An input comes from nowhere"
    pdf = PdfReader(io.BytesIO(coordinator.get(url(plan, "export.pdf")).content))
    text = "".join("".join(page.extract_text() for page in pdf.pages).split())
    for words in ("Summerschool", "Responsibilitylist", "Functionalmatrix", "Money(fromnowhere)"):
        assert words in text
    assert coordinator.get(url(plan, "export.doc")).status_code == 404
    assert coordinator.get(f"/responsibilities/{uuid.uuid4()}/export.pdf").status_code == 404


def test_what_is_due_needs_whoever_does_it(coordinator: Client, plan: WorkPlan) -> None:
    plan.modules.filter(title="Teach").update(due_on=clock.today())
    assert "Your part of Summer school" in main_of(coordinator.get("/"))


def test_nobody_overwrites_what_a_colleague_wrote_meanwhile(coordinator: Client, plan: WorkPlan) -> None:
    teach = module_of(plan, "Teach")
    address = f"/responsibilities/modules/{teach.uuid}/"
    opened = opened_in(coordinator.get(address))
    written = {"title": "Teach", "inputs": "Programme\nRooms\nMoney", "opened": opened}
    assert coordinator.post(address, written | {"evaluation": "Grades are fair"}).status_code == 303
    second = coordinator.post(address, written | {"outputs": "Grades"})
    html = html_of(second, 422)
    assert "A colleague has changed this meanwhile." in html
    assert "It says now: Grades are fair" in html
    assert html.count("It says now") == 2 * 2  # evaluation and outputs, above and at the field
    assert module_of(plan, "Teach").evaluation == "Grades are fair"
    seen = written | {"evaluation": "Grades are fair", "outputs": "Grades", "opened": opened_in(second)}
    assert coordinator.post(address, seen).status_code == 303
    assert module_of(plan, "Teach").outputs == ["Grades"]


def test_a_module_is_taken_out_after_a_question(coordinator: Client, plan: WorkPlan) -> None:
    teach = module_of(plan, "Teach")
    html = html_of(coordinator.get(f"/responsibilities/modules/{teach.uuid}/"))
    dialog = html[html.index('<dialog class="dialog" id="remove-module"') :].partition("</dialog>")[0]
    assert "Take this module out?" in dialog
    assert "It goes for good, and with it 1 duty." in dialog
    assert f'action="/responsibilities/modules/{teach.uuid}/remove/"' in dialog
    assert html.count(f"/responsibilities/modules/{teach.uuid}/remove/") == 1
