"""Decision tables: the grid, its columns, what is wrong with them, the box to try them, their tests."""

import pytest
from django.test import Client
from django.urls import reverse

from periplus.paths.chart import ChartTable
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.models import ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.web.cast import Enter, html_of, main_of
from tests.web.procedures.conftest import draft_of, send, taken

pytestmark = pytest.mark.django_db
KEY = "transfer_level"


@pytest.fixture
def draft(university: Institution, alice: Person) -> ProcedureVersion:
    (version,) = taken(university, alice, "budget_transfer")
    return draft_of(version, alice)


def at(name: str, version: ProcedureVersion, *more: object) -> str:
    return reverse(f"versions:{name}", args=[version.uuid, KEY, *more])


def read(version: ProcedureVersion) -> ChartTable:
    version.refresh_from_db()
    return get_chart(version).table[KEY]


def test_cells_are_written_and_rules_ordered(office: Client, draft: ProcedureVersion) -> None:
    url = at("table", draft)
    html = send(office, url, draft, **{"cell-0-0": "<= 4000", "note-0": "small", "do": "save"})
    assert "The table is kept." in html
    assert "No rule for" in html
    assert (read(draft).rules[0].cells, read(draft).rules[0].note) == (("<= 4000",), "small")
    send(office, url, draft, **{"cell-1-0": "(4000..50000]", "do": "add-rule"})
    assert [rule.cells for rule in read(draft).rules] == [
        ("<= 4000",),
        ("(4000..50000]",),
        ("> 50000",),
        ("-",),
    ]
    send(office, url, draft, do="up:3")
    assert read(draft).rules[2].cells == ("-",)
    send(office, url, draft, do="remove-rule:2")
    html = send(office, url, draft, do="down:0")
    assert [rule.cells for rule in read(draft).rules] == [("(4000..50000]",), ("<= 4000",), ("> 50000",)]
    assert "Every combination of values is answered" in html
    send(office, url, draft, policy="F", do="save")
    assert read(draft).policy == HitPolicy.FIRST


def test_looking_keeps_nothing(office: Client, draft: ProcedureVersion) -> None:
    before = read(draft)
    html = send(office, at("table", draft), draft, 200, **{"cell-0-0": "<= 4000 or", "do": "look"})
    assert "not saved yet" in html
    assert "Rule 1, “Amount" in html
    assert "Rule 1: Rule 1" not in html
    assert 'aria-invalid="true"' in html
    assert (read(draft), draft.revision) == (before, 1)


def test_a_stale_grid_is_not_lost(office: Client, draft: ProcedureVersion) -> None:
    send(office, at("table", draft), draft, **{"note-0": "first", "do": "save"})
    stale = office.post(at("table", draft), {"revision": 1, "note-1": "mine", "do": "save"})
    html = html_of(stale, 422)
    assert "Nothing of yours is lost" in html
    assert 'value="mine"' in html
    assert 'name="revision" value="2"' in html


def test_columns_are_added_moved_and_taken_away(office: Client, draft: ProcedureVersion) -> None:
    send(office, at("add-column", draft, "inputs"), draft, key="currency")
    assert [column.key for column in read(draft).inputs] == ["transfer_amount", "currency"]
    send(office, at("shift-column", draft, "inputs", 1), draft)
    assert read(draft).rules[0].cells == ("-", "<= 5000")
    values = {"title_en": "Money", "values": "EUR\nUSD"}
    send(office, at("column", draft, "inputs", 0), draft, **values)
    assert read(draft).inputs[0].values == ('"EUR"', '"USD"')
    send(office, at("remove-column", draft, "inputs", 0), draft)
    assert [column.key for column in read(draft).inputs] == ["transfer_amount"]
    result = {"title_en": "Days", "type": "number", "values": ""}
    send(office, at("add-column", draft, "outputs"), draft, **result)
    assert (read(draft).outputs[1].key, read(draft).outputs[1].type) == ("days", ValueType.NUMBER)
    assert "Say what the table says." in send(
        office, at("column", draft, "outputs", 1), draft, 422, title_en="", type="number", values=""
    )
    assert office.get(at("column", draft, "inputs", 9)).status_code == 404
    assert office.get(at("add-column", draft, "elsewhere")).status_code == 404


def test_it_is_tried_and_the_trial_kept(office: Client, draft: ProcedureVersion) -> None:
    html = main_of(office.get(at("table", draft) + "?given-transfer_amount=6000"))
    assert "Rule 2 applies." in html
    assert "vice_rector" in html
    assert "Write a number" in main_of(office.get(at("table", draft) + "?given-transfer_amount=much"))
    kept = len(read(draft).tests)
    html = send(office, at("keep-test", draft), draft, **{"given-transfer_amount": "6000", "title": "Mid"})
    assert "The test is kept with the table." in html
    test = read(draft).tests[-1]
    assert (test.title, test.given, test.expected) == (
        "Mid",
        {"transfer_amount": 6000},
        {"transfer_level": "vice_rector"},
    )
    html = send(office, at("table", draft), draft, **{"result-1-0": '"council"', "do": "save"})
    assert "Fails" in html
    assert "expected is “vice_rector”" in html
    send(office, at("drop-test", draft, kept), draft)
    assert len(read(draft).tests) == kept


def test_it_is_renamed_and_thrown_away_only_when_nobody_asks(office: Client, draft: ProcedureVersion) -> None:
    send(office, at("rename-table", draft), draft, title_en="Who says yes?")
    assert read(draft).title == {"en": "Who says yes?"}
    answer = office.post(
        at("remove-table", draft), {"revision": 2}, headers={"referer": "http://testserver/procedures/"}
    )
    assert answer.status_code == 303
    assert KEY in get_chart(draft).table


def test_others_read_the_table_and_try_it(enter: Enter, draft: ProcedureVersion) -> None:
    teacher = enter(Role.TEACHER)
    html = main_of(teacher.get(at("table", draft) + "?given-transfer_amount=1"))
    assert "Rule 1 applies." in html
    assert "Save the table" not in html
    assert "Keep it as a test" not in html
    assert teacher.post(at("table", draft), {"do": "save", "revision": 1}).status_code == 403


def test_a_broken_table_is_kept_but_nobody_is_told_that_all_is_well(
    office: Client, draft: ProcedureVersion
) -> None:
    html = send(office, at("table", draft), draft, **{"cell-0-0": "<= 4000 or", "do": "save"})
    assert "The table is kept, but 1 thing must be mended before it decides anything." in html
    assert "The table is kept." not in html
    tried = main_of(office.get(at("table", draft) + "?given-transfer_amount=6000"))
    trial = tried[tried.index('id="try"') : tried.index('id="checks"')]
    assert "Rule 1, “Amount" in trial


def test_a_table_that_looks_at_nothing_says_why_it_answers_nothing(
    office: Client, draft: ProcedureVersion
) -> None:
    send(office, at("remove-column", draft, "inputs", 0), draft)
    page = main_of(office.get(at("table", draft)))
    form = page[page.index('id="try"') :].partition("</form>")[0]
    assert '<input type="hidden" name="given-"' in form  # so that asking with nothing filled in is asking
    trial = main_of(office.get(at("table", draft) + "?given-="))
    assert "needs an input" in trial[trial.index('id="try"') : trial.index('id="checks"')]
