"""The map of collaboration: who is on it, walking it, gaps, the list, and that its queries do not grow."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from periplus.core import clock
from periplus.partners.models import Partner
from periplus.paths.enums import Duty
from periplus.paths.models import ProcedureVersion, WorkPlan
from periplus.paths.services.modules import Someone, end_duty, give_duty
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from tests.factories.partners import AgreementLineFactory, agreement_with
from tests.factories.paths import case_on
from tests.web.cast import Enter, html_of, main_of
from tests.web.workplans.conftest import module_of

pytestmark = pytest.mark.django_db
PASSING = re.compile(
    r"<th scope=\"row\"[^>]*><a [^>]*>([^<]*)</a></th>\s*"
    r"<td[^>]*><a [^>]*>([^<]*)</a></td>\s*<td[^>]*>([^<]*)"
)


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def passings(html: str) -> set[tuple[str, str, str]]:
    """From, to, what: as the list says."""
    listed = html.partition('id="passings"')[2].partition("</table>")[0]
    return {(a.strip(), b.strip(), what.strip()) for a, b, what in PASSING.findall(listed)}


def test_nothing_is_said_so(office: Client) -> None:
    assert "Nobody works with anybody yet" in html_of(office.get("/collaboration/"))


def test_plans_cases_and_agreements_are_drawn(
    office: Client,
    plan: WorkPlan,
    approval: ProcedureVersion,
    partner: Partner,
    faculty: Unit,
    people: dict[Role, Person],
) -> None:
    keeper = people[Role.COORDINATOR]
    invited = module_of(plan, "Plan it")
    for held in invited.responsibilities.all():
        end_duty(actor=keeper, responsibility=held, on=clock.today())
    to = Someone(partner=partner.uuid, name="Yves")
    give_duty(actor=keeper, module=invited, duty=Duty.ACCOUNTABLE, to=to, on=clock.today())
    case_on(approval, actor=people[Role.OFFICE], unit=faculty)
    agreement = agreement_with(partner, institution=faculty.institution, unit=faculty, state="in_force")
    AgreementLineFactory.create(agreement=agreement, partner=partner, direction="out", places=3)
    found = passings(main_of(office.get("/collaboration/")))
    assert found == {
        (partner.name, "Engineering", "Programme"),
        ("From outside", "Engineering", "Rooms"),
        ("Nobody", "Engineering", "Money"),
        ("Coordination office", "Unit coordinator", "Proposal"),
        (partner.name, "Engineering", "3 places for exchange"),
    }


@pytest.mark.usefixtures("plan")
def test_one_walks_from_party_to_party(
    office: Client, approval: ProcedureVersion, people: dict[Role, Person]
) -> None:
    case_on(approval, actor=people[Role.OFFICE])
    html = main_of(office.get("/collaboration/"))
    near = html_of(office.get("/collaboration/?at=role:office"))
    assert 'href="/collaboration/?at=role%3Aoffice"' in html
    assert passings(near) == {("Coordination office", "Unit coordinator", "Proposal")}
    assert 'href="/collaboration/?at=role%3Acoordinator"' in near
    assert "Money" not in near
    assert passings(html_of(office.get("/collaboration/?at=nonsense"))) == passings(html)


def test_gaps_and_conflicts_are_marked(office: Client, plan: WorkPlan) -> None:
    module_of(plan, "Teach").responsibilities.all().delete()
    html = main_of(office.get("/collaboration/"))
    assert "Gaps and conflicts" in html
    assert "Teach: Name one person who answers for it." in html
    assert 'class="node party nobody bad"' in html


def test_hostile_names_stay_text(office: Client, plan: WorkPlan, people: dict[Role, Person]) -> None:
    give_duty(
        actor=people[Role.COORDINATOR],
        module=module_of(plan, "Plan it"),
        duty=Duty.RESPONSIBLE,
        to=Someone(name="<script>alert(1)</script>"),
        on=clock.today(),
    )
    html = office.get("/collaboration/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.usefixtures("plan")
def test_students_have_no_map_and_guests_only_theirs(enter: Enter) -> None:
    assert enter(Role.STUDENT).get("/collaboration/").status_code == 404
    assert "Programme" not in html_of(enter(Role.PARTNER).get("/collaboration/"))


@pytest.mark.usefixtures("plan")
def test_the_list_is_exported(office: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.get("/collaboration/export.xlsx").content))
    assert [list(row) for row in book["What passes"].values][1][:3] == [
        "From outside",
        "Engineering",
        "Rooms",
    ]
    assert "From,To,What" in office.get("/collaboration/export.csv").content.decode()
    assert office.get("/collaboration/export.doc").status_code == 404


def test_more_cases_need_no_more_queries(
    office: Client, approval: ProcedureVersion, people: dict[Role, Person]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as told:
            html_of(office.get("/collaboration/"))
        return len(told)

    case_on(approval, actor=people[Role.OFFICE])
    queries()
    before = queries()
    for _ in range(3):
        case_on(approval, actor=people[Role.OFFICE])
    assert queries() == before
