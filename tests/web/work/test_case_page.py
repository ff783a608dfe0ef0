"""The page of a case: where it stands, whose turn, what came out and why, what happened; and steering."""

import pytest
from django.test import Client

from periplus.core import clock
from periplus.paths.chart import ChartChoice, ChartNode
from periplus.paths.enums import NodeKind, ValueType
from periplus.paths.models import Case, Participant
from periplus.paths.services.work import receive_message
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from periplus.web.work.words import cell_words
from tests.factories.paths import (
    case_on,
    chain,
    open_keys,
    open_work,
    produced,
    task,
    version_of,
    words,
)
from tests.web.cast import Enter, html_of, main_of
from tests.web.lists import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def write(client: Client, case: Case) -> None:
    posted = {"do": "finish", "v-proposal": "Ten places", "v-amount": "1250"}
    client.post(f"/work/{open_work(case, 'write').uuid}/", posted)


def test_it_says_where_it_stands_and_whose_turn_it_is(office: Client, case: Case) -> None:
    html = main_of(office.get(f"/cases/{case.uuid}/"))
    assert "Your turn:" in html
    assert "Write the proposal" in html
    assert html.count('class="btn primary"') == 1
    assert f'href="/work/{open_work(case, "write").uuid}/"' in html
    assert "Approval of a cooperation, version 1" in html


def test_the_drawing_marks_the_open_step_and_leads_to_it(office: Client, case: Case) -> None:
    html = main_of(office.get(f"/cases/{case.uuid}/"))
    drawing = html[html.index("<svg") :]
    assert f'href="/work/{open_work(case, "write").uuid}/"' in drawing


def test_what_came_out_and_which_rule_applied(office: Client, case: Case) -> None:
    write(office, case)
    html = main_of(office.get(f"/cases/{case.uuid}/"))
    assert "Ten places" in html
    assert "1,250" in html
    assert "rule 2 of version 1" in html
    assert "Large sums are read twice" in html
    assert "&gt;= 1000" in html
    assert "Waiting for Unit coordinator (Rui coordinator)" in html
    assert "finished “Write the proposal”" in html


def test_cells_are_told_in_words() -> None:
    answer = produced("answer", ValueType.CHOICE, choices=(ChartChoice("go_on", words("Go on")),))
    chart = chain("said", "Said", task("ask", "Ask", answer), subject_type="partners.agreement")
    assert cell_words(chart, "answer", '"go_on"') == "Go on"
    assert (
        cell_words(chart, "agreement_kind", 'not("mou", "joint_programme")')
        == "not(Memorandum of understanding, Joint programme)"
    )
    assert cell_words(chart, "level", '"vice_rector"') == "Vice-rector"
    assert (cell_words(chart, "fine", "true"), cell_words(chart, "amount", ">= 1000")) == ("yes", ">= 1000")


def test_who_sees_it(enter: Enter, case: Case, people: dict[Role, Person]) -> None:
    url = f"/cases/{case.uuid}/"
    for role in (Role.OFFICE, Role.VICE_RECTOR, Role.REVIEWER, Role.COORDINATOR):
        html_of(enter(role).get(url))
    for role in (Role.TEACHER, Role.STUDENT, Role.PARTNER):
        assert enter(role).get(url).status_code == 404
    Participant.objects.create(case=case, person=people[Role.TEACHER], added_at=case.started_at)
    html = main_of(enter(Role.TEACHER).get(url))
    assert "Who follows it" in html
    assert "Suspend" not in html


def test_suspended_with_a_reason_and_taken_up_again(office: Client, case: Case) -> None:
    url = f"/cases/{case.uuid}/"
    assert "required" in html_of(office.post(f"{url}suspend/", {"reason": ""}), 422)
    html = html_of(office.post(f"{url}suspend/", {"reason": "The partner is closed."}, follow=True))
    assert "stands still" in html
    assert "Take it up again" in html
    item = f"/work/{open_work(case, 'write').uuid}/"
    assert "The case is suspended." in main_of(office.get(item))
    assert "The case is suspended." in html_of(office.post(item, {"do": "finish"}), 403)
    assert "The case goes on." in html_of(office.post(f"{url}resume/", follow=True))


def test_taken_back_for_good(office: Client, case: Case) -> None:
    url = f"/cases/{case.uuid}/"
    html = html_of(office.post(f"{url}cancel/", {"reason": "No money."}, follow=True))
    assert "taken back" in html
    assert "Cancelled" in html
    assert open_keys(case) == []
    assert office.get(f"{url}cancel/").status_code == 403


def test_priority_and_followers(office: Client, case: Case, people: dict[Role, Person]) -> None:
    url = f"/cases/{case.uuid}/"
    office.post(f"{url}priority/", {"priority": "1"})
    case.refresh_from_db()
    assert case.priority == 1
    assert office.post(f"{url}priority/", {"priority": "9"}).status_code == 422
    office.post(f"{url}followers/new/", {"person": people[Role.TEACHER].uuid})
    assert Participant.objects.get(case=case).person == people[Role.TEACHER]


