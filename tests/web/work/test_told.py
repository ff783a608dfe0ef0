"""What the page of a step says beside its form: why it is back, who did it, that the case stands still."""

import pytest
from django.test import Client

from periplus.core import clock
from periplus.paths.chart import ChartNode
from periplus.paths.enums import NodeKind
from periplus.paths.models import Case
from periplus.paths.services.steering import suspend_case
from periplus.people.enums import Role
from periplus.people.models import Institution, Notification, Person
from tests.factories.paths import case_on, chain, open_work, produced, task, version_of
from tests.web.cast import Enter, html_of, main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def written(client: Client, case: Case) -> str:
    """The address of the first step, finished by the office."""
    url = f"/work/{open_work(case, 'write').uuid}/"
    client.post(url, {"do": "finish", "v-proposal": "Ten places", "v-amount": "1250"})
    return url


@pytest.mark.django_db(transaction=True)
def test_who_has_it_again_reads_who_sent_it_back_and_why(
    office: Client, enter: Enter, case: Case, people: dict[Role, Person]
) -> None:
    written(office, case)
    sent = {"target": "write", "reason": "The sum is wrong."}
    enter(Role.COORDINATOR).post(f"/work/{open_work(case, 'check').uuid}/send-back/", sent)
    html = main_of(office.get(f"/work/{open_work(case, 'write').uuid}/"))
    assert "Rui coordinator sent this back from “Check the proposal”:" in html
    assert "The sum is wrong." in html
    told = Notification.objects.filter(person=people[Role.OFFICE], event__type="paths.work.returned")
    assert told.count() == 1
    assert "The sum is wrong." in html_of(office.get("/notifications/"))
    written(office, case)
    html = main_of(enter(Role.COORDINATOR).get(f"/work/{open_work(case, 'check').uuid}/"))
    assert "sent this back" not in html


def test_a_finished_step_says_who_when_and_what(office: Client, case: Case) -> None:
    html = main_of(office.get(written(office, case)))
    assert "What was filled in" in html
    assert "Ten places" in html
    assert "Rui office" in html
    assert str(clock.today().year) in html


def test_a_step_of_a_suspended_case_says_that_it_waits(
    office: Client, case: Case, people: dict[Role, Person]
) -> None:
    suspend_case(actor=people[Role.OFFICE], case=case, reason="They are closed.", at=clock.now())
    html = main_of(office.get(f"/work/{open_work(case, 'write').uuid}/"))
    assert html.count("The case is suspended. Its work waits until somebody takes it up again.") == 1
    assert "it can be done now" not in html


def test_a_stuck_step_offers_to_send_back(office: Client, university: Institution) -> None:
    step = ChartNode("tell", NodeKind.STEP, {"en": "Tell all"}, step="paths.tell_followers", role=Role.OFFICE)
    chart = chain("stuck", "Stuck", task("write", "Write it", produced("words")), step)
    case = case_on(version_of(chart, university), title="Stuck")
    office.post(f"/work/{open_work(case, 'write').uuid}/", {"do": "finish", "v-words": "x"})
    item = open_work(case, "tell")
    html = main_of(office.get(f"/work/{item.uuid}/"))
    trouble = html[html.index("There is nothing to tell.") :]
    assert f'href="/work/{item.uuid}/send-back/"' in trouble
    assert "Send back to put it right" in trouble
