"""What people and machines fill in: what cannot be kept, lines of blanks, people who are not there."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from periplus.core.models import Document
from periplus.core.verdicts import Invalid
from periplus.paths.chart import ChartColumn, ChartItem
from periplus.paths.enums import ValueType
from periplus.paths.models import Case
from periplus.paths.services.files import keep_file
from periplus.paths.services.steering import suspend_case
from periplus.paths.services.work import complete_work, save_draft
from periplus.paths.values import WrongValue, clean_value, storable
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import person_as
from tests.paths.scene import AT, Scene, chain, item, task, work
from tests.web.work.files import PDF

NUL, HALF = "a\x00b", "a\ud800b"
TABLE = ChartItem(
    "rows", {}, type=ValueType.TABLE, columns=(ChartColumn("who", {}), ChartColumn("by", {}, ValueType.FILE))
)


@pytest.mark.parametrize("broken", [NUL, HALF])
def test_characters_that_cannot_be_kept_are_refused_wherever_they_stand(broken: str) -> None:
    values: list[tuple[ChartItem, Any]] = [
        (item("x"), broken),
        (item("x", ValueType.LONG_TEXT), broken),
        (item("x", ValueType.LIST), f"one\n{broken}"),
        (item("x", ValueType.LIST), [{"deep": [{broken: 1}]}]),
        (TABLE, [{"who": broken}]),
    ]
    for each, value in values:
        with pytest.raises(WrongValue, match="cannot be kept"):
            clean_value(each, value)
    assert storable({"x": [broken, 1, None]}) == {"x": ["ab", 1, None]}
    assert clean_value(item("x"), "Ünïcode 汉字 🎓") == "Ünïcode 汉字 🎓"


def test_a_line_of_blanks_is_no_entry() -> None:
    for value in ("Turin\n  \n\tOslo ", ["Turin", "  ", "Oslo"]):
        assert clean_value(item("x", ValueType.LIST), value) == ["Turin", "Oslo"]


@pytest.mark.django_db
def test_a_draft_is_kept_without_them_and_while_the_case_is_suspended(scene: Scene) -> None:
    case = scene.case(chain("t", task("do", item("x"))))
    suspend_case(actor=scene.alice, case=case, reason="x", at=AT)
    kept = save_draft(actor=scene.alice, item=work(case, "do"), draft={"x": NUL + HALF}, at=AT)
    kept.refresh_from_db()
    assert kept.draft == {"x": "abab"}


# ------------------------------------------------------------------ people and files


@pytest.fixture
def case(scene: Scene) -> Case:
    person = item("who", ValueType.PERSON, required=False)
    file = item("paper", ValueType.FILE, required=False)
    return scene.case(chain("t", task("do", person, file, TABLE), task("again", person, file)))


def kept(case: Case, by: Person) -> Document:
    return keep_file(actor=by, case=case, file=SimpleUploadedFile("a.pdf", PDF, "application/pdf"))


def errors_of(case: Case, actor: Person, **outputs: Any) -> set[str]:
    try:
        complete_work(actor=actor, item=work(case, "do"), outputs={"rows": [{"who": "x"}]} | outputs, at=AT)
    except Invalid as refused:
        return set(refused.errors)
    return set()


@pytest.mark.django_db
def test_people_and_files_that_are_not_there_cannot_be_named(scene: Scene, case: Case) -> None:
    nobody = str(uuid.uuid4())
    assert errors_of(case, scene.alice, who=nobody, paper=nobody) == {"who", "paper"}
    assert errors_of(case, scene.alice, rows=[{"who": "x", "by": nobody}]) == {"rows"}
    outputs = {"who": str(scene.victor.uuid), "paper": str(kept(case, scene.alice).uuid)}
    assert errors_of(case, scene.alice, **outputs) == set()


@pytest.mark.django_db
def test_a_guest_names_no_file_that_the_guest_does_not_read(scene: Scene) -> None:
    partner = uuid.uuid4()
    guest = person_as(Role.PARTNER, partner_uuid=partner, institution=None, name="Gil")
    case = scene.case(chain("g", task("do", item("paper", ValueType.FILE), role=Role.PARTNER), task("on")))
    Case.objects.filter(pk=case.pk).update(partners=[partner])
    secret = str(kept(case, scene.alice).uuid)
    with pytest.raises(Invalid):
        complete_work(actor=guest, item=work(case, "do"), outputs={"paper": secret}, at=AT)
    own = str(kept(case, guest).uuid)
    complete_work(actor=guest, item=work(case, "do"), outputs={"paper": own}, at=AT)


@pytest.mark.django_db
def test_what_the_case_knows_already_may_stay(scene: Scene, case: Case) -> None:
    known = str(uuid.uuid4())  # somebody who was deleted since
    errors_of(case, scene.alice)
    case.refresh_from_db()
    case.values["who"] = known
    case.save(update_fields=["values"])
    complete_work(actor=scene.alice, item=work(case, "again"), outputs={"who": known}, at=AT)
