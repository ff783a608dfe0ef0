"""Put in force by a decision, running cases moved, past cases tried, versions compared, files out and in."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from periplus.core import clock
from periplus.paths import editing, library
from periplus.paths.chart import Chart, ChartNode, to_json
from periplus.paths.enums import NodeKind, VersionState
from periplus.paths.models import Case, Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.library import install_chart
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.paths import APPROVAL, case_on, past_case, version_of
from tests.web.cast import Enter, html_of, main_of
from tests.web.procedures.conftest import draft_of, taken

pytestmark = pytest.mark.django_db
TALK = ChartNode("talk", NodeKind.TASK, {"en": "Talk about it"}, role="office")


@pytest.fixture
def version(university: Institution, people: dict[Role, Person]) -> ProcedureVersion:
    """An approval in force, everybody in their roles."""
    assert people
    return version_of(APPROVAL, university)


@pytest.fixture
def case(version: ProcedureVersion, alice: Person) -> Case:
    return case_on(version, actor=alice)


def at(name: str, thing: ProcedureVersion | Procedure, *more: object) -> str:
    area = "versions" if isinstance(thing, ProcedureVersion) else "procedures"
    return reverse(f"{area}:{name}", args=[thing.uuid, *more])


def renamed(chart: Chart, old: str, new: str) -> Chart:
    """The same, but one step is called otherwise."""
    ends = {old: new}
    return replace(
        chart,
        nodes=tuple(replace(each, key=ends.get(each.key, each.key)) for each in chart.nodes),
        flows=tuple(
            replace(
                each, source=ends.get(each.source, each.source), target=ends.get(each.target, each.target)
            )
            for each in chart.flows
        ),
    )


def enact(client: Client, draft: ProcedureVersion, status: int = 303, **more: Any) -> str:
    values = {"effective_from": clock.today().isoformat(), "reason": "Decided", "decision": "", **more}
    answer = client.post(at("enact", draft), values)
    return answer["Location"] if status == 303 else html_of(answer, status)


def test_the_count_of_what_must_be_mended_is_that_of_its_list(
    office: Client, version: ProcedureVersion, alice: Person
) -> None:
    """What is only worth a look stands in a list of its own."""
    broken = editing.remove_node(APPROVAL, "write")
    spare = replace(APPROVAL.tables[0], key="spare")  # asked by nobody: worth a look
    draft = draft_of(version, alice, replace(broken, tables=(*broken.tables, spare)))
    for name in ("detail", "enact"):
        must, _cut, look = main_of(office.get(at(name, draft))).partition("Worth a look")
        assert "Must be mended" in must
        assert "Look at it" not in must
        assert "Nobody asks the decision table" in look
        assert "Must be mended" not in look


def test_what_must_be_mended_is_said_before(office: Client, version: ProcedureVersion, alice: Person) -> None:
    draft = draft_of(version, alice, editing.remove_node(APPROVAL, "write"))
    html = main_of(office.get(at("enact", draft)))
    assert "This must be mended first" in html
    assert "which nothing produces before it" in html
    assert at("step", draft, "check") in html
    assert "which nothing produces before it" in enact(office, draft, 422)
    assert "must be mended" in main_of(office.get(at("detail", draft)))


def test_it_is_enacted_and_leads_to_the_running_cases(
    office: Client, version: ProcedureVersion, case: Case, alice: Person
) -> None:
    draft = draft_of(version, alice, editing.put_after(APPROVAL, "write", TALK))
    assert "New: Task “Talk about it”." in main_of(office.get(at("enact", draft)))
    assert "in the past" in enact(office, draft, 422, effective_from="2026-01-01")
    place = enact(office, draft)
    assert place == f"{at('switch', version.procedure)}?source=1&target=2"
    html = main_of(office.get(place))
    assert "Version 2 is in force from 2 March 2026." in html
    assert "Stays" in html
    answer = office.post(at("switch", version.procedure), {"source": "1", "target": "2", "decision": ""})
    assert "1 case runs by version 2 now" in main_of(office.get(answer["Location"]))
    case.refresh_from_db()
    assert case.version_id == draft.pk
    assert "Nothing to move" in main_of(office.get(at("switch", version.procedure)))
    version.refresh_from_db()
    assert version.state == VersionState.RETIRED


def test_a_step_that_is_gone_blocks_until_another_is_chosen(
    office: Client, version: ProcedureVersion, case: Case, alice: Person
) -> None:
    enact(office, draft_of(version, alice, renamed(APPROVAL, "write", "propose")))
    url = at("switch", version.procedure)
    html = main_of(office.get(f"{url}?source=1&target=2"))
    assert "Blocks" in html
    assert 'name="map-write"' in html
    stuck = {"source": "1", "target": "2", "decision": ""}
    assert "Say which step stands in its place." in html_of(office.post(url, stuck), 422)
    case.refresh_from_db()
    assert case.version_id == version.pk
    html = main_of(office.get(f"{url}?source=1&target=2&map-write=propose"))
    assert "Moves" in html
    assert "Blocks" not in html
    assert office.post(url, stuck | {"map-write": "propose"}).status_code == 303
    case.refresh_from_db()
    assert case.version.number == 2


def test_only_who_may_puts_in_force(enter: Enter, version: ProcedureVersion, alice: Person) -> None:
    draft = draft_of(version, alice)
    for role in (Role.TEACHER, Role.COORDINATOR, Role.REVIEWER):
        assert enter(role).get(at("enact", draft)).status_code == 403
        assert enter(role).get(at("switch", version.procedure)).status_code == 403
    assert enter(Role.VICE_RECTOR).get(at("enact", draft)).status_code == 200


def test_a_later_version_is_said_to_be_to_come(
    office: Client, version: ProcedureVersion, alice: Person
) -> None:
    draft = draft_of(version, alice)
    enact(office, draft, effective_from="2026-04-01")
    html = main_of(office.get(at("detail", version.procedure)))
    assert "in force from 1 April 2026" in html
    assert "in force until 1 April 2026" in html


def test_until_a_later_version_is_in_force_cases_begin_and_run_by_the_one_before(
    office: Client, version: ProcedureVersion, case: Case, alice: Person
) -> None:
    assert case.version == version
    later = draft_of(version, alice, editing.put_after(APPROVAL, "write", TALK))
    assert enact(office, later, effective_from="2026-04-01") == at("detail", version.procedure)
    start = f"/cases/new/{version.procedure.uuid}/"
    assert start in html_of(office.get("/cases/new/"))
    html_of(office.get(start))
    assert "Talk about it" not in main_of(office.get(f"/panel/{version.procedure.uuid}/"))
    switch = at("switch", version.procedure)
    assert switch not in main_of(office.get(at("detail", version.procedure)))
    assert "Nothing to move" in main_of(office.get(f"{switch}?source=1&target=2"))
    with clock.moved_to(dt.date(2026, 4, 1)):
        assert "Stays" in main_of(office.get(f"{switch}?source=1&target=2"))
        assert "Talk about it" in main_of(office.get(f"/panel/{version.procedure.uuid}/"))


def test_past_cases_tell_what_would_be_different(
    office: Client, version: ProcedureVersion, alice: Person
) -> None:
    day = clock.now() - dt.timedelta(days=40)
    for amount in (100, 9000):
        past_case(version, at=day, values={"amount": amount}, title=f"Sum of {amount}")
    step = replace(TALK, key="audit", title={"en": "Audit it"})
    changed = editing.wrap_choice(
        editing.put_after(APPROVAL, "write", step),
        "audit",
        title={"en": "Large?"},
        condition="amount > 5000",
        usual_title={},
    )
    draft = draft_of(version, alice, changed)
    html = main_of(office.get(at("trial", draft)))
    assert "1 case would have gone another way. 1 would have gone as it did." in html
    assert "Sum of 9000" in html
    assert "Audit it" in html
    empty = main_of(office.get(at("trial", draft) + "?since=2020-01-01&until=2020-02-01"))
    assert "No case in that time" in empty
    wrong = office.get(at("trial", draft) + "?since=2020-02-01&until=2020-01-01")
    assert "must come after" in html_of(wrong, 422)


def test_versions_are_compared_in_words_and_in_the_drawing(
    office: Client, version: ProcedureVersion, alice: Person
) -> None:
    draft_of(version, alice, editing.put_after(APPROVAL, "write", TALK))
    html = main_of(office.get(at("compare", version.procedure)))
    assert "New: Task “Talk about it”." in html
    assert 'data-current="talk"' in html
    assert "node task added" in html
    same = main_of(office.get(at("compare", version.procedure) + "?before=1&after=1"))
    assert "They say the same" in same


# ------------------------------------------------------------------ files


def file_of(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/xml")


def test_a_procedure_goes_out_and_comes_back(office: Client, university: Institution, alice: Person) -> None:
    (version,) = taken(university, alice, "budget_transfer")
    answer = office.get(at("bpmn", version))
    assert answer["Content-Disposition"] == 'attachment; filename="budget_transfer-1.bpmn"'
    brought = office.post(at("bring-version", version.procedure), {"file": file_of(answer.content, "a.bpmn")})
    assert "Everything was taken over" in main_of(office.get(brought["Location"]))
    second = version.procedure.versions.get(number=2)
    same = [to_json(editing.unplaced(get_chart(each))) for each in (version, second)]
    assert same[0] == same[1]
    office.post("/procedures/import/", {"file": file_of(answer.content, "a.bpmn")})
    assert Procedure.objects.filter(key="budget_transfer_2").exists()


def test_tables_go_out_and_come_back(office: Client, university: Institution, alice: Person) -> None:
    (version,) = taken(university, alice, "budget_transfer")
    content = office.get(at("dmn", version)).content
    draft = draft_of(version, alice, replace(get_chart(version), tables=()))
    brought = office.post(at("bring-tables", draft), {"revision": 1, "file": file_of(content, "a.dmn")})
    assert "Everything was taken over" in main_of(office.get(brought["Location"]))
    draft.refresh_from_db()
    assert get_chart(draft).tables == get_chart(version).tables


@pytest.mark.parametrize("content", [b"no xml", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_file_that_is_none_is_refused_with_a_sentence(office: Client, content: bytes) -> None:
    html = html_of(office.post("/procedures/import/", {"file": file_of(content, "a.bpmn")}), 422)
    assert "form-errors" in html
    assert Procedure.objects.count() == 0


def test_what_a_foreign_file_says_otherwise_is_named(office: Client) -> None:
    foreign = Path(__file__).parents[2] / "paths" / "foreign" / "engine_seven.bpmn"
    brought = office.post("/procedures/import/", {"file": file_of(foreign.read_bytes(), "a.bpmn")})
    html = main_of(office.get(brought["Location"]))
    assert "Element by element" in html
    made = ProcedureVersion.objects.get()
    assert office.get(at("detail", made)).status_code == 200


def test_everything_a_ready_procedure_needs_is_told(
    office: Client, university: Institution, alice: Person
) -> None:
    """The agreement procedure calls the renewal, which is not here yet: the gate names it."""
    chart = library.find_chart("agreement_life")
    assert chart
    made = install_chart(actor=alice, institution=university, chart=chart, at=clock.now())
    assert "must be mended" in main_of(office.get(at("detail", made)))
