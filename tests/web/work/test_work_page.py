"""The page of a work item is the task: why, what is known, the form; and nothing filled in is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from periplus.core import clock
from periplus.core.models import Document
from periplus.partners.models import Partner
from periplus.paths.chart import ChartNode
from periplus.paths.enums import NodeKind, ValueType
from periplus.paths.models import Case, WorkItem
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.partners import PartnerFactory
from tests.factories.paths import case_on, chain, open_keys, open_work, produced, task, version_of
from tests.factories.people import PersonFactory
from tests.web.cast import Enter, html_of, main_of
from tests.web.work.files import PDF, content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def url_of(case: Case, node: str) -> str:
    return f"/work/{open_work(case, node).uuid}/"


def finish(client: Client, case: Case, node: str, **values: object) -> object:
    posted = {f"v-{key}": value for key, value in values.items()}
    return client.post(url_of(case, node), posted | {"do": "finish"}, follow=True)


def written(client: Client, case: Case) -> None:
    finish(client, case, "write", proposal="Ten places", amount="1250")


def filled(contact: Person, host: Partner, **more: object) -> dict[str, object]:
    values = {
        "name": "Exchange",
        "story": "It began\nlong ago.",
        "amount": "12.5",
        "signed_on": "2026-03-31",
        "fine": "false",
        "answer": "yes",
        "contact": str(contact.uuid),
        "host-find": host.name,
        "costs-rows": "2",
        "costs-0-what": "Travel",
        "costs-0-sum": "300",
        "costs-1-what": "",
        "costs-1-sum": "",
        "faculties": "Law\nArts\n",
        **more,
    }
    return {f"v-{key}": value for key, value in values.items()}


def test_the_task_says_what_why_and_until_when(office: Client, case: Case) -> None:
    html = main_of(office.get(url_of(case, "write")))
    assert "Say what it is for." in html
    assert "Your turn:" in html
    assert "Approval of a cooperation" in html
    assert html.count('class="btn primary"') == 1


def test_a_step_is_finished_and_the_next_one_reads_it(office: Client, enter: Enter, case: Case) -> None:
    done = office.post(
        url_of(case, "write"), {"do": "finish", "v-proposal": "Ten places", "v-amount": "1250"}, follow=True
    )
    assert "“Write the proposal” is finished." in html_of(done)
    case.refresh_from_db()
    assert case.values == {"proposal": "Ten places", "amount": 1250, "level": "high"}
    html = main_of(enter(Role.COORDINATOR).get(url_of(case, "check")))
    assert "What this step reads" in html
    assert "Ten places" in html
    assert "The budget is sound" in html


def test_a_mistake_is_answered_with_a_sentence_and_nothing_is_lost(office: Client, case: Case) -> None:
    posted = {"do": "finish", "v-proposal": "Ten places", "v-amount": "many"}
    html = html_of(office.post(url_of(case, "write"), posted), 422)
    assert "Write a number, as in 1250 or 12.5." in html
    assert ">\nTen places" in html or "Ten places</textarea>" in html
    assert 'value="many"' in html
    later = html_of(office.get(url_of(case, "write")))
    assert "Ten places</textarea>" in later
    assert 'value="many"' in later


def test_what_is_needed_is_asked_for(office: Client, case: Case) -> None:
    html = html_of(office.post(url_of(case, "write"), {"do": "finish"}), 422)
    assert html.count("This is needed to finish.") == 4  # at each field, and in the summary
    assert open_keys(case) == ["write"]


def test_half_a_form_is_kept_for_later(office: Client, case: Case) -> None:
    kept = office.post(url_of(case, "write"), {"do": "keep", "v-proposal": "Begun"}, follow=True)
    assert "Kept." in html_of(kept)
    assert open_work(case, "write").draft == {"proposal": "Begun"}
    assert "Amount" in html_of(office.get("/work/"))
    assert "Begun</textarea>" in html_of(office.get(url_of(case, "write")))


def test_every_type_of_value_is_filled_in(
    office: Client, everything: Case, people: dict[Role, Person]
) -> None:
    contact, host = people[Role.TEACHER], PartnerFactory.create(name="Haven of Rest")
    file = SimpleUploadedFile("draft.pdf", PDF, "application/pdf")
    posted = filled(contact, host, draft=file) | {"do": "finish"}
    done = office.post(url_of(everything, "fill"), posted, follow=True)
    assert "is finished" in html_of(done)
    everything.refresh_from_db()
    values = everything.values
    document = Document.objects.get(subject_uuid=everything.uuid)
    assert values == {
        "name": "Exchange",
        "story": "It began\r\nlong ago." if "\r" in values["story"] else "It began\nlong ago.",
        "amount": 12.5,
        "signed_on": "2026-03-31",
        "fine": False,
        "answer": "yes",
        "contact": str(contact.uuid),
        "host": str(host.uuid),
        "draft": str(document.uuid),
        "costs": [{"what": "Travel", "sum": 300}],
        "faculties": ["Law", "Arts"],
    }
    html = main_of(office.get(f"/cases/{everything.uuid}/"))
    for shown in ("Sign it", "Haven of Rest", "Rui teacher", "draft.pdf", "Travel", "31 March 2026", "12.5"):
        assert shown in html
    assert content_of(office, document) == PDF


def test_a_file_is_kept_when_something_else_is_wrong(office: Client, everything: Case) -> None:
    file = SimpleUploadedFile("draft.pdf", PDF, "application/pdf")
    html = html_of(office.post(url_of(everything, "fill"), {"do": "finish", "v-draft": file}), 422)
    assert "draft.pdf" in html
    assert "draft.pdf" in html_of(office.get(url_of(everything, "fill")))


def test_a_file_that_is_no_file_is_refused_with_a_sentence(office: Client, everything: Case) -> None:
    file = SimpleUploadedFile("draft.exe", b"MZ\x90\x00", "application/octet-stream")
    posted = {"do": "finish", "v-draft": file, "v-name": "Kept name"}
    html = html_of(office.post(url_of(everything, "fill"), posted), 422)
    assert 'value="Kept name"' in html
    assert "draft.exe" not in html


def test_a_file_of_others_cannot_be_named(office: Client, everything: Case) -> None:
    foreign = Document.objects.create(name="secret.pdf", size=1, sha256="0" * 64, uploaded_at=clock.now())
    html = html_of(
        office.post(url_of(everything, "fill"), {"do": "finish", "v-draft-kept": foreign.uuid}), 422
    )
    assert "Choose one from the list." in html
    assert "secret.pdf" not in html


def test_somebody_is_found_by_name_then_chosen(
    office: Client, everything: Case, university: Institution
) -> None:
    for name in ("Ana Ruiz", "Ana Reis"):
        PersonFactory.create(name=name, institution=university)
    posted = {"do": "find:contact", "v-contact-find": "ana", "v-name": "Kept name"}
    html = html_of(office.post(url_of(everything, "fill"), posted))
    assert "Ana Ruiz" in html
    assert "Ana Reis" in html
    assert 'value="Kept name"' in html
    several = html_of(office.post(url_of(everything, "fill"), posted | {"do": "finish"}), 422)
    assert "Several fit “ana”. Choose one of them." in several
    nobody = html_of(office.post(url_of(everything, "fill"), {"do": "finish", "v-contact-find": "zzz"}), 422)
    assert "Nothing here is called “zzz”." in nobody


def test_a_table_gets_more_rows(office: Client, everything: Case) -> None:
    before = html_of(office.get(url_of(everything, "fill")))
    assert before.count('name="v-costs-') == 2 * 2 + 1
    posted = {"do": "more:costs", "v-costs-rows": "1", "v-costs-0-what": "Travel", "v-costs-0-sum": "x"}
    html = html_of(office.post(url_of(everything, "fill"), posted))
    assert 'value="Travel"' in html
    assert html.count('name="v-costs-') == 7 * 2 + 1
    wrong = html_of(office.post(url_of(everything, "fill"), posted | {"do": "finish"}), 422)
    assert "Row 1: Write a number, as in 1250 or 12.5." in wrong


def test_closed_work_is_shown_and_refused(office: Client, case: Case) -> None:
    url = url_of(case, "write")
    written(office, case)
    html = main_of(office.get(url))
    assert "Done" in html
    assert "<form" not in html
    assert "closed already" in html_of(office.post(url, {"do": "finish"}), 403)


def test_who_may_not_do_it_is_told_and_who_may_not_see_it_is_not(
    office: Client, enter: Enter, case: Case
) -> None:
    written(office, case)
    url = url_of(case, "check")
    html = main_of(office.get(url))
    assert "This is the work of somebody else." in html
    assert 'name="do"' not in html
    assert "Waiting for Unit coordinator (Rui coordinator)" in html
    assert enter(Role.TEACHER).get(url).status_code == 404
    assert enter(Role.STUDENT).post(url, {"do": "finish"}).status_code == 404


def test_taken_and_given_back(office: Client, case: Case, people: dict[Role, Person]) -> None:
    url = url_of(case, "write")
    assert "I do this" in main_of(office.get(url))
    office.post(f"{url}take/")
    assert open_work(case, "write").person == people[Role.OFFICE]
    assert "Give it back" in main_of(office.get(url))
    office.post(f"{url}give-back/")
    assert open_work(case, "write").person is None


def test_handed_over_with_a_reason(office: Client, case: Case, people: dict[Role, Person]) -> None:
    url = f"{url_of(case, 'write')}hand-over/"
    assert "This field is required." in html_of(office.post(url, {"reason": ""}), 422)
    values = {"person": people[Role.TEACHER].uuid, "reason": "She knows it."}
    assert "is with Rui teacher now" in html_of(office.post(url, values, follow=True))
    assert open_work(case, "write").person == people[Role.TEACHER]


def test_left_out_with_a_reason_where_the_procedure_allows(office: Client, enter: Enter, case: Case) -> None:
    refused = office.post(f"{url_of(case, 'write')}skip/", {"reason": "No time."})
    assert "does not allow this step to be skipped" in html_of(refused, 422)
    written(office, case)
    url = url_of(case, "check")
    assert "Leave out" in main_of(office.get(url))
    office.post(f"{url}skip/", {"reason": "Checked last year."})
    assert open_keys(case) == ["sign"]
    assert enter(Role.TEACHER).get(f"{url}skip/").status_code == 403


def test_sent_back_with_a_reason(office: Client, enter: Enter, case: Case) -> None:
    url = f"{url_of(case, 'write')}send-back/"
    assert "no earlier step" in html_of(office.get(url), 403)
    written(office, case)
    coordinator = enter(Role.COORDINATOR)
    url = f"{url_of(case, 'check')}send-back/"
    assert "Write the proposal" in main_of(coordinator.get(url))
    back = coordinator.post(url, {"target": "write", "reason": "The sum is wrong."}, follow=True)
    assert "Sent back, with your reason." in html_of(back)
    assert open_keys(case) == ["write"]
    html = html_of(office.get(url_of(case, "write")))
    assert "Ten places</textarea>" in html  # what was written stands in the form again


def test_a_stuck_step_says_why_and_is_tried_again(office: Client, university: Institution) -> None:
    step = ChartNode("tell", NodeKind.STEP, {"en": "Tell all"}, step="paths.tell_followers", role=Role.OFFICE)
    case = case_on(version_of(chain("stuck", "Stuck", step), university), title="Stuck")
    url = url_of(case, "tell")
    html = main_of(office.get(url))
    assert "There is nothing to tell." in html
    assert "Try again" in html
    assert html.count('class="btn primary"') == 1
    again = office.post(f"{url}try-again/", follow=True)
    assert "Tried again. It still stands: There is nothing to tell." in html_of(again)
    Case.objects.filter(pk=case.pk).update(values={"notice_text": "It goes on"})
    assert "The case goes on." in html_of(office.post(f"{url}try-again/", follow=True))
    assert not WorkItem.objects.filter(case=case, state="open").exists()


def test_each_of_several_has_its_own_task(office: Client, university: Institution) -> None:
    each = ChartNode(
        "ask",
        NodeKind.EACH,
        {"en": "Ask the faculty"},
        role=Role.OFFICE,
        over="faculties",
        items=(produced("answer"),),
    )
    chart = chain("each", "Each", task("name", "Name them", produced("faculties", ValueType.LIST)), each)
    case = case_on(version_of(chart, university))
    office.post(url_of(case, "name"), {"do": "finish", "v-faculties": "Law\nArts"})
    html = main_of(office.get("/work/"))
    assert "Ask the faculty · Law" in html
    law = WorkItem.objects.get(case=case, element_no=0, state="open")
    assert "Law" in main_of(office.get(f"/work/{law.uuid}/"))
    office.post(f"/work/{law.uuid}/", {"do": "finish", "v-answer": "Gladly"})
    arts = WorkItem.objects.get(case=case, element_no=1, state="open")
    assert 'value="Gladly"' not in html_of(office.get(f"/work/{arts.uuid}/"))
    office.post(f"/work/{arts.uuid}/", {"do": "finish", "v-answer": "No"})
    case.refresh_from_db()
    assert case.values["answer"] == ["Gladly", "No"]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARTNER])
def test_students_and_guests_are_shown_no_names_of_colleagues(
    enter: Enter, university: Institution, people: dict[Role, Person], partner: Partner, role: Role
) -> None:
    """They do their part and may send it back; they choose nobody who works here."""
    chart = chain("part", "A part of theirs", task("do", "Do it", produced("word"), role=role))
    version = version_of(chart, university)
    case = case_on(version, actor=people[Role.OFFICE], unit=None)
    Case.objects.filter(pk=case.pk).update(partners=[partner.uuid])
    named = people[role] if role == Role.STUDENT else None
    WorkItem.objects.filter(case=case).update(unit=None, role=role, person=named)
    client, item = enter(role), open_work(case, "do")
    page = main_of(client.get(f"/work/{item.uuid}/"))
    assert "Finish" in page
    assert "Hand over" not in page
    assert client.get(f"/work/{item.uuid}/hand-over/").status_code == 403
    assert client.get("/work/away/").status_code == 403
    assert "Ask the coordination office if somebody else is to do it." in main_of(client.get("/work/"))
