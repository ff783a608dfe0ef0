"""Recording, moving and cancelling stays, and who sees which."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.ledger.notices import find_notice
from periplus.core.ledger.services import System
from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.mobility import queries, services
from periplus.mobility.enums import Precision, StayState
from periplus.mobility.models import Enrolment, Stay
from periplus.mobility.policies import visible_stays
from periplus.partners.models import Partner
from periplus.partners.queries import list_partners
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from tests.factories.mobility import StayFactory
from tests.factories.partners import AgreementLineFactory, PartnerFactory
from tests.factories.people import UnitFactory, person_as

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
TESTER = System("test")


@pytest.fixture
def alice() -> Person:
    return person_as(Role.OFFICE)


@pytest.fixture
def home() -> Partner:
    twin: Partner = PartnerFactory.create(name="Port", country="PT", served_here=True)
    return twin


@pytest.fixture
def lyon() -> Partner:
    partner: Partner = PartnerFactory.create(name="Lyon")
    return partner


def record(home: Partner, lyon: Partner, **more: object) -> Stay:
    actor = more.pop("actor", TESTER)
    usual: dict[str, object] = {"sending": home, "receiving": lyon, "starts_on": dt.date(2026, 9, 1)}
    details = services.StayDetails(**(usual | more))  # type: ignore[arg-type]
    return services.record_stay(actor=actor, details=details, on=TODAY)  # type: ignore[arg-type]


def test_a_stay_is_recorded_with_where_it_leads(alice: Person, home: Partner, lyon: Partner) -> None:
    sara = person_as(Role.STUDENT)
    stay = record(home, lyon, actor=alice, person=sara, funding=(("EUR", Decimal(900)),))
    assert (stay.country_from, stay.country_to, stay.start_year) == ("PT", "FR", 2026)
    assert stay.state == StayState.PLANNED
    assert [str(money) for money in stay.funding.all()] == ["900.00 EUR"]
    event = Event.objects.get(type="mobility.stay.recorded")
    touched = dict(event.objects_touched.values_list("qualifier", "object_uuid"))
    assert touched == {
        "stay": stay.uuid,
        "sending": home.uuid,
        "receiving": lyon.uuid,
        "person": sara.uuid,
    }
    notice = find_notice("mobility.stay.recorded")
    assert notice
    assert list(notice.audience(event)) == [sara.uuid]


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        ("2026-03-03", None, StayState.PLANNED),
        ("2026-03-02", "2026-03-02", StayState.UNDER_WAY),
        ("2026-02-01", None, StayState.UNDER_WAY),
        ("2026-02-01", "2026-03-01", StayState.ENDED),
    ],
)
def test_the_state_follows_from_the_dates(
    home: Partner, lyon: Partner, starts: str, ends: str | None, state: StayState
) -> None:
    last = dt.date.fromisoformat(ends) if ends else None
    assert record(home, lyon, starts_on=dt.date.fromisoformat(starts), ends_on=last).state == state


def test_states_are_brought_up_to_date_every_night(home: Partner, lyon: Partner) -> None:
    stay = record(home, lyon, ends_on=dt.date(2027, 1, 31))
    cancelled = StayFactory.create(state=StayState.CANCELLED, ends_on=dt.date(2020, 1, 1))
    for today, state in (
        (dt.date(2026, 8, 31), StayState.PLANNED),
        (dt.date(2026, 9, 1), StayState.UNDER_WAY),
        (dt.date(2027, 1, 31), StayState.UNDER_WAY),
        (dt.date(2027, 2, 1), StayState.ENDED),
    ):
        services.bring_states_up_to_date(today=today)
        stay.refresh_from_db()
        assert stay.state == state
    cancelled.refresh_from_db()
    assert cancelled.state == StayState.CANCELLED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_on", dt.date(2026, 8, 31)),
        ("field", "9x"),
        ("level", "0"),
        ("funding", (("EUR", Decimal(0)),)),
    ],
)
def test_each_mistake_is_named(home: Partner, lyon: Partner, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        record(home, lyon, **{field: value})
    assert set(refusal.value.errors) == {field}


def test_a_stay_leads_elsewhere_under_a_line_with_the_partner(home: Partner, lyon: Partner) -> None:
    with pytest.raises(Invalid, match="one institution to another"):
        record(home, home)
    with pytest.raises(Invalid, match="another partner"):
        record(home, lyon, line=AgreementLineFactory.create())
    line = AgreementLineFactory.create(partner=lyon)
    stay = record(home, lyon, line=line)
    assert list(queries.list_stays_under(person_as(Role.OFFICE), line.agreement)) == [stay]


def test_dates_are_moved_and_told(alice: Person) -> None:
    stay = StayFactory.create(precision=Precision.YEAR, starts_on=dt.date(2025, 1, 1))
    services.change_stay_dates(
        actor=alice, stay=stay, starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 7, 1), on=TODAY
    )
    stay.refresh_from_db()
    assert (stay.start_year, stay.state, stay.precision) == (2026, StayState.UNDER_WAY, Precision.DAY)
    event = Event.objects.get(type="mobility.stay.moved")
    assert event.attributes == {
        "starts_on": "2026-02-01",
        "before_starts_on": "2025-01-01",
        "before_ends_on": None,
    }


def test_a_cancelled_stay_stays_cancelled(alice: Person, home: Partner, lyon: Partner) -> None:
    stay = record(home, lyon)
    with pytest.raises(Invalid, match="Say why"):
        services.cancel_stay(actor=alice, stay=stay, reason=" ", on=TODAY)
    services.cancel_stay(actor=alice, stay=stay, reason="No visa", on=TODAY)
    with pytest.raises(Refused, match="was cancelled"):
        services.cancel_stay(actor=alice, stay=stay, reason="Again", on=TODAY)
    with pytest.raises(Refused, match="is over"):
        services.cancel_stay(actor=alice, stay=StayFactory.create(), reason="Late", on=TODAY)


def test_enrolment_said_again_replaces(alice: Person, home: Partner) -> None:
    for students in (900, 1000):
        services.report_enrolment(
            actor=alice, partner=home, unit=None, year=2025, students=students, source="Registry", on=TODAY
        )
    assert Enrolment.objects.get().students == 1000
    assert [e.year for e in queries.list_enrolments(home)] == [2025]
    with pytest.raises(Invalid):
        services.report_enrolment(
            actor=alice, partner=home, unit=None, year=2026, students=0, source="", on=TODAY
        )


def test_who_sees_and_records_which_stays(home: Partner, lyon: Partner) -> None:
    faculty: Unit = UnitFactory.create()
    below: Unit = UnitFactory.create(institution=faculty.institution, parent=faculty)
    sara = person_as(Role.STUDENT)
    hers = StayFactory.create(sending=home, receiving=lyon, person=sara, unit=below)
    other = StayFactory.create(sending=home, unit=UnitFactory.create())
    seen = {
        role: set(visible_stays(person_as(role)))
        for role in (Role.OFFICE, Role.VICE_RECTOR, Role.REVIEWER, Role.TEACHER, Role.ADMINISTRATOR)
    }
    assert seen == {
        Role.OFFICE: {hers, other},
        Role.VICE_RECTOR: {hers, other},
        Role.REVIEWER: {hers, other},
        Role.TEACHER: set(),
        Role.ADMINISTRATOR: set(),
    }
    carla = person_as(Role.COORDINATOR, unit=faculty)
    assert list(visible_stays(carla)) == [hers]
    assert list(visible_stays(sara)) == [hers]
    assert list(visible_stays(person_as(Role.PARTNER, partner_uuid=lyon.uuid))) == [hers]
    assert record(home, lyon, actor=carla, unit=below).unit == below
    for person, unit in ((carla, other.unit), (carla, None), (sara, below)):
        with pytest.raises(Refused):
            record(home, lyon, actor=person, unit=unit)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_is_one_query(alice: Person, number: int) -> None:
    StayFactory.create_batch(number, unit=UnitFactory.create())
    queries.list_stays(alice)  # keeps the standing
    with CaptureQueriesContext(connection) as captured:
        told = [(str(s.sending), str(s.receiving), str(s.unit)) for s in queries.list_stays(alice)]
    assert (len(told), len(captured)) == (number, 1)


def test_numbers_beside_partners(alice: Person, home: Partner, lyon: Partner) -> None:
    PartnerFactory.create(name="Bonn")
    StayFactory.create_batch(2, sending=home, receiving=lyon, starts_on=dt.date(2019, 5, 1))
    StayFactory.create(sending=lyon, receiving=home, starts_on=dt.date(2021, 5, 1))
    StayFactory.create(sending=home, receiving=lyon, starts_on=None)
    StayFactory.create(sending=home, receiving=lyon, starts_on=dt.date(2022, 5, 1), state=StayState.CANCELLED)
    rows = queries.with_stay_numbers(list_partners(alice, on=TODAY))
    numbers = ("name", "stays_out", "stays_in", "last_stay_year")
    assert list(rows.values_list(*numbers)) == [("Bonn", 0, 0, None), ("Lyon", 3, 1, 2021)]
    assert [partner.name for partner in rows.filter(queries.has_stays())] == ["Lyon"]
    assert queries.list_years_with(alice, lyon) == [
        queries.YearOfStays(2021, 0, 1),
        queries.YearOfStays(2019, 2, 0),
    ]
    assert queries.list_stays_with(alice, lyon).count() == 5
    assert queries.count_by_country(alice, year=2019) == {"FR": 2}
