"""The list of agreements: what is due, what is used, what sleeps."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.test import Client

from periplus.core import clock
from periplus.partners import lives
from periplus.partners.enums import AgreementKind, AgreementState, LineDirection, Watch
from periplus.partners.models import Agreement, Partner
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.mobility import StayFactory
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
)
from tests.factories.people import UnitFactory
from tests.web.cast import Enter, html_of, rows_of
from tests.web.lists import assert_constant_queries, rows_of_csv

pytestmark = pytest.mark.django_db
URL = "/agreements/"


def names(client: Client, **query: object) -> list[str]:
    return rows_of(html_of(client.get(f"{URL}?{urlencode(query, doseq=True)}")))


def table(client: Client, *columns: str) -> list[list[str]]:
    return rows_of_csv(client, f"{URL}?{urlencode({'format': 'csv', 'col': columns}, doseq=True)}")[1:]


def ahead(**span: int) -> dt.date:
    return clock.today() + dt.timedelta(**span)


@pytest.fixture
def held(partner: Partner, university: Institution, faculty: Unit, people: dict[Role, Person]) -> Agreement:
    return agreement_with(
        partner,
        institution=university,
        unit=faculty,
        coordinator=people[Role.COORDINATOR],
        reference="A-1",
        valid_from=ahead(days=-900),
        valid_until=ahead(days=200),
        notice_months=6,
    )


@pytest.fixture
def others(university: Institution) -> dict[str, Agreement]:
    brazil = PartnerFactory.create(name="Universidade de Campinas", country="BR")
    return {
        "idea": agreement_with(
            brazil, institution=university, reference="B-1", state=AgreementState.IDEA, kind=AgreementKind.MOU
        ),
        "over": agreement_with(
            brazil,
            institution=university,
            reference="B-2",
            state=AgreementState.EXPIRED,
            valid_until=ahead(days=-9),
        ),
        "watched": agreement_with(
            brazil, institution=university, reference="B-3", watch=Watch.RENEW, watch_until=ahead(days=20)
        ),
    }


@pytest.mark.usefixtures("held", "others")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["A-1", "B-1", "B-3", "B-2"]),
        ({"state": "idea"}, ["B-1"]),
        ({"state": ["idea", "expired"]}, ["B-1", "B-2"]),
        ({"holds": "now"}, ["A-1", "B-3"]),
        ({"ends": "12"}, ["A-1"]),
        ({"ends": "3"}, []),
        ({"country": "BR"}, ["B-1", "B-3", "B-2"]),
        ({"kind": "mou"}, ["B-1"]),
        ({"watch": "renew"}, ["B-3"]),
        ({"q": "nantes"}, ["A-1"]),
        ({"q": "campinas"}, ["B-1", "B-3", "B-2"]),
        ({"sort": "-reference"}, ["B-3", "B-2", "B-1", "A-1"]),
        ({"sort": "notice"}, ["A-1", "B-1", "B-3", "B-2"]),
    ],
)
def test_it_is_narrowed_and_sorted(enter: Enter, query: dict[str, object], expected: list[str]) -> None:
    assert names(enter(Role.OFFICE), **query) == expected


def test_a_unit_includes_those_below_it(enter: Enter, held: Agreement, university: Institution) -> None:
    assert held.unit is not None
    assert held.unit.parent is not None
    elsewhere = UnitFactory.create(institution=university, parent=held.unit.parent, name="Law", code="LAW")
    office = enter(Role.OFFICE)
    assert names(office, unit=str(held.unit.parent.uuid)) == ["A-1"]
    assert names(office, unit=str(held.unit.uuid)) == ["A-1"]
    assert names(office, unit=str(elsewhere.uuid)) == []


@pytest.mark.usefixtures("others")
def test_dormant_are_those_in_force_under_which_nothing_happened(
    enter: Enter, held: Agreement, partner: Partner, twin: Partner
) -> None:
    office = enter(Role.OFFICE)
    assert names(office, dormant="yes") == ["A-1", "B-3"]
    StayFactory.create(sending=twin, receiving=partner, starts_on=ahead(days=-100))
    assert names(office, dormant="yes") == ["B-3"]
    assert held.reference == "A-1"


def test_numbers_are_those_of_the_lines(enter: Enter, held: Agreement, partner: Partner) -> None:
    year = lives.academic_year_of(held.institution, clock.today()) - 1
    for direction, places, used in (
        (LineDirection.OUTGOING, 3, 2),
        (LineDirection.OUTGOING, 2, 1),
        ("in", 4, 0),
    ):
        line = AgreementLineFactory.create(
            agreement=held, partner=partner, direction=direction, places=places
        )
        LineYearFactory.create(line=line, year=year, places=places, used=used, reported_on=clock.today())
        LineYearFactory.create(
            line=line, year=year - 1, places=places, used=places, reported_on=clock.today()
        )
    assert table(enter(Role.OFFICE), "reference", "out", "in", "used") == [["A-1", "5", "4", "3"]]


def test_use_that_nobody_reported_is_unknown_and_not_nought(
    enter: Enter, held: Agreement, partner: Partner
) -> None:
    year = lives.academic_year_of(held.institution, clock.today()) - 1
    LineYearFactory.create(line=AgreementLineFactory.create(agreement=held, partner=partner), year=year)
    assert table(enter(Role.OFFICE), "reference", "used") == [["A-1", ""]]


def test_the_day_of_notice_is_shown_with_its_urgency(enter: Enter, held: Agreement) -> None:
    due = lives.notice_due_on(held)
    assert due is not None
    assert table(enter(Role.OFFICE), "reference", "notice") == [["A-1", due.isoformat()]]
    Agreement.objects.update(valid_until=ahead(days=100))
    html = html_of(enter(Role.OFFICE).get(URL))
    assert 'class="pill bad"' in html
    assert "overdue" in html


def test_the_database_sorts_by_the_same_day_of_notice_as_is_shown(
    enter: Enter, held: Agreement, partner: Partner
) -> None:
    Agreement.objects.update(valid_until=dt.date(2031, 3, 31), notice_months=1)
    assert lives.notice_due_on(Agreement.objects.get()) == dt.date(2031, 2, 28)
    agreement_with(
        partner,
        institution=held.institution,
        reference="A-2",
        valid_until=dt.date(2031, 3, 1),
        notice_months=0,
    )
    assert names(enter(Role.OFFICE), sort="notice") == ["A-1", "A-2"]


def test_guests_see_theirs_once_they_are_talked_about(
    enter: Enter, held: Agreement, others: dict[str, Agreement], partner: Partner, university: Institution
) -> None:
    agreement_with(partner, institution=university, reference="A-0", state=AgreementState.IDEA)
    guest = enter(Role.PARTNER)
    assert names(guest) == [held.reference]
    assert names(guest, watch="renew") == [held.reference]
    assert others["watched"].reference not in names(guest, holds="now")
    assert table(guest, "reference", "coordinator", "watch") == [["A-1"]]


@pytest.mark.usefixtures("others")
def test_many_are_put_on_watch_at_once_or_none(enter: Enter, held: Agreement) -> None:
    office, until = enter(Role.OFFICE), ahead(days=30)
    posted = {"bulk": "watch", "confirmed": "1", "watch": "close", "until": until.isoformat()}
    office.post(URL, {**posted, "row": [held.pk]})
    held.refresh_from_db()
    assert (held.watch, held.watch_until) == (Watch.CLOSE, until)
    refused = office.post(URL, {**posted, "watch": "renew", "all": "1"})
    assert "B-1: The agreement is not in force. Untick it, then try again." in html_of(refused, 422)
    held.refresh_from_db()
    assert held.watch == Watch.CLOSE


def test_more_agreements_ask_no_more_questions(enter: Enter, university: Institution, faculty: Unit) -> None:
    def make() -> None:
        partner = PartnerFactory.create()
        agreement = agreement_with(partner, institution=university, unit=faculty, valid_until=ahead(days=99))
        AgreementLineFactory.create(agreement=agreement, partner=partner)

    assert_constant_queries(enter(Role.OFFICE), URL, make)
    assert_constant_queries(enter(Role.OFFICE), f"{URL}?dormant=yes&country=FR&ends=12", make)