def test_only_those_who_steer_may(enter: Enter, case: Case) -> None:
    for verb in ("suspend", "cancel", "priority", "followers/new"):
        assert enter(Role.VICE_RECTOR).get(f"/cases/{case.uuid}/{verb}/").status_code == 403
        html_of(enter(Role.COORDINATOR).get(f"/cases/{case.uuid}/{verb}/"))


def test_cases_that_call_one_another(
    office: Client, enter: Enter, university: Institution, people: dict[Role, Person]
) -> None:
    version_of(chain("inner", "Inner", task("sign", "Sign it")), university)
    call = ChartNode("call", NodeKind.CALL, {"en": "Signature"}, calls="inner", role=Role.OFFICE)
    case = case_on(version_of(chain("outer", "Outer", call), university), title="Outer")
    html = main_of(office.get(f"/cases/{case.uuid}/"))
    assert "Other procedures it called" in html
    inner = Case.objects.get(call__case=case)
    assert f'href="/cases/{inner.uuid}/"' in html
    assert "Called by" in main_of(office.get(f"/cases/{inner.uuid}/"))
    Participant.objects.create(case=inner, person=people[Role.TEACHER], added_at=clock.now())
    followed = main_of(enter(Role.TEACHER).get(f"/cases/{inner.uuid}/"))
    assert "Called by" not in followed
    assert str(case.uuid) not in followed


def test_what_comes_from_outside_is_noted(office: Client, enter: Enter, university: Institution) -> None:
    wait = ChartNode(
        "answer",
        NodeKind.MESSAGE,
        {"en": "The partner answers"},
        message="answer",
        items=(produced("places", ValueType.NUMBER),),
    )
    case = case_on(version_of(chain("wait", "Wait", wait), university), title="Waiting")
    page = f"/cases/{case.uuid}/"
    item = open_work(case, "answer")
    url = f"/work/{item.uuid}/received/"
    assert f'href="{url}"' in main_of(office.get(page))
    assert "an answer from outside" in main_of(office.get(page))
    assert url not in main_of(enter(Role.REVIEWER).get(page))
    assert "Write a number" in html_of(office.post(url, {"v-places": "many"}), 422)
    assert "Noted. The case goes on." in html_of(office.post(url, {"v-places": "4"}, follow=True))
    case.refresh_from_db()
    assert case.values == {"places": 4}
    assert "The case has ended." in html_of(office.get(url), 403)


def test_as_many_questions_for_three_open_steps_as_for_one(office: Client, university: Institution) -> None:
    each = ChartNode("ask", NodeKind.EACH, {"en": "Ask"}, role=Role.OFFICE, over="names")
    asked = (produced("names", ValueType.LIST),)
    version = version_of(chain("each", "Each", each, start=asked), university)
    urls = [f"/cases/{case_on(version, values={'names': names}).uuid}/" for names in (["a"], ["a", "b", "c"])]
    office.get(urls[0])
    first, then = (count_queries(office, url) for url in urls)
    assert then == first


def test_the_list_of_cases_is_narrowed(office: Client, case: Case, university: Institution) -> None:
    other = case_on(version_of(chain("o", "Other", task("a", "A", role=Role.VICE_RECTOR)), university))
    Case.objects.filter(pk=other.pk).update(title="Elsewhere")

    def found(query: str) -> list[bool]:
        html = main_of(office.get(f"/cases/?{query}"))
        return [f">{title}</a>" in html for title in ("Exchange with Turin", "Elsewhere")]

    assert found("") == [True, True]
    assert found("q=turin") == [True, False]
    assert found(f"procedure={other.version.procedure.uuid}") == [False, True]
    assert found("turn=office") == [True, False]
    assert found("node=write") == [True, False]
    assert found("state=ended") == [False, False]
    assert found("trouble=late") == [False, False]
    assert found(f"owner={case.uuid}") == [True, True]  # nobody of this name: not narrowed
    assert found("from=2199-01-01") == [False, False]
    assert found(f"unit={case.unit.path}") == [True, False]  # type: ignore[union-attr]
    assert "Stands at: Write the proposal" in main_of(office.get("/cases/?node=write"))


def test_finding_a_case_by_its_name(office: Client, case: Case) -> None:
    html = html_of(office.get("/search/?q=turin"))
    assert f"/cases/{case.uuid}/" in html


def test_an_answer_that_came_in_is_told_by_the_name_of_its_step(
    office: Client, university: Institution, people: dict[Role, Person]
) -> None:
    wait = ChartNode("wait", NodeKind.MESSAGE, words("Answer of the partner"), message="partner.answer_key")
    case = case_on(
        version_of(chain("asking", "Asking", wait, task("a", "A")), university), actor=people[Role.OFFICE]
    )
    receive_message(
        actor=people[Role.OFFICE], case=case, message="partner.answer_key", values={}, at=clock.now()
    )
    html = main_of(office.get(f"/cases/{case.uuid}/"))
    assert "“Answer of the partner” of" in html
    assert "it came in" in html
    assert "answer_key" not in html
