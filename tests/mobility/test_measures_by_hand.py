"""Every measure on a small world whose numbers are counted by hand in the comments."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.periods import Period, academic_year, calendar_year, month
from periplus.loop.measuring import get_measure
from periplus.loop.scopes import Scope
from periplus.mobility.enums import StayState
from periplus.partners.enums import Activity
from periplus.partners.models import Partner
from tests.factories.mobility import EnrolmentFactory, StayFactory
from tests.factories.partners import PartnerFactory
from tests.factories.people import InstitutionFactory, UnitFactory

pytestmark = pytest.mark.django_db

YEARS = [calendar_year(year) for year in (2019, 2020, 2021, 2022)]


class World:
    """Home in Portugal; Lyon and Paris in France, Bonn in Germany, Rio in Brazil.

    2019 out: Lyon 3, Paris 1, Bonn 1              in: Lyon 1
    2020 out: Lyon 2, Rio 2                        in: Lyon 2, Bonn 1
    2021 out: Rio 1                                in: nothing recorded
    2022: nothing recorded
    """

    def __init__(self) -> None:
        institution = InstitutionFactory.create()
        self.unit = UnitFactory.create(institution=institution)
        self.below = UnitFactory.create(institution=institution, parent=self.unit)
        self.home = PartnerFactory.create(uuid=institution.uuid, country="PT", served_here=True)
        self.lyon = PartnerFactory.create(name="Lyon", country="FR")
        self.paris = PartnerFactory.create(name="Paris", country="FR")
        self.bonn = PartnerFactory.create(name="Bonn", country="DE")
        self.rio = PartnerFactory.create(name="Rio", country="BR")
        self.scope = Scope(institution=institution.uuid)
        self.go(self.lyon, 2019, 3, field="0412", programme="Erasmus")
        self.go(self.paris, 2019, 1, unit=self.below)
        self.go(self.bonn, 2019, 1, unit=self.unit, activity=Activity.TEACHING)
        self.come(self.lyon, 2019, 1)
        self.go(self.lyon, 2020, 2)
        self.go(self.rio, 2020, 2)
        self.come(self.lyon, 2020, 2)
        self.come(self.bonn, 2020, 1)
        self.go(self.rio, 2021, 1)
        self.add_noise()

    def go(self, partner: Partner, year: int, number: int, **more: object) -> None:
        started = dt.date(year, 3, 1)
        StayFactory.create_batch(number, sending=self.home, receiving=partner, starts_on=started, **more)

    def come(self, partner: Partner, year: int, number: int) -> None:
        started = dt.date(year, 10, 1)
        StayFactory.create_batch(number, sending=partner, receiving=self.home, starts_on=started)

    def add_noise(self) -> None:
        """What must not count: a cancelled stay, one at home, one without a date, one of others."""
        self.go(self.paris, 2020, 1, state=StayState.CANCELLED)
        self.go(PartnerFactory.create(country="PT"), 2020, 1)
        StayFactory.create(sending=self.home, receiving=self.paris, starts_on=None)
        StayFactory.create(sending=self.bonn, receiving=self.rio, starts_on=dt.date(2020, 3, 1))


@pytest.fixture
def world() -> World:
    return World()


def values(key: str, scope: Scope, periods: list[Period] = YEARS) -> list[Decimal | None]:
    """What a measure says, rounded as it is stored."""
    readings = get_measure(key).compute(scope, periods)
    assert [reading.period for reading in readings] == periods
    return [None if r.value is None else round(r.value, 6) for r in readings]


def exactly(*numbers: str | int | Decimal | None) -> list[Decimal | None]:
    return [None if number is None else round(Decimal(number), 6) for number in numbers]


def test_stays_are_counted_in_the_year_in_which_they_start(world: World) -> None:
    assert values("mobility.outgoing_stays", world.scope) == exactly(5, 4, 1, None)
    assert values("mobility.incoming_stays", world.scope) == exactly(1, 3, None, None)


def test_every_axis_narrows_and_zero_differs_from_nothing_recorded(world: World) -> None:
    def outgoing(axis: str, value: object) -> list[Decimal | None]:
        return values("mobility.outgoing_stays", world.scope.narrowed(axis, value))

    assert outgoing("country", "FR") == exactly(4, 2, 0, None)
    assert outgoing("partner", world.lyon.uuid) == exactly(3, 2, 0, None)
    assert outgoing("field", "04") == exactly(3, 0, 0, None)
    assert outgoing("programme", "Erasmus") == exactly(3, 0, 0, None)
    assert outgoing("unit", world.unit.uuid) == exactly(2, 0, 0, None)
    assert outgoing("unit", world.below.uuid) == exactly(1, 0, 0, None)


@pytest.mark.usefixtures("world")
def test_without_an_institution_all_stays_count() -> None:
    # 2020: 4 out + 3 in of home, and 1 from Bonn to Rio.
    assert values("mobility.outgoing_stays", Scope())[:2] == exactly(6, 8)


def test_concentration_and_diversity_of_destinations(world: World) -> None:
    # 2019 FR 4/5, DE 1/5: 16/25 + 1/25; 2020 FR 2/4, BR 2/4: 1/2; 2021 BR alone: 1.
    assert values("mobility.country_concentration", world.scope) == exactly("0.68", "0.5", 1, None)
    assert values("mobility.country_diversity", world.scope) == exactly("0.32", "0.5", 0, None)
    # 2019 Lyon 3/5, Paris 1/5, Bonn 1/5: 11/25.
    assert values("mobility.partner_concentration", world.scope) == exactly("0.44", "0.5", 1, None)


def test_stays_to_an_unknown_country_tell_in_the_coverage(world: World) -> None:
    StayFactory.create(sending=world.home, receiving=None, starts_on=dt.date(2021, 5, 1))
    [reading] = get_measure("mobility.country_concentration").compute(world.scope, [calendar_year(2021)])
    assert (reading.value, reading.coverage, reading.count) == (Decimal(1), Decimal("0.5"), 2)


def test_reciprocity_needs_both_directions(world: World) -> None:
    # 2019: Lyon |3-1|, Paris 1, Bonn 1: 4 of 6 apart. 2020: Lyon 0, Bonn 1, Rio 2: 3 of 7 apart.
    assert values("mobility.reciprocity", world.scope) == exactly(Decimal(2) / 6, Decimal(4) / 7, None, None)
    assert values("mobility.reciprocity", Scope()) == exactly(None, None, None, None)


def test_active_partners_count_once_in_both_directions(world: World) -> None:
    assert values("mobility.active_partners", world.scope) == exactly(3, 3, 1, None)


def test_links_that_survive(world: World) -> None:
    # 2019 {Lyon, Paris, Bonn} → 2020 {Lyon, Bonn, Rio} → 2021 {Rio} → 2022 nothing recorded.
    survival = exactly(None, Decimal(2) / 3, Decimal(1) / 3, None)
    stability = exactly(None, Decimal(2) / 4, Decimal(1) / 3, None)
    assert values("mobility.link_survival", world.scope) == survival
    assert values("mobility.link_stability", world.scope) == stability


def test_links_within_a_country(world: World) -> None:
    # France: {Lyon, Paris} → {Lyon} → none, though others were recorded in 2021.
    survival = exactly(None, "0.5", 0, None)
    assert values("mobility.link_survival", world.scope.narrowed("country", "FR")) == survival


@pytest.mark.usefixtures("world")
def test_links_without_an_institution_are_pairs() -> None:
    # 2020: home-Lyon, home-Rio, Lyon-home, Bonn-home, Bonn-Rio; 2021: home-Rio.
    assert values("mobility.link_survival", Scope(), [calendar_year(2021)]) == exactly("0.2")


def test_study_abroad_share_needs_enrolment(world: World) -> None:
    EnrolmentFactory.create(partner=world.home, year=2019, students=200)
    EnrolmentFactory.create(partner=world.home, unit=world.unit, year=2019, students=50)
    # 2019: 5 out, of which one teaches: 4 of 200; in the unit 1 student of 50. 2020: not reported.
    assert values("mobility.abroad_share", world.scope) == exactly("0.02", None, None, None)
    within = world.scope.narrowed("unit", world.unit.uuid)
    assert values("mobility.abroad_share", within)[0] == Decimal("0.02")


def test_study_abroad_share_of_several_institutions_tells_its_coverage(world: World) -> None:
    EnrolmentFactory.create(partner=world.home, year=2020, students=100)
    [reading] = get_measure("mobility.abroad_share").compute(Scope(), [calendar_year(2020)])
    # 4 of home's, whose enrolment is known, of 8 stays in all.
    assert (reading.value, reading.coverage) == (Decimal("0.04"), Decimal("0.5"))


def test_academic_years_and_months(world: World) -> None:
    # Outgoing stays start in March: 2019 belongs to 2018/19. Incoming ones start in October.
    years = [academic_year(year) for year in (2018, 2019, 2020)]
    assert values("mobility.outgoing_stays", world.scope, years) == exactly(5, 4, 1)
    assert values("mobility.incoming_stays", world.scope, years) == exactly(None, 1, 3)
    months = [month(2020, 3), month(2019, 3), month(2020, 4)]
    assert values("mobility.outgoing_stays", world.scope, months) == exactly(4, 5, None)
    assert values("mobility.abroad_share", world.scope, months) == exactly(None, None, None)
    southern = [academic_year(2020, (4, 1)), academic_year(2019, (4, 1))]
    assert values("mobility.outgoing_stays", world.scope, southern) == exactly(1, 4)


def test_link_survival_over_academic_years(world: World) -> None:
    # 2018/19 {Lyon, Paris, Bonn}; 2019/20 {Lyon (in 2019), Lyon, Rio}; 2020/21 {Lyon, Bonn (in 2020), Rio}.
    years = [academic_year(2019), academic_year(2020)]
    assert values("mobility.link_survival", world.scope, years) == exactly(Decimal(1) / 3, 1)


def test_periods_that_overlap_are_refused(world: World) -> None:
    with pytest.raises(ValueError, match="overlap"):
        values("mobility.outgoing_stays", world.scope, [academic_year(2019), month(2019, 10)])


KEYS = [
    "outgoing_stays",
    "incoming_stays",
    "abroad_share",
    "country_concentration",
    "country_diversity",
    "partner_concentration",
    "reciprocity",
    "active_partners",
    "link_survival",
    "link_stability",
]


@pytest.mark.parametrize("key", KEYS)
def test_many_periods_cost_one_statement(world: World, key: str) -> None:
    measure = get_measure(f"mobility.{key}")
    for periods in (YEARS[:1], YEARS, [calendar_year(year) for year in range(2000, 2022)]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            measure.compute(world.scope, periods)
        assert len(queries) == 1


def test_no_periods_no_readings() -> None:
    for key in KEYS:
        assert get_measure(f"mobility.{key}").compute(Scope(), []) == []
