"""The page of an agreement: whose turn, the one next step, its dates in words; and every step of its life."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.partners import lives
from periplus.partners.enums import AgreementState, Watch
from periplus.partners.models import Agreement, AgreementParty, Partner
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from periplus.web.partners.notice_words import notice_words
from tests.factories.mobility import StayFactory
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
)
from tests.web.cast import Enter, html_of, main_of
from tests.web.lists import count_queries, rows_of_csv

pytestmark = pytest.mark.django_db
S = AgreementState


@pytest.fixture
def agreement(
    partner: Partner, university: Institution, faculty: Unit, people: dict[Role, Person]
) -> Agreement:
    return agreement_with(
        partner,
        institution=university,
        unit=faculty,
        coordinator=people[Role.COORDINATOR],
        reference="A-1",
        title="Exchange",
        state=S.IDEA,
    )


def url_of(agreement: Agreement) -> str:
    return f"/agreements/{agreement.uuid}/"


def step(agreement: Agreement, verb: str) -> str:
    return f"{url_of(agreement)}steps/{verb}/"


def put(agreement: Agreement, **values: object) -> Agreement:
    Agreement.objects.filter(pk=agreement.pk).update(**values)
    agreement.refresh_from_db()
    return agreement


@pytest.mark.parametrize(
    ("state", "role", "label"),
    [
        (S.IDEA, Role.COORDINATOR, "Start negotiating"),
        (S.NEGOTIATION, Role.COORDINATOR, "Send to approval"),
        (S.APPROVAL, Role.OFFICE, "Approve for signature"),
        (S.SIGNATURE, Role.VICE_RECTOR, "Sign"),
    ],
)
def test_whose_turn_it_is_sees_the_next_step_as_the_one_filled_button(
    enter: Enter, agreement: Agreement, state: AgreementState, role: Role, label: str
) -> None:
    put(agreement, state=state)
    html = main_of(enter(role).get(url_of(agreement)))
    head = html[: html.index('id="lines"')]
    assert "Your turn:" in head
    assert head.count("btn primary") == 1
    primary = head[head.index("btn primary") :]
    assert label in primary[: primary.index("</button>")]


def test_others_are_told_whose_turn_it_is_and_why_they_cannot(enter: Enter, agreement: Agreement) -> None:
    put(agreement, state=S.SIGNATURE)
    html = main_of(enter(Role.OFFICE).get(url_of(agreement)))
    assert "Waiting for Vice-rector" in html
    assert "Your role does not include this. Ask the coordination office." in html


def test_from_idea_to_force(
    enter: Enter, agreement: Agreement, partner: Partner, people: dict[Role, Person]
) -> None:
    coordinator, office, lead = enter(Role.COORDINATOR), enter(Role.OFFICE), enter(Role.VICE_RECTOR)
    assert coordinator.post(step(agreement, "send_to_negotiation")).status_code == 303
    said = coordinator.post(step(agreement, "send_to_approval"), follow=True)
    assert "A-1: In approval." in html_of(said)
    assert coordinator.post(step(agreement, "send_to_signature")).status_code == 403
    assert office.post(step(agreement, "send_to_signature")).status_code == 303
    assert lead.post(step(agreement, "sign")).status_code == 303
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_on) == (S.SIGNATURE, clock.today())
    assert f"Waiting for {partner.name}" in main_of(lead.get(url_of(agreement)))
    form = office.get(f"{url_of(agreement)}signatures/")
    assert partner.name in html_of(form)
    office.post(
        f"{url_of(agreement)}signatures/",
        {"partner": str(partner.uuid), "signed_on": clock.today().isoformat()},
    )
    agreement.refresh_from_db()
    assert agreement.state == S.IN_FORCE
    assert people[Role.OFFICE].name in main_of(office.get(url_of(agreement)))


@pytest.mark.parametrize(
    ("state", "verb", "becomes"),
    [
        (S.APPROVAL, "return_to_negotiation", S.NEGOTIATION),
        (S.NEGOTIATION, "drop", S.DROPPED),
        (S.IN_FORCE, "terminate", S.TERMINATED),
    ],
)
def test_steps_back_and_ends_need_a_reason(
    enter: Enter, agreement: Agreement, state: AgreementState, verb: str, becomes: AgreementState
) -> None:
    put(agreement, state=state)
    office = enter(Role.OFFICE)
    page = main_of(office.get(url_of(agreement)))
    assert f'action="{step(agreement, verb)}"' in page
    assert 'name="reason"' in page
    refused = office.post(
        step(agreement, verb), {"reason": " "}, headers={"referer": f"http://testserver{url_of(agreement)}"}
    )
    assert refused.status_code == 303
    agreement.refresh_from_db()
    assert agreement.state == state
    office.post(step(agreement, verb), {"reason": "Nobody goes there."})
    agreement.refresh_from_db()
    assert agreement.state == becomes


def test_notice_says_when_it_would_end_before_it_is_given(enter: Enter, agreement: Agreement) -> None:
    put(agreement, state=S.IN_FORCE, notice_months=6)
    end = lives.end_after_notice(agreement, given_on=clock.today())
    html = main_of(enter(Role.OFFICE).get(url_of(agreement)))
    assert f"Notice given today ends it before {end.day} {end:%B %Y}" in html


def test_unknown_steps_and_steps_of_the_calendar_do_not_exist(enter: Enter, agreement: Agreement) -> None:
    office = enter(Role.OFFICE)
    assert office.post(step(agreement, "expire")).status_code == 404
    assert office.post(step(agreement, "rubbish")).status_code == 404
    assert office.get(step(agreement, "drop")).status_code == 405


def test_a_successor_is_drafted(enter: Enter, agreement: Agreement, partner: Partner) -> None:
    put(agreement, state=S.IN_FORCE, valid_from=dt.date(2022, 9, 1), valid_until=dt.date(2027, 9, 1))
    AgreementLineFactory.create(agreement=agreement, partner=partner, places=7)
    office = enter(Role.OFFICE)
    bad = office.post(f"{url_of(agreement)}renew/", {"valid_until": "2027-01-01"})
    assert 'value="2027-01-01"' in html_of(bad, 422)
    answer = office.post(f"{url_of(agreement)}renew/", {"valid_until": "2032-09-01"})
    successor = Agreement.objects.get(renews=agreement)
    assert answer["Location"] == url_of(successor)
    assert successor.lines.get().places == 7
    assert successor.reference in main_of(office.get(url_of(agreement)))
    assert "Renews" in main_of(office.get(url_of(successor)))
    again = office.post(f"{url_of(agreement)}renew/", {"valid_until": "2032-09-01"})
    assert "A renewal of this agreement is under way already." in html_of(again, 422)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": S.IDEA}, "It is not said yet from when until when it is to hold."),
        (
            {"valid_from": dt.date(2026, 9, 1), "valid_until": dt.date(2031, 9, 1), "notice_months": 12},
            "It is to hold from 1 September 2026 until before 1 September 2031, with 12 months of notice.",
        ),
        (
            {"state": S.IN_FORCE, "valid_until": dt.date(2031, 9, 1), "notice_months": 6},
            "It holds until before 1 September 2031. Decide on renewal by 1 March 2031, 6 months before.",
        ),
        (
            {
                "state": S.IN_FORCE,
                "valid_until": dt.date(2031, 9, 1),
                "notice_months": 1,
                "renews_by_itself": True,
            },
            (
                "On 1 September 2031 it goes on for another year, "
                "unless notice is given by 1 August 2031, 1 month before."
            ),
        ),
        (
            {"state": S.IN_FORCE, "notice_months": 6},
            "It holds without an end. Notice given today would end it before 1 September 2027.",
        ),
        (
            {"state": S.TERMINATED, "valid_until": dt.date(2031, 9, 1)},
            (
                "Notice was given. It holds until before 1 September 2031, "
                "so that nobody who is abroad loses the ground."
            ),
        ),
        (
            {"state": S.EXPIRED, "valid_until": dt.date(2020, 9, 1)},
            "It held until before 1 September 2020.",
        ),
        ({"state": S.DROPPED}, "It was dropped before it held."),
    ],
)
def test_its_dates_are_told_in_words(agreement: Agreement, values: dict[str, object], words: str) -> None:
    assert notice_words(put(agreement, **values), dt.date(2026, 11, 22)) == words


def test_renewal_is_a_turn_only_near_its_day_and_until_somebody_drafts(
    enter: Enter, agreement: Agreement
) -> None:
    coordinator, day = enter(Role.COORDINATOR), clock.today() + dt.timedelta(days=400)
    put(agreement, state=S.IN_FORCE, valid_until=day, notice_months=1)
    assert "Your turn:" not in main_of(coordinator.get(url_of(agreement)))
    put(agreement, notice_months=12)
    html = main_of(coordinator.get(url_of(agreement)))
    assert "decide on renewal" in html
    assert "btn primary" in html[html.index("page-actions") : html.index('id="lines"')]
    coordinator.post(
        f"{url_of(agreement)}renew/", {"valid_until": (day + dt.timedelta(days=999)).isoformat()}
    )
    assert "decide on renewal" not in main_of(coordinator.get(url_of(agreement)))


def test_a_watch_can_be_set_while_it_is_in_force(enter: Enter, agreement: Agreement) -> None:
    url, until = f"{url_of(agreement)}watch/", clock.today() + dt.timedelta(days=30)
    office = enter(Role.OFFICE)
    posted = {"watch": "renew", "until": until.isoformat()}
    assert office.post(url, posted).status_code == 422
    put(agreement, state=S.IN_FORCE)
    office.post(url, posted)
    agreement.refresh_from_db()
    assert (agreement.watch, agreement.watch_until) == (Watch.RENEW, until)
    assert "To be renewed" in main_of(office.get(url_of(agreement)))


def test_lines_say_what_was_used_year_by_year(enter: Enter, agreement: Agreement, partner: Partner) -> None:
    put(agreement, state=S.IN_FORCE)
    line = AgreementLineFactory.create(agreement=agreement, partner=partner, field="0531", places=4)
    LineYearFactory.create(line=line, year=2024, places=4, used=3, reported_on=dt.date(2025, 10, 1))
    LineYearFactory.create(line=line, year=2025, places=4)
    html = main_of(enter(Role.OFFICE).get(url_of(agreement)))
    assert "Chemistry" in html
    assert "2024/25" in html
    assert ">3 of 4<" in html
    assert ">? of 4<" in html


def test_stays_under_it_open_their_records(enter: Enter, agreement: Agreement, partner: Partner) -> None:
    line = AgreementLineFactory.create(agreement=agreement, partner=partner)
    StayFactory.create(receiving=partner, line=line)
    StayFactory.create(receiving=partner)
    office, address = enter(Role.OFFICE), f"/stays/?agreement={agreement.uuid}"
    assert f'<a href="{address}">1</a>' in main_of(office.get(url_of(agreement)))
    assert len(rows_of_csv(office, f"{address}&format=csv")) == 2


def test_coordinators_of_other_units_only_read(
    enter: Enter, agreement: Agreement, university: Institution
) -> None:
    put(agreement, unit=None, coordinator=None)
    coordinator = enter(Role.COORDINATOR)
    page = main_of(coordinator.get(url_of(agreement)))
    assert "Drop" not in page
    assert coordinator.post(step(agreement, "drop"), {"reason": "x"}).status_code == 403
    agreement.refresh_from_db()
    assert agreement.state == S.IDEA
    assert university.name in page


def test_more_lines_and_parties_ask_no_more_questions(enter: Enter, agreement: Agreement) -> None:
    office = enter(Role.OFFICE)
    put(agreement, state=S.IN_FORCE)

    def more() -> None:
        partner = PartnerFactory.create()
        AgreementParty.objects.create(agreement=agreement, partner=partner)
        LineYearFactory.create(line=AgreementLineFactory.create(agreement=agreement, partner=partner))

    more()
    office.get(url_of(agreement))
    one = count_queries(office, url_of(agreement))
    more()
    more()
    assert count_queries(office, url_of(agreement)) == one
