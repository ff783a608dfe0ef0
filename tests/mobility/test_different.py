"""The values stays can be narrowed by, read off indexes: the same as DISTINCT would say."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.different import list_different
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay
from periplus.mobility.page_queries import Spread, list_partner_ids, spread_of
from periplus.partners.models import Partner
from periplus.people.enums import Role
from tests.factories.mobility import StayFactory
from tests.factories.partners import PartnerFactory
from tests.factories.people import UnitFactory, person_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def lyon() -> Partner:
    partner: Partner = PartnerFactory.create(country="FR")
    return partner


@pytest.fixture
def bonn() -> Partner:
    partner: Partner = PartnerFactory.create(country="DE")
    return partner


@pytest.fixture(autouse=True)
def stays(lyon: Partner, bonn: Partner) -> None:
    for year in (2021, 2019, 2021):
        StayFactory.create(sending=lyon, receiving=bonn, starts_on=dt.date(year, 3, 1))
    StayFactory.create(sending=bonn, receiving=None, starts_on=None, state=StayState.CANCELLED)


def test_they_come_once_in_order_without_the_unknown(lyon: Partner, bonn: Partner) -> None:
    assert list_different(Stay.objects.all(), "start_year") == [2019, 2021]
    assert list_different(Stay.objects.all(), "country_to") == ["", "DE"]
    assert list_different(Stay.objects.all(), "sending_id") == sorted([lyon.pk, bonn.pk])


def test_only_the_rows_asked_for_count(bonn: Partner) -> None:
    assert list_different(Stay.objects.filter(start_year__gt=2019), "start_year") == [2021]
    assert list_different(Stay.objects.filter(sending=bonn), "receiving_id") == []
    assert list_different(Stay.objects.none(), "start_year") == []


def test_it_is_one_query() -> None:
    with CaptureQueriesContext(connection) as captured:
        list_different(Stay.objects.all(), "start_year")
    assert len(captured) == 1


def test_partners_with_stays_leave_cancelled_ones_out(lyon: Partner, bonn: Partner) -> None:
    other = PartnerFactory.create()
    StayFactory.create(sending=other, receiving=None, state=StayState.CANCELLED)
    assert list_partner_ids() == sorted([lyon.pk, bonn.pk])
    assert list_partner_ids(since=2022) == []


def test_whoever_sees_all_and_whoever_sees_some_are_offered_what_they_see(lyon: Partner) -> None:
    unit = UnitFactory.create()
    StayFactory.create(sending=lyon, receiving=None, country_to="", unit=unit, starts_on=dt.date(2015, 1, 1))
    everything = Spread([2021, 2019, 2015], frozenset({"FR", "DE"}))
    assert spread_of(person_as(Role.OFFICE)) == everything
    assert spread_of(person_as(Role.COORDINATOR, unit=unit)) == Spread([2015], frozenset({"FR"}))
    assert spread_of(person_as(Role.STUDENT)) == Spread([], frozenset())
