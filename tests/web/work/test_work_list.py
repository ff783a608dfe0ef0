"""My work: what, for which case, until when, why, what is missing; in groups, finished at once."""

import datetime as dt

import pytest
from django.test import Client

from periplus.core import clock
from periplus.paths.enums import UnitRule
from periplus.paths.models import Case, ProcedureVersion, WorkItem
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.loop import GoalFactory, PlanFactory
from tests.factories.partners import PartnerFactory
from tests.factories.paths import case_on, chain, open_keys, open_work, task, version_of
from tests.factories.people import person_as
from tests.web.cast import Enter, html_of, main_of, rows_of
from tests.web.lists import assert_constant_queries, rows_of_csv

pytestmark = pytest.mark.django_db
PLAIN = chain("plain", "Something short", task("look", "Look at it"))


def due(case: Case, at: dt.datetime | None) -> None:
    WorkItem.objects.filter(case=case).update(due_at=at)


@pytest.fixture
def plain(university: Institution) -> ProcedureVersion:
    return version_of(PLAIN, university)


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def test_a_row_says_what_for_which_case_why_and_what_is_missing(office: Client, case: Case) -> None:
    html = main_of(office.get("/work/"))
    assert rows_of(html) == ["Write the proposal"]
    assert f'href="/cases/{case.uuid}/"' in html
    assert "Approval of a cooperation" in html
    assert "Proposal, Amount" in html
    assert "in 5 days" in html


def test_only_those_whose_turn_it_is_see_it(enter: Enter, case: Case) -> None:  # noqa: ARG001 -- it is there
    for role in (Role.COORDINATOR, Role.VICE_RECTOR, Role.STUDENT, Role.PARTNER):
        assert "Write the proposal" not in html_of(enter(role).get("/work/"))


def test_the_goal_that_a_step_serves_is_the_reason(
    office: Client, university: Institution, faculty: Unit
) -> None:
    goal = GoalFactory.create(
        plan=PlanFactory.create(institution=university), unit=faculty, title="More places"
    )
    other = GoalFactory.create(plan=goal.plan, unit=faculty, title="Other goal")
    case_on(version_of(chain("g", "G", task("a", "Step", goal=str(goal.uuid))), university))
    case_on(version_of(chain("h", "H", task("b", "Other step", goal=str(other.uuid))), university))
    assert "More places" in main_of(office.get("/work/"))
    html = main_of(office.get(f"/work/?goal={goal.uuid}"))
    assert rows_of(html) == ["Step"]
    assert "More places <span" in html  # the chip


def test_work_stands_in_groups_by_its_date(office: Client, plain: ProcedureVersion) -> None:
    now = clock.now()
    for title, at in (
        ("late", now - dt.timedelta(days=2)),
        ("soon", now + dt.timedelta(days=3)),
        ("far", now + dt.timedelta(days=40)),
        ("whenever", None),
    ):
        due(case_on(plain, title=title), at)
    html = main_of(office.get("/work/"))
    heads = [
        html.index(f'scope="rowgroup" role="rowheader" colspan="6">{head}')
        for head in ("Late", "This week", "Later")
    ]
    assert heads == sorted(heads)
    assert ">Without a date</th>" in html
    assert 'class="group"' not in main_of(office.get("/work/?sort=what"))
    only = main_of(office.get("/work/?due=late"))
    assert ">late</a>" in only
    assert ">far</a>" not in only
    assert "Due: Late" in only


def test_filters_become_chips(office: Client, case: Case, plain: ProcedureVersion, faculty: Unit) -> None:
    case_on(plain, title="Elsewhere")
    reference = case.version.procedure.uuid
    html = main_of(office.get(f"/work/?procedure={reference}&unit={faculty.path}&role=office&q=turin"))
    assert rows_of(html) == ["Write the proposal"]
    for chip in ("Procedure: Approval", "Unit: Engineering", "Role: Coordination office", "“turin”"):
        assert chip in html


def test_narrowed_to_a_partner(office: Client, case: Case, plain: ProcedureVersion) -> None:
    partner = PartnerFactory.create(name="Turin")
    Case.objects.filter(pk=case.pk).update(partners=[partner.uuid])
    case_on(plain)
    html = main_of(office.get(f"/work/?partner={partner.uuid}"))
    assert rows_of(html) == ["Write the proposal"]
    assert "Partner: Turin" in html


