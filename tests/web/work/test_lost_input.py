"""Whatever happens to the work meanwhile: what was written is not lost."""

import pytest
from django.test import Client

from periplus.core import clock
from periplus.paths.models import Case
from periplus.paths.services.steering import resume_case, suspend_case
from periplus.paths.services.work import complete_work, take_work
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.paths import open_work
from tests.factories.people import person_as
from tests.web.cast import Enter, html_of

pytestmark = pytest.mark.django_db
WRITTEN = "Two hours of writing"


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


@pytest.fixture
def colleague(university: Institution) -> Person:
    return person_as(Role.OFFICE, institution=university, name="Cora")


def finish(office: Client, url: str, status: int) -> str:
    return html_of(office.post(url, {"do": "finish", "v-proposal": WRITTEN, "v-amount": "5"}), status)


def test_when_the_case_was_suspended(office: Client, case: Case, people: dict[Role, Person]) -> None:
    url = f"/work/{open_work(case, 'write').uuid}/"
    suspend_case(actor=people[Role.OFFICE], case=case, reason="Strike", at=clock.now())
    html = finish(office, url, 403)
    assert "The case is suspended." in html
    assert WRITTEN in html
    resume_case(actor=people[Role.OFFICE], case=case, at=clock.now())
    assert WRITTEN in html_of(office.get(url))
    suspend_case(actor=people[Role.OFFICE], case=case, reason="Strike", at=clock.now())
    kept = office.post(url, {"do": "keep", "v-proposal": "Some more"}, follow=True)
    assert "Kept." in html_of(kept)
    assert open_work(case, "write").draft == {"proposal": "Some more"}


def test_when_a_colleague_finished_it(office: Client, case: Case, colleague: Person) -> None:
    item = open_work(case, "write")
    outputs = {"proposal": "Theirs", "amount": 1}
    complete_work(actor=colleague, item=item, outputs=outputs, at=clock.now())
    html = finish(office, f"/work/{item.uuid}/", 403)
    assert "closed already" in html
    assert WRITTEN in html


def test_when_a_colleague_took_it(office: Client, case: Case, colleague: Person) -> None:
    item = open_work(case, "write")
    take_work(actor=colleague, item=item, at=clock.now())
    html = finish(office, f"/work/{item.uuid}/", 403)
    assert "somebody else" in html
    assert WRITTEN in html
    assert open_work(case, "write").draft is None


def test_when_a_character_cannot_be_kept(office: Client, case: Case) -> None:
    url = f"/work/{open_work(case, 'write').uuid}/"
    posted = {"do": "finish", "v-proposal": f"{WRITTEN}\x00", "v-amount": "5"}
    html = html_of(office.post(url, posted), 422)
    assert "cannot be kept" in html
    assert WRITTEN in html
    assert WRITTEN in html_of(office.get(url))
