"""Things have changed since the page was opened: it is said how, and nothing typed is lost."""

import pytest
from django.test import Client

from periplus.core import clock
from periplus.paths.models import Case
from periplus.paths.services.steering import cancel_case, suspend_case
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.paths import open_work
from tests.web.cast import Answer, Enter, html_of

pytestmark = pytest.mark.django_db
OF_ROLES = "coordination office"


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def main_at(response: Answer, status: int) -> str:
    """What the page itself says, without the frame around it."""
    html = html_of(response, status)
    return html[html.index("<main") : html.index("</main>")]


def finished(client: Client, case: Case) -> str:
    """The address of a step that somebody has finished meanwhile."""
    url = f"/work/{open_work(case, 'write').uuid}/"
    client.post(url, {"do": "finish", "v-proposal": "Ten places", "v-amount": "1250"})
    return url


def test_who_finishes_second_reads_who_was_first_and_what_was_typed(office: Client, case: Case) -> None:
    url = finished(office, case)
    html = main_at(office.post(url, {"do": "finish", "v-proposal": "Twelve places", "v-amount": ""}), 403)
    assert "This work is closed already, by Rui office." in html
    assert "Twelve places</textarea>" in html
    assert "needed to finish" not in html
    assert OF_ROLES not in html
    case.refresh_from_db()
    assert case.values["proposal"] == "Ten places"


def test_a_button_that_is_out_of_date_leads_back(office: Client, case: Case) -> None:
    url = finished(office, case)
    html = main_at(office.post(f"{url}take/"), 403)
    assert "closed already, by Rui office" in html
    assert f'href="{url}"' in html
    assert OF_ROLES not in html


def test_the_reason_typed_for_what_is_out_of_date_stands_there_again(office: Client, case: Case) -> None:
    url = finished(office, case)
    sent = {"target": "write", "reason": "The sum is wrong."}
    html = html_of(office.post(f"/work/{open_work(case, 'check').uuid}/send-back/", sent, follow=True))
    assert "Sent back" in html
    office.post(url, {"do": "finish"})
    person = Person.objects.get(name="Rui office")
    suspend_case(actor=person, case=case, reason="Closed.", at=clock.now())
    html = main_at(office.post(f"/cases/{case.uuid}/suspend/", {"reason": "They asked us to wait."}), 422)
    assert "The case is suspended already." in html
    assert "They asked us to wait." in html
    cancel_case(actor=person, case=case, reason="No money.", at=clock.now())
    html = main_at(office.post(f"/cases/{case.uuid}/cancel/", {"reason": "It is over."}), 422)
    assert "The case is taken back already." in html
    assert "It is over." in html
    html = main_at(office.post(f"/cases/{case.uuid}/resume/"), 403)
    assert f'href="/cases/{case.uuid}/"' in html


def test_a_missing_right_still_speaks_of_roles(enter: Enter, case: Case) -> None:
    html = main_at(enter(Role.VICE_RECTOR).post(f"/cases/{case.uuid}/suspend/", {"reason": "x"}), 403)
    assert OF_ROLES in html
