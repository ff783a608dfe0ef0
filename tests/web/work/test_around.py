"""Home, calendar, absences, reminders: what reaches people without their looking for it."""

import datetime as dt

import pytest
from django.test import Client

from periplus.core import clock
from periplus.core.ledger.queries import list_entries
from periplus.paths.models import Case, ReminderRule, Substitution
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.queries.attention import count_unread
from periplus.web.shell.telling import tell
from tests.factories.paths import open_keys, open_work
from tests.web.cast import Enter, html_of, main_of, rows_of

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def day(days: int) -> str:
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def test_home_says_what_needs_me_and_what_i_wait_for(office: Client, enter: Enter, case: Case) -> None:
    html = main_of(office.get("/"))
    assert "One thing needs you" in html
    assert f'href="/work/{open_work(case, "write").uuid}/"' in html
    office.post(f"/work/{open_work(case, 'write').uuid}/", {"v-proposal": "x", "v-amount": "1"})
    html = main_of(office.get("/"))
    assert "Nothing needs you" in html
    assert "Unit coordinator" in html  # the office started it and waits
    assert "Check the proposal" in main_of(enter(Role.COORDINATOR).get("/"))


def test_due_dates_are_in_the_calendar(client: Client, case: Case, people: dict[Role, Person]) -> None:
    person = people[Role.OFFICE]
    Person.objects.filter(pk=person.pk).update(calendar_key="secret-of-the-office")
    answer = client.get("/calendar/secret-of-the-office.ics")
    text = answer.content.decode()
    assert f"work-{open_work(case, 'write').uuid}@periplus" in text
    assert "Write the proposal: Exchange with Turin" in text.replace("\r\n ", "")


def test_an_absence_is_entered_and_the_work_is_seen_by_the_substitute(
    enter: Enter, case: Case, people: dict[Role, Person]
) -> None:
    office, teacher = enter(Role.OFFICE), enter(Role.TEACHER)
    values = {
        "person": people[Role.OFFICE].uuid,
        "valid_from": day(0),
        "last_day": day(6),
        "substitute": people[Role.TEACHER].uuid,
        "away": "on",
        "note": "Conference",
    }
    html = html_of(office.post("/work/away/new/", values, follow=True))
    assert "Work does not lie meanwhile." in html
    assert "Rui teacher" in html
    listed = main_of(teacher.get("/work/?col=what&col=for"))
    assert rows_of(listed) == ["Write the proposal"]
    assert "Rui office" in listed
    assert "for Rui office" in main_of(teacher.get("/"))
    [entered] = tell(people[Role.TEACHER], list_entries().filter(type="paths.substitution.entered"))
    assert entered.text.startswith("Rui teacher does the work of Rui office from ")
    url = f"/work/{open_work(case, 'write').uuid}/"
    assert "for Rui office" in main_of(teacher.get(url))
    assert "Rui office is away; Rui teacher stands in." in main_of(office.get(url))
    teacher.post(url, {"v-proposal": "x", "v-amount": "1"})
    assert open_keys(case) == ["check"]
    made = Substitution.objects.get()
    assert teacher.post(f"/work/away/{made.uuid}/end/").status_code == 403
    office.post(f"/work/away/{made.uuid}/end/")
    assert not Substitution.objects.exists()  # it had not held for a whole day


def test_what_is_wrong_with_an_absence_is_said(enter: Enter, people: dict[Role, Person]) -> None:
    teacher = enter(Role.TEACHER)
    backwards = {"valid_from": day(3), "last_day": day(1), "away": "on"}
    html = html_of(teacher.post("/work/away/new/", backwards), 422)
    assert "The last day lies before the first." in html
    html = html_of(teacher.post("/work/away/new/", {"valid_from": day(1), "last_day": day(1)}), 422)
    assert "Say who does the work meanwhile." in html
    own = {"valid_from": day(1), "last_day": day(1), "substitute": people[Role.TEACHER].uuid}
    assert "Choose somebody else" in html_of(teacher.post("/work/away/new/", own), 422)
    far = {"valid_from": day(1), "last_day": "9999-12-31", "away": "on"}
    assert "Choose a day from 1900 to 2199." in html_of(teacher.post("/work/away/new/", far), 422)
    assert 'name="person"' not in html_of(teacher.get("/work/away/new/"))


def test_everybody_sees_their_own_days_the_office_those_of_all(
    enter: Enter, people: dict[Role, Person]
) -> None:
    for role in (Role.TEACHER, Role.COORDINATOR):
        Substitution.objects.create(
            person=people[role], valid_from=clock.today() + WEEK, valid_until=clock.today() + 2 * WEEK
        )
    teacher = main_of(enter(Role.TEACHER).get("/work/away/"))
    assert "Rui teacher" in teacher
    assert "Rui coordinator" not in teacher
    assert "Rui coordinator" in main_of(enter(Role.OFFICE).get("/work/away/"))


def test_reminder_rules_are_kept_by_the_office(office: Client, enter: Enter) -> None:
    assert "Nobody is reminded yet" in main_of(office.get("/work/reminders/"))
    office.post("/work/reminders/new/", {"number": "3", "when": "before", "active": "on"})
    [rule] = ReminderRule.objects.all()
    assert (rule.days, rule.role, rule.active) == (-3, "", True)
    assert "3 days before" in main_of(office.get("/work/reminders/"))
    change = {"number": "2", "when": "after", "role": "coordinator"}
    office.post(f"/work/reminders/{rule.uuid}/", change)
    rule.refresh_from_db()
    assert (rule.days, rule.role, rule.active) == (2, "coordinator", False)
    assert "switched off" in main_of(office.get("/work/reminders/"))
    assert office.post("/work/reminders/new/", {"number": "900", "when": "after"}).status_code == 422
    assert enter(Role.COORDINATOR).get("/work/reminders/").status_code == 403


def test_what_others_did_reaches_me(office: Client, case: Case, people: dict[Role, Person]) -> None:
    assert count_unread(people[Role.TEACHER]) == 0
    url = f"/work/{open_work(case, 'write').uuid}/hand-over/"
    office.post(url, {"person": people[Role.TEACHER].uuid, "reason": "You know it."})
    told = main_of(office.get(f"/cases/{case.uuid}/"))
    assert "handed “Write the proposal” of" in told
