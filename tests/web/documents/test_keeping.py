"""Files are added, withdrawn and put back on the pages of what they belong to, by those who may."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from pytest_django import Settings

from periplus.core import clock
from periplus.core.documents.queries import GRACE, list_classes
from periplus.core.documents.services import add_document, discard_withdrawn, path_of
from periplus.core.enums import Confidentiality
from periplus.core.ledger.queries import list_events_about
from periplus.core.models import Document
from periplus.loop.enums import DiscussionRule, ItemKind
from periplus.loop.models import AgendaItem, Decision, Review
from periplus.mobility.models import Stay
from periplus.partners.models import Agreement, Partner
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.loop import BodyFactory, DeviationFactory, GoalFactory
from tests.factories.mobility import StayFactory
from tests.factories.partners import agreement_with
from tests.web.cast import Answer, Enter, html_of, main_of
from tests.web.lists import count_queries

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a page"
WRITERS = {Role.OFFICE, Role.VICE_RECTOR, Role.COORDINATOR}


@pytest.fixture
def agreement(partner: Partner, university: Institution, faculty: Unit) -> Agreement:
    return agreement_with(partner, institution=university, unit=faculty)


def place(thing: Model) -> str:
    return f"/files/of/{thing._meta.label_lower}/{thing.uuid}/add/"  # type: ignore[attr-defined]


def hand_in(
    client: Client,
    thing: Model,
    content: bytes = PDF,
    name: str = "signed.pdf",
    confidentiality: str = "internal",
) -> Answer:
    values = {"file": SimpleUploadedFile(name, content), "confidentiality": confidentiality}
    return client.post(place(thing), values)


def test_a_file_is_added_and_found_on_the_page(enter: Enter, agreement: Agreement) -> None:
    office, page = enter(Role.OFFICE), f"/agreements/{agreement.uuid}/"
    assert place(agreement) in main_of(office.get(page))
    assert "Up to" in main_of(office.get(place(agreement)))
    answer = hand_in(office, agreement)
    assert (answer.status_code, answer["Location"]) == (303, page)  # type: ignore[index]
    html = main_of(office.get(page))
    document = Document.objects.get()
    assert f"/files/{document.uuid}/" in html
    assert "PDF, Internal" in html
    assert (document.subject_uuid, document.confidentiality) == (agreement.uuid, Confidentiality.INTERNAL)
    assert [event.type for event in list_events_about(document.uuid)] == ["core.document.stored"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.pdf", "The file is empty. Choose another one."),
        (b"MZ", "programme.exe", "Files of this kind are not taken."),
        (b"no pdf", "false.pdf", "The content is not what the ending .pdf says."),
        (PDF * 10, "large.pdf", "The file is larger than 0 MB."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence_and_the_chosen_class(
    enter: Enter, agreement: Agreement, settings: Settings, content: bytes, name: str, sentence: str
) -> None:
    settings.UPLOAD_LIMIT = 100
    html = html_of(hand_in(enter(Role.OFFICE), agreement, content, name, "confidential"), 422)
    assert sentence in html
    assert re.search(r'<input[^>]*value="confidential"[^>]*checked', html)
    assert not Document.objects.exists()


def test_a_missing_file_is_asked_for(enter: Enter, agreement: Agreement) -> None:
    answer = enter(Role.OFFICE).post(place(agreement), {"confidentiality": "public"})
    assert "Choose a file." in html_of(answer, 422)


def test_the_same_file_is_not_kept_twice(enter: Enter, agreement: Agreement, partner: Partner) -> None:
    office = enter(Role.OFFICE)
    hand_in(office, agreement)
    again = html_of(hand_in(office, agreement, name="again.pdf"), 422)
    assert "This file is here already, as “signed.pdf”." in again
    assert hand_in(office, partner).status_code == 303


@pytest.mark.parametrize("role", Role)
def test_who_may_add_to_an_agreement(enter: Enter, agreement: Agreement, role: Role) -> None:
    client = enter(role)
    page = client.get(f"/agreements/{agreement.uuid}/")
    offered = page.status_code == 200 and place(agreement) in main_of(page)
    status = hand_in(client, agreement).status_code
    assert offered == (role in WRITERS)
    if role in WRITERS:
        assert status == 303
    else:
        assert status in {403, 404}
    assert Document.objects.exists() == (role in WRITERS)


def test_nobody_hides_a_file_from_themselves(people: dict[Role, Person], partner: Partner) -> None:
    """The coordinator keeps files of partners, but confidential ones are for the office."""
    classes = list_classes(people[Role.COORDINATOR], "partners.partner", partner.uuid)
    assert classes == [Confidentiality.PUBLIC, Confidentiality.INTERNAL]
    assert list_classes(people[Role.OFFICE], "partners.partner", partner.uuid) == list(Confidentiality)


def test_a_guest_adds_public_files_to_the_own_institution(enter: Enter, partner: Partner) -> None:
    guest, office = enter(Role.PARTNER), enter(Role.OFFICE)
    assert hand_in(guest, partner, confidentiality="internal").status_code == 422
    assert hand_in(guest, partner, confidentiality="public").status_code == 303
    own = Document.objects.get()
    hand_in(office, partner, b"%PDF-1.7 ours", "ours.pdf", "public")
    ours = Document.objects.exclude(pk=own.pk).get()
    assert guest.get(f"/files/{own.uuid}/withdraw/").status_code == 200
    refused = guest.post(f"/files/{ours.uuid}/withdraw/", {"reason": "not mine"})
    assert "Somebody else added this file." in html_of(refused, 403)


def test_a_student_adds_to_the_own_stay_only(enter: Enter, people: dict[Role, Person], faculty: Unit) -> None:
    student = enter(Role.STUDENT)
    own: Stay = StayFactory.create(person=people[Role.STUDENT], unit=faculty)
    other: Stay = StayFactory.create(unit=faculty)
    assert place(own) in main_of(student.get(f"/stays/{own.uuid}/"))
    assert hand_in(student, own, confidentiality="confidential").status_code == 303
    assert hand_in(student, other).status_code == 404
    document = Document.objects.get()
    readers = {role for role in Role if reads(enter(role), document)}
    assert readers == {Role.STUDENT, Role.OFFICE, Role.COORDINATOR}


def reads(client: Client, document: Document) -> bool:
    answer = client.get(f"/files/{document.uuid}/")
    if answer.status_code != 200:
        return False
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    return True


def _goal(university: Institution, faculty: Unit) -> Model:
    return GoalFactory.create(plan__institution=university, unit=faculty)


def _deviation(university: Institution, faculty: Unit) -> Model:
    return DeviationFactory.create(institution=university, goal=_goal(university, faculty))


def _review(university: Institution, faculty: Unit) -> Model:
    body = BodyFactory.create(institution=university, unit=faculty)
    return Review.objects.create(body=body, held_at=clock.now())


def _decision(university: Institution, faculty: Unit) -> Model:
    today, body = clock.today(), BodyFactory.create(institution=university, unit=faculty)
    rule = DiscussionRule.DISCUSSION
    item = AgendaItem.objects.create(
        body=body, kind=ItemKind.PROPOSAL, title="Go", discussion=rule, entered_on=today, deadline_on=today
    )
    return Decision.objects.create(
        institution=university, reference="D-1", body=body, item=item, title="Go", reasons="Why not"
    )


@pytest.mark.parametrize(
    ("make", "page", "coordinator_may"),
    [
        (_goal, "goals", True),
        (_deviation, "deviations", True),
        (_review, "reviews", False),
        (_decision, "decisions", False),
    ],
)
def test_the_loop_keeps_files_too(
    enter: Enter,
    university: Institution,
    faculty: Unit,
    make: Callable[[Institution, Unit], Model],
    page: str,
    coordinator_may: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    thing = make(university, faculty)
    lead, coordinator, student = enter(Role.VICE_RECTOR), enter(Role.COORDINATOR), enter(Role.STUDENT)
    answer = hand_in(lead, thing)
    assert answer.status_code == 303
    assert page in answer["Location"]  # type: ignore[index]
    assert "signed.pdf" in main_of(lead.get(answer["Location"]))  # type: ignore[index]
    assert (hand_in(coordinator, thing, b"%PDF-1.7 2").status_code == 303) == coordinator_may
    assert hand_in(student, thing).status_code == 404


def test_a_withdrawn_file_is_gone_and_can_be_put_back(
    enter: Enter, agreement: Agreement, people: dict[Role, Person]
) -> None:
    office, page = enter(Role.OFFICE), f"/agreements/{agreement.uuid}/"
    hand_in(office, agreement)
    document = Document.objects.get()
    way = f"/files/{document.uuid}/withdraw/"
    assert way in main_of(office.get(page))
    assert "can be put back" in main_of(office.get(way))
    assert "This field is required." in html_of(office.post(way, {"reason": " "}), 422)
    assert office.post(way, {"reason": "The wrong draft"}).status_code == 303
    assert not reads(office, document)
    assert office.post(way, {"reason": "Once more"}).status_code == 404
    html = main_of(office.get(page))
    assert "withdrawn on" in html
    assert "The wrong draft" in html
    assert "withdrawn on" not in main_of(enter(Role.TEACHER).get(page))
    assert enter(Role.TEACHER).post(f"/files/{document.uuid}/put-back/").status_code == 403
    assert office.post(f"/files/{document.uuid}/put-back/").status_code == 303
    assert reads(office, document)
    types = [event.type.rsplit(".", 1)[1] for event in list_events_about(document.uuid)]
    assert types == ["restored", "withdrawn", "stored"]
    assert people[Role.OFFICE].uuid == list_events_about(document.uuid)[0].actor_uuid


def test_after_some_weeks_the_content_is_deleted_unless_another_file_has_it(
    people: dict[Role, Person], agreement: Agreement, partner: Partner, enter: Enter
) -> None:
    def add(thing: Model) -> Document:
        return add_document(
            actor=people[Role.OFFICE],
            file=SimpleUploadedFile("a.pdf", PDF),
            name="a.pdf",
            subject_type=thing._meta.label_lower,
            subject_uuid=thing.uuid,  # type: ignore[attr-defined]
            confidentiality=Confidentiality.INTERNAL,
        )

    first, second = add(agreement), add(partner)
    long_ago = clock.now() - GRACE - dt.timedelta(days=1)
    Document.objects.filter(pk=first.pk).update(withdrawn_at=long_ago)
    assert discard_withdrawn(now=clock.now()) == 1
    assert path_of(second).is_file()
    assert enter(Role.OFFICE).post(f"/files/{first.uuid}/put-back/").status_code == 404
    Document.objects.filter(pk=second.pk).update(withdrawn_at=long_ago)
    assert discard_withdrawn(now=clock.now()) == 1
    assert not path_of(second).exists()
    assert discard_withdrawn(now=clock.now()) == 0
    assert list_events_about(second.uuid)[0].type == "core.document.discarded"


def test_it_is_too_late_before_the_night_comes(enter: Enter, agreement: Agreement, folder: Path) -> None:
    office = enter(Role.OFFICE)
    hand_in(office, agreement)
    Document.objects.update(withdrawn_at=clock.now() - GRACE)
    refused = office.post(f"/files/{Document.objects.get().uuid}/put-back/")
    assert "It was withdrawn too long ago. Add the file again." in html_of(refused, 403)
    assert [each for each in folder.rglob("*") if each.is_file()]


def test_where_the_domain_is_silent_nobody_adds(enter: Enter, faculty: Unit) -> None:
    assert hand_in(enter(Role.ADMINISTRATOR), faculty).status_code == 404


def test_more_files_ask_no_more_questions(enter: Enter, agreement: Agreement) -> None:
    office, page = enter(Role.OFFICE), f"/agreements/{agreement.uuid}/"
    hand_in(office, agreement)
    office.get(page)
    one = count_queries(office, page)
    for number in range(2):
        hand_in(office, agreement, b"%PDF-1.7 " + bytes([65 + number]), f"{number}.pdf")
    assert count_queries(office, page) == one
