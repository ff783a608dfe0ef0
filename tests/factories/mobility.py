"""Stays for tests."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from periplus.mobility.enums import StayState
from periplus.mobility.models import Enrolment, Stay
from tests.factories.partners import PartnerFactory


class StayFactory(DjangoModelFactory[Stay]):
    """A stay that is over, from Portugal to France unless said otherwise."""

    class Meta:
        model = Stay

    sending = factory.SubFactory(PartnerFactory, country="PT")
    receiving = factory.SubFactory(PartnerFactory)
    country_from = factory.LazyAttribute(lambda stay: stay.sending.country if stay.sending else "")
    country_to = factory.LazyAttribute(lambda stay: stay.receiving.country if stay.receiving else "")
    starts_on = dt.date(2020, 9, 15)
    start_year = factory.LazyAttribute(lambda stay: stay.starts_on.year if stay.starts_on else None)
    state = StayState.ENDED


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    partner = factory.SubFactory(PartnerFactory)
    year = 2020
    students = 1000
