"""A university whose committee, plan and figures the pages of the loop show."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.test import Client

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.loop.services.measuring import measure_regularly
from periplus.loop.services.signals import raise_signals
from periplus.loop.services.target_rules import watch_target
from periplus.people.models import Person
from tests.factories.loop import TargetFactory
from tests.loop.scene import MONDAY, Scene, make_scene
from tests.loop.stretch import Tide, registered

ROUND = System("daily round")
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Every page believes that it is Monday, 2 March 2026."""
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def tide() -> Iterator[Tide]:
    gauge = Tide()
    gauge.levels = {str(year): 60 - year % 7 for year in range(2011, 2025)} | {"2025": 20}
    gauge.parts = {"2024": {"BR": 30, "CL": 25}, "2025": {"BR": 8, "CL": 9, "PE": 3}}
    with registered(gauge):
        yield gauge


@pytest.fixture
def scene(db: None, tide: Tide) -> Scene:  # noqa: ARG001 -- they have to be there first
    """One goal off course: 20 where 60 are expected, with its signal and its deviation."""
    made = make_scene()
    made.goal.accountable = made.alice
    made.goal.touched_on = MONDAY
    made.goal.save()
    TargetFactory._meta.model.objects.filter(pk=made.target.pk).update(
        value=Decimal(60), baseline=None, baseline_on=None
    )
    made.target.refresh_from_db()
    watch_target(made.target, on=dt.date(2026, 1, 1))
    measure_regularly(actor=ROUND, institution=made.institution, today=MONDAY)
    raise_signals(institution=made.institution, today=MONDAY)
    return made


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def enter(person: Person) -> Client:
        client.force_login(person)
        return client

    return enter
