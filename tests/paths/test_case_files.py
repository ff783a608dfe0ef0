"""Who reads the files and values of a case: staff all of it, students and guests what their work needs."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from periplus.core.documents.queries import list_readable, may_read_document
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.paths.chart import Chart, ChartItem
from periplus.paths.enums import UnitRule, ValueType, Way
from periplus.paths.models import Case
from periplus.paths.policies_reading import shown_values
from periplus.paths.queries.case_pages import list_produced
from periplus.paths.services.files import keep_file
from periplus.paths.services.work import complete_work
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import InstitutionFactory, person_as
from tests.paths.scene import AT, Scene, chain, item, task, work
from tests.web.work.files import PDF

pytestmark = pytest.mark.django_db
PARTNER = uuid.uuid4()
OPINION, DRAFT = item("opinion", ValueType.FILE), item("draft", ValueType.FILE)
SIGNED = item("signed", ValueType.FILE)
READ_DRAFT = ChartItem("draft", {"en": "Draft"}, Way.IN, ValueType.FILE)
CHART: Chart = chain(
    "agree", task("judge", OPINION, DRAFT), task("check", READ_DRAFT, SIGNED, role=Role.PARTNER), task("file")
)


@pytest.fixture
def guest() -> Person:
    return person_as(Role.PARTNER, partner_uuid=PARTNER, institution=None, name="Gil")


@pytest.fixture
def case(scene: Scene) -> Case:
    made = scene.case(CHART)
    Case.objects.filter(pk=made.pk).update(partners=[PARTNER])
    return made


def kept(case: Case, by: Person, name: str) -> Document:
    return keep_file(actor=by, case=case, file=SimpleUploadedFile(name, PDF, "application/pdf"))


def judged(scene: Scene, case: Case) -> tuple[Document, Document]:
    """The opinion and the draft, after the step that produces them."""
    opinion, draft = kept(case, scene.alice, "opinion.pdf"), kept(case, scene.alice, "draft.pdf")
    outputs = {"opinion": str(opinion.uuid), "draft": str(draft.uuid)}
    complete_work(actor=scene.alice, item=work(case, "judge"), outputs=outputs, at=AT)
    return opinion, draft


def test_a_guest_reads_the_internal_files_of_the_own_work_only(
    scene: Scene, case: Case, guest: Person
) -> None:
    opinion, draft = judged(scene, case)
    assert not may_read_document(guest, opinion)
    assert may_read_document(guest, draft)
    assert list_readable(guest, case.uuid) == [draft]
    assert list_readable(scene.carla, case.uuid) == [draft, opinion]


def test_what_guests_of_a_partner_hand_in_colleagues_read_when_it_is_done(
    scene: Scene, case: Case, guest: Person
) -> None:
    judged(scene, case)
    colleague = person_as(Role.PARTNER, partner_uuid=PARTNER, institution=None, name="Gal")
    signed = kept(case, guest, "signed.pdf")
    assert may_read_document(guest, signed)
    assert not may_read_document(colleague, signed)
    complete_work(actor=guest, item=work(case, "check"), outputs={"signed": str(signed.uuid)}, at=AT)
    assert may_read_document(guest, signed)
    assert may_read_document(colleague, signed)


def test_confidential_files_stay_closed_and_public_ones_open(scene: Scene, case: Case, guest: Person) -> None:
    opinion, draft = judged(scene, case)
    Document.objects.filter(pk=draft.pk).update(confidentiality=Confidentiality.CONFIDENTIAL)
    Document.objects.filter(pk=opinion.pk).update(confidentiality=Confidentiality.PUBLIC)
    assert list_readable(guest, case.uuid) == [opinion]


def test_staff_of_another_university_is_a_guest_here(scene: Scene, case: Case) -> None:
    opinion, _draft = judged(scene, case)
    elsewhere = person_as(Role.TEACHER, institution=InstitutionFactory.create(), name="Zoe")
    elsewhere.role_assignments.create(role=Role.PARTNER, partner_uuid=PARTNER, valid_from=AT.date())
    assert not may_read_document(elsewhere, opinion)


def test_a_student_who_only_does_a_step_reads_no_other_files_of_the_case(scene: Scene) -> None:
    ann = person_as(Role.STUDENT, institution=scene.institution, name="Ann")
    mine = task("sign", READ_DRAFT, role=Role.STUDENT, unit_rule=UnitRule.OWNER)
    case = scene.case(chain("mine", task("judge", OPINION, DRAFT), mine), owner=ann)
    opinion, draft = judged(scene, case)
    assert list_readable(ann, case.uuid) == [draft, opinion]  # it is about her
    Case.objects.filter(pk=case.pk).update(owner=scene.carla)
    assert list_readable(ann, case.uuid) == [draft]
    assert not may_read_document(ann, opinion)


def test_guests_read_the_values_of_their_own_work_only(scene: Scene, case: Case, guest: Person) -> None:
    opinion, draft = judged(scene, case)
    case.refresh_from_db()
    both = {"opinion": str(opinion.uuid), "draft": str(draft.uuid)}
    assert shown_values(scene.carla, case) == both
    assert shown_values(guest, case) == {"draft": str(draft.uuid)}
    assert [known.key for known, _value in list_produced(guest, case)] == ["draft"]
    other = person_as(Role.PARTNER, partner_uuid=uuid.uuid4(), institution=None, name="Nobody")
    assert shown_values(other, case) == {}
    Case.objects.filter(pk=case.pk).update(owner=guest)
    case.refresh_from_db()
    assert shown_values(guest, case) == both
