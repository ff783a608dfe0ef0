"""A university whose office keeps its procedures: everybody is there, so every role is held."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from periplus.core import clock
from periplus.paths import library
from periplus.paths.chart import Chart
from periplus.paths.models import ProcedureVersion
from periplus.paths.services.library import install_chart
from periplus.paths.services.procedures import draft_version, enact_version
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.web.cast import Enter, enter, faculty, html_of, main_of, partner, people, twin, university

__all__ = ["enter", "faculty", "partner", "people", "twin", "university"]

MONDAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def alice(people: dict[Role, Person]) -> Person:
    return people[Role.OFFICE]


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter(Role.OFFICE)


def taken(institution: Institution, actor: Person, *keys: str) -> list[ProcedureVersion]:
    """Ready procedures in force since today; those that call each other are taken together."""
    charts = [chart for key in keys if (chart := library.find_chart(key))]
    made = [install_chart(actor=actor, institution=institution, chart=c, at=clock.now()) for c in charts]
    return [
        enact_version(actor=actor, version=v, effective_from=clock.today(), reason="Ready", at=clock.now())
        for v in made
    ]


@pytest.fixture
def agreements(university: Institution, alice: Person) -> ProcedureVersion:
    """The agreement procedure in force, with the renewal that it calls."""
    renewal, life = taken(university, alice, "agreement_renewal", "agreement_life")
    assert renewal.state == life.state
    return life


def draft_of(version: ProcedureVersion, actor: Person, chart: Chart | None = None) -> ProcedureVersion:
    return draft_version(actor=actor, origin=version, reason="", at=clock.now(), chart=chart)


def send(client: Client, url: str, version: ProcedureVersion, *status: int, **values: Any) -> str:
    """Post a form of the draft as it is now; the sentence above the next page, or the page that came back."""
    version.refresh_from_db()
    answer = client.post(url, {"revision": version.revision, **values})
    if status:
        return html_of(answer, *status)
    assert answer.status_code == 303, html_of(answer, answer.status_code)
    return main_of(client.get(answer["Location"].partition("#")[0]))
