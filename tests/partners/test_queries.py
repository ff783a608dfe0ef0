"""Lists: what they show, and that they cost as much for three rows as for one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from periplus.partners import queries
from periplus.partners.enums import AgreementState, LineDirection, PartnerState, Watch
from periplus.partners.models import Agreement
from periplus.partners.queries import duties
from periplus.partners.queries.narrowing import list_nameable
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
    twin_of,
)
from tests.factories.people import InstitutionFactory, person_as

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def alice() -> Person:
    return person_as(Role.OFFICE)


def whole_agreement(alice: Person, number: int) -> Agreement:
    lyon, bonn = PartnerFactory.create(name=f"Lyon {number}"), PartnerFactory.create(name=f"Bonn {number}")
    agreement = agreement_with(
        lyon, bonn, coordinator=alice, reference=f"A-{number}", valid_until=dt.date(2026, 9, 1)
    )
    AgreementLineFactory.create(agreement=agreement, partner=lyon, places=2)
    AgreementLineFactory.create(agreement=agreement, partner=bonn, places=3)
    line = AgreementLineFactory.create(
        agreement=agreement, partner=lyon, places=4, direction=LineDirection.INCOMING
    )
    LineYearFactory.create(line=line, year=2025, places=4, used=1, reported_on=TODAY)
    return agreement


def read_everything(rows: QuerySet[Any]) -> list[tuple[Any, ...]]:
    return [
        (row.partner_names, row.places_out, row.places_in, str(row.coordinator), str(row.institution))
        for row in rows
    ]


LISTS: dict[str, Callable[[Person], object]] = {
    "agreements": lambda alice: read_everything(queries.list_agreements(alice)),
    "partners": lambda alice: [
        (p.name, p.agreements_total, p.agreements_in_force)  # type: ignore[attr-defined]
        for p in queries.list_partners(alice, on=TODAY)
    ],
    "ending": lambda alice: read_everything(queries.list_agreements_ending(alice, on=TODAY, months=12)),
    "deadlines": lambda alice: [d.on for d in queries.list_deadlines(alice, on=TODAY, months=12)],
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_one_query_for_one_and_for_three(alice: Person, name: str) -> None:
    queries.list_agreements(alice)  # keeps the standing
    told: list[int] = []
    for number in (1, 2, 3):
        whole_agreement(alice, number)
        if number != 2:
            with CaptureQueriesContext(connection) as captured:
                assert LISTS[name](alice)
            told.append(len(captured))
    assert told == [1, 1]


def test_an_agreement_tells_its_partners_and_places(alice: Person) -> None:
    whole_agreement(alice, 1)
    institution = "University of Port"
    [(names, places_out, places_in, coordinator, served)] = read_everything(queries.list_agreements(alice))
    assert (names, places_out, places_in) == ("Bonn 1, Lyon 1", 5, 4)
    assert (coordinator, served.startswith(institution)) == (alice.name, True)


def test_partners_tell_their_agreements_and_twins_are_not_partners(alice: Person) -> None:
    institution = InstitutionFactory.create()
    twin_of(institution)
    lyon = PartnerFactory.create(name="Lyon")
    agreement_with(lyon, institution=institution)
    agreement_with(lyon, institution=institution, state=AgreementState.IDEA)
    agreement_with(lyon, institution=institution, valid_until=TODAY)
    PartnerFactory.create(name="Bonn")
    rows: QuerySet[Any] = queries.list_partners(alice, on=TODAY)
    assert list(rows.values_list("name", "agreements_total", "agreements_in_force")) == [
        ("Bonn", 0, 0),
        ("Lyon", 3, 1),
    ]
    assert [p.name for p in rows.filter(queries.has_agreement())] == ["Lyon"]
    assert queries.count_partners_by_country(alice) == {"FR": 1}


def test_what_ends_soon_comes_next(alice: Person) -> None:
    ends = (dt.date(2027, 3, 2), dt.date(2026, 3, 3), dt.date(2026, 3, 2), dt.date(2027, 3, 3))
    later, sooner, _over, _far = (agreement_with(valid_until=until) for until in ends)
    agreement_with(valid_until=ends[1], state=AgreementState.TERMINATED)
    assert list(queries.list_agreements_ending(alice, on=TODAY, months=12)) == [sooner, later]


def test_deadlines_name_notice_end_and_watch(alice: Person) -> None:
    agreement_with(reference="A", valid_until=dt.date(2026, 9, 1), notice_months=3)
    agreement_with(reference="B", valid_until=dt.date(2026, 9, 1), notice_months=4, renews_by_itself=True)
    agreement_with(reference="C", watch=Watch.CLOSE, watch_until=dt.date(2026, 4, 1))
    agreement_with(reference="D", valid_until=dt.date(2026, 9, 1), state=AgreementState.EXPIRED)
    told = [
        (deadline.agreement.reference, deadline.on, str(deadline.sentence))
        for deadline in queries.list_deadlines(alice, on=TODAY, months=12)
    ]
    assert told == [
        ("C", dt.date(2026, 4, 1), "To be closed by this day"),
        ("B", dt.date(2026, 5, 1), "Last day for notice; else it renews itself"),
        ("A", dt.date(2026, 6, 1), "Decide on renewal"),
        ("A", dt.date(2026, 9, 1), "The agreement runs out"),
    ]


def test_whose_turn_it_is(alice: Person) -> None:
    turns = {
        AgreementState.IDEA: Role.COORDINATOR,
        AgreementState.APPROVAL: Role.OFFICE,
        AgreementState.SIGNATURE: Role.VICE_RECTOR,
        AgreementState.IN_FORCE: None,
    }
    for state, role in turns.items():
        assert queries.get_turn(agreement_with(state=state)) == role
    assert queries.get_turn(agreement_with(watch=Watch.RENEW)) == Role.OFFICE
    carla_s = agreement_with(state=AgreementState.IDEA, coordinator=alice)
    assert list(queries.list_agreements_waiting_for(alice, Role.COORDINATOR)) == [carla_s]
    assert queries.list_agreements_waiting_for(alice, Role.OFFICE).count() == 1


def test_places_with_a_partner_by_year(alice: Person) -> None:
    agreement = whole_agreement(alice, 1)
    lyon = agreement.partners.get(name="Lyon 1")
    line = agreement.lines.get(partner=lyon, direction="out")
    LineYearFactory.create(line=line, year=2025, places=2)
    assert queries.list_places_by_year(alice, lyon) == [
        queries.YearOfPlaces(year=2025, direction="in", places=4, used=1, lines=1),
        queries.YearOfPlaces(year=2025, direction="out", places=2, used=None, lines=1),
    ]
    [first, second] = queries.list_lines_of_partner(alice, lyon)
    assert {first.direction, second.direction} == {"in", "out"}
    assert [p.partner.name for p in queries.list_parties(agreement)] == ["Bonn 1", "Lyon 1"]
    assert [line.partner.name for line in queries.list_lines(agreement)] == ["Bonn 1", "Lyon 1", "Lyon 1"]


def test_a_watch_is_over_with_the_agreement_it_is_on(alice: Person) -> None:
    watched = {"watch": Watch.CLOSE, "watch_until": dt.date(2026, 4, 1), "institution": alice.institution}
    held = agreement_with(PartnerFactory.create(), state=AgreementState.IN_FORCE, **watched)
    for state in (AgreementState.TERMINATED, AgreementState.EXPIRED, AgreementState.DROPPED):
        agreement_with(PartnerFactory.create(), state=state, **watched)
    assert list(duties.list_urgent_agreement_watches(alice, until=dt.date(2026, 6, 1))) == [held]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.OFFICE])
def test_everybody_may_name_the_institution_that_is_served(role: Role) -> None:
    person = person_as(role)
    home, elsewhere = (
        twin_of(InstitutionFactory.create()),
        PartnerFactory.create(state=PartnerState.PROVISIONAL),
    )
    named = set(list_nameable(person))
    assert home in named
    assert (elsewhere in named) == (role == Role.OFFICE)
