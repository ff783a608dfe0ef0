"""A university whose cases stand at several steps, and some that came to their end."""

from collections.abc import Callable

import pytest
from django.test import Client

from periplus.paths.models import ProcedureVersion
from periplus.people.models import Person
from tests.paths.past import finished
from tests.paths.scene import AT, Scene, chain, make_scene, task

SignIn = Callable[[Person], Client]
TWO = chain("two", task("ask", allowance_days=3), task("check", evaluation=True), task("sign"))


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001 -- the scene is made in the database
    return make_scene()


@pytest.fixture
def version(scene: Scene) -> ProcedureVersion:
    """Twelve cases that ended, two that stand at “Ask” since 2 March 2026 and are long overdue."""
    version = scene.version(TWO)
    for _number in range(12):
        finished(scene, version, {"ask": 2, "check": 6, "sign": 1}, AT)
    scene.case_of(version)
    scene.case_of(version, title="Exchange with Graz", unit=scene.university)
    return version


@pytest.fixture
def sign_in() -> SignIn:
    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return enter