def test_what_asks_for_nothing_is_finished_at_once(office: Client, plain: ProcedureVersion) -> None:
    cases = [case_on(plain, title=title) for title in ("one", "two")]
    rows = [open_work(case, "look").pk for case in cases]
    asked = main_of(office.post("/work/", {"bulk": "finish", "row": rows}))
    assert "Are these tasks done?" in asked
    assert all(f"Look at it · {case}" in asked for case in cases)
    done = office.post("/work/", {"bulk": "finish", "row": rows, "confirmed": "1"}, follow=True)
    assert "2 tasks are finished." in html_of(done)
    assert [open_keys(case) for case in cases] == [[], []]


def test_all_or_none_when_one_asks_for_something(office: Client, case: Case, plain: ProcedureVersion) -> None:
    short = case_on(plain)
    rows = [open_work(short, "look").pk, open_work(case, "write").pk]
    back = office.post("/work/", {"bulk": "finish", "row": rows, "confirmed": "1"})
    assert "Cancel, untick it, and finish it on its page." in html_of(back, 422)
    assert open_keys(short) == ["look"]


def test_several_are_handed_over_with_one_reason(
    office: Client, plain: ProcedureVersion, people: dict[Role, Person]
) -> None:
    cases = [case_on(plain, title=title) for title in ("one", "two")]
    person_as(Role.TEACHER, name="Somebody of another university")
    asked = {"bulk": "hand-over", "row": [open_work(each, "look").pk for each in cases]}
    question = html_of(office.post("/work/", asked))
    assert "Rui teacher" in question
    assert "another university" not in question
    posted = asked | {"confirmed": "1", "person": people[Role.TEACHER].uuid, "reason": "I leave."}
    assert "2 tasks are with Rui teacher." in html_of(office.post("/work/", posted, follow=True))
    assert {open_work(each, "look").person for each in cases} == {people[Role.TEACHER]}


def test_the_list_as_a_file(office: Client, case: Case) -> None:
    [heads, row] = rows_of_csv(office, "/work/?format=csv&col=what&col=case&col=reference")
    assert heads == ["What", "Case", "Reference"]
    assert row == ["Write the proposal", "Exchange with Turin", case.reference]


def test_the_office_sees_the_open_work_of_all(enter: Enter, case: Case, people: dict[Role, Person]) -> None:
    html = main_of(enter(Role.OFFICE).get("/work/all/"))
    assert "Coordination office: Engineering" in html
    WorkItem.objects.filter(case=case).update(person=people[Role.TEACHER])
    found = main_of(enter(Role.OFFICE).get(f"/work/all/?person={people[Role.TEACHER].uuid}"))
    assert rows_of(found) == ["Write the proposal"]
    assert enter(Role.TEACHER).get("/work/all/").status_code == 403


def test_as_many_questions_for_three_rows_as_for_one(office: Client, plain: ProcedureVersion) -> None:
    assert_constant_queries(office, "/work/", lambda: case_on(plain))
    assert_constant_queries(office, "/work/all/", lambda: case_on(plain))


def test_students_and_guests_reach_their_own_work(
    enter: Enter, people: dict[Role, Person], university: Institution, partner: object
) -> None:
    asks = chain(
        "own",
        "Own",
        task("tell", "Tell us", role=Role.STUDENT, unit_rule=UnitRule.OWNER),
        task("confirm", "Confirm it", role=Role.PARTNER),
    )
    case = case_on(version_of(asks, university), owner=people[Role.STUDENT])
    Case.objects.filter(pk=case.pk).update(partners=[partner.uuid])  # type: ignore[attr-defined]
    student = enter(Role.STUDENT)
    assert rows_of(main_of(student.get("/work/"))) == ["Tell us"]
    done = student.post(f"/work/{open_work(case, 'tell').uuid}/", {"do": "finish"}, follow=True)
    assert "“Tell us” is finished." in html_of(done)
    guest = enter(Role.PARTNER)
    assert rows_of(main_of(guest.get("/work/"))) == ["Confirm it"]
    html_of(guest.get(f"/work/{open_work(case, 'confirm').uuid}/"))
    html_of(guest.get(f"/cases/{case.uuid}/"))
    guest.post(f"/work/{open_work(case, 'confirm').uuid}/", {"do": "finish"})
    case.refresh_from_db()
    assert case.state == "ended"
