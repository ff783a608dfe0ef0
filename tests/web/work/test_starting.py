"""Starting a case: which procedure, about what, what is known; also from the page of its subject."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from periplus.core.models import Document
from periplus.partners.models import Agreement, Partner
from periplus.paths.chart import ChartItem
from periplus.paths.enums import ValueType
from periplus.paths.models import Case
from periplus.paths.policies import may_steer_case, visible_work
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.partners import agreement_with
from tests.factories.paths import chain, produced, task, version_of
from tests.web.cast import Enter, html_of, main_of
from tests.web.work.files import PDF, content_of

pytestmark = pytest.mark.django_db
ASKED: tuple[ChartItem, ...] = (
    produced("budget", ValueType.NUMBER),
    produced("letter", ValueType.FILE, required=False),
)
RENEWAL = chain(
    "renewal", "Renewal of an agreement", task("ask", "Ask them"), subject_type="partners.agreement"
)
FREE = chain("free", "Something else", task("a", "Do it"), start=ASKED)


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


@pytest.fixture
def agreement(partner: Partner, university: Institution, faculty: Unit) -> Agreement:
    return agreement_with(partner, institution=university, unit=faculty, reference="A-1", title="Exchange")


def test_procedures_in_force_are_offered(office: Client, university: Institution) -> None:
    assert "No procedure is in force for this" in html_of(office.get("/cases/new/"))
    version = version_of(RENEWAL, university)
    html = main_of(office.get("/cases/new/"))
    assert "Renewal of an agreement" in html
    assert f'href="/cases/new/{version.procedure.uuid}/"' in html


def test_about_what_then_begun(office: Client, university: Institution, agreement: Agreement) -> None:
    url = f"/cases/new/{version_of(RENEWAL, university).procedure.uuid}/"
    html = main_of(office.get(f"{url}?find=exchange"))
    assert f'href="?subject={agreement.uuid}"' in html
    assert "Nothing here is called so." in main_of(office.get(f"{url}?find=zzz"))
    html_of(office.get(f"{url}?subject={agreement.uuid}"))
    begun = office.post(f"{url}?subject={agreement.uuid}", {"v-case-due": "2030-01-01"}, follow=True)
    case = Case.objects.get()
    assert "The case has begun" in html_of(begun)
    assert case.subject_uuid == agreement.uuid
    assert case.unit == agreement.unit
    assert str(case.due_on) == "2030-01-01"
    assert f'href="/agreements/{agreement.uuid}/"' in main_of(begun)


def test_what_is_asked_at_the_start_is_checked_and_kept(office: Client, university: Institution) -> None:
    url = f"/cases/new/{version_of(FREE, university).procedure.uuid}/"
    file = SimpleUploadedFile("letter.pdf", PDF, "application/pdf")
    posted = {"v-case-title": "A new idea", "v-budget": "much", "v-letter": file}
    html = html_of(office.post(url, posted), 422)
    assert "Write a number, as in 1250 or 12.5." in html
    assert 'value="A new idea"' in html
    assert "letter.pdf" in html
    document = Document.objects.get()
    again = {"v-case-title": "A new idea", "v-budget": "12", "v-letter-kept": document.uuid}
    office.post(url, again)
    case = Case.objects.get()
    assert case.values == {"budget": 12, "letter": str(document.uuid)}
    document.refresh_from_db()
    assert document.subject_uuid == case.uuid
    assert content_of(office, document) == PDF


def test_a_case_without_a_subject_needs_a_name(office: Client, university: Institution) -> None:
    url = f"/cases/new/{version_of(FREE, university).procedure.uuid}/"
    html = html_of(office.post(url, {"v-budget": "12"}), 422)
    assert "This field is required." in html


def test_those_who_may_not_start_do_not(enter: Enter, university: Institution) -> None:
    url = f"/cases/new/{version_of(FREE, university).procedure.uuid}/"
    assert enter(Role.STUDENT).get(url).status_code == 403
    assert enter(Role.COORDINATOR).post(url, {"v-case-title": "x", "v-budget": "1"}).status_code in {303, 403}


def test_from_the_page_of_its_subject(office: Client, university: Institution, agreement: Agreement) -> None:
    page = f"/agreements/{agreement.uuid}/"
    assert "Start a case" not in main_of(office.get(page))
    version = version_of(RENEWAL, university)
    html = main_of(office.get(page))
    assert f"/cases/new/?about=partners.agreement&amp;subject={agreement.uuid}" in html
    choice = main_of(office.get(f"/cases/new/?about=partners.agreement&subject={agreement.uuid}"))
    assert f"/cases/new/{version.procedure.uuid}/?subject={agreement.uuid}" in choice
    office.post(f"/cases/new/{version.procedure.uuid}/?subject={agreement.uuid}", {})
    assert "waits for Coordination office" in main_of(office.get(page))


def coordinated(university: Institution) -> str:
    """The address at which a procedure is begun in which a coordinator has something to do."""
    chart = chain("check", "Check it", task("a", "Check", role=Role.COORDINATOR), start=ASKED)
    return f"/cases/new/{version_of(chart, university).procedure.uuid}/"


def test_a_coordinator_begins_cases_for_the_own_unit(
    enter: Enter, university: Institution, faculty: Unit, people: dict[Role, Person]
) -> None:
    url, coordinator = coordinated(university), enter(Role.COORDINATOR)
    assert f'<option value="{faculty.pk}" selected>' in main_of(coordinator.get(url))
    coordinator.post(url, {"v-case-title": "Mine", "v-budget": "1"})
    case = Case.objects.get()
    assert case.unit == faculty
    assert may_steer_case(people[Role.COORDINATOR], case)
    assert visible_work(people[Role.COORDINATOR]).get().case == case


def test_the_office_says_for_which_unit_where_coordinators_do_something(
    office: Client, university: Institution, faculty: Unit, people: dict[Role, Person]
) -> None:
    url = coordinated(university)
    said = {"v-case-title": "Theirs", "v-budget": "1"}
    assert "This field is required." in html_of(office.post(url, said), 422)
    again = main_of(office.post(url, said | {"v-case-unit": faculty.pk, "do": "more:budget"}))
    assert 'value="Theirs"' in again
    assert f'<option value="{faculty.pk}" selected>' in again
    office.post(url, said | {"v-case-unit": faculty.pk})
    assert visible_work(people[Role.COORDINATOR]).get().case == Case.objects.get()


def test_where_only_the_office_works_no_unit_is_asked(office: Client, university: Institution) -> None:
    assert "v-case-unit" not in main_of(
        office.get(f"/cases/new/{version_of(FREE, university).procedure.uuid}/")
    )


def test_the_unit_of_the_subject_is_not_asked_again(
    office: Client, university: Institution, agreement: Agreement
) -> None:
    chart = chain("c", "C", task("a", "A", role=Role.COORDINATOR), subject_type="partners.agreement")
    url = f"/cases/new/{version_of(chart, university).procedure.uuid}/?subject={agreement.uuid}"
    assert "v-case-unit" not in main_of(office.get(url))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("9999-12-31", "Choose a day from 1900 to 2199."),
        ("2020-01-01", "Nothing can be finished by a day that is over. Choose a later one."),
    ],
)
def test_a_case_is_promised_for_a_day_that_can_be_kept(
    office: Client, university: Institution, day: str, sentence: str
) -> None:
    url = f"/cases/new/{version_of(FREE, university).procedure.uuid}/"
    html = html_of(office.post(url, {"v-case-title": "x", "v-budget": "1", "v-case-due": day}), 422)
    assert sentence in html
    assert not Case.objects.exists()
