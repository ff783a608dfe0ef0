"""Whatever a machine sends, the API keeps to its own description, and never breaks."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from periplus.api.reference import openapi
from periplus.people.enums import Role
from periplus.people.models import RoleAssignment
from tests.api.conftest import Machine
from tests.factories.people import LONG_AGO
from tests.house.rows import Quay
from tests.loop.scene import make_scene
from tests.loop.stretch import Tide, registered

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DESCRIPTION = schemathesis.openapi.from_dict(json.loads(openapi()))
DESCRIPTION.app = get_wsgi_application()
OPERATIONS = [result.ok() for result in DESCRIPTION.get_all_operations()]
SPARING = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Harbour:
    """A university in the middle of everything, and the token of somebody who may do everything."""

    def __init__(self, machine_of: Callable[..., Machine]) -> None:
        scene = make_scene()
        decision = scene.decided()
        quay = Quay(scene.institution)
        for make in (Quay.agreement, Quay.stay, Quay.budget, Quay.signal, Quay.rule):
            make(quay)
        for role in (Role.OFFICE, Role.ADMINISTRATOR):
            RoleAssignment.objects.create(person=scene.victor, role=role, valid_from=LONG_AGO)
        self.machine = machine_of(scene.victor)
        self.decision = decision

    def things(self) -> dict[str, str]:
        """One thing that is there, by the first part of the addresses that speak of it."""
        found = {}
        for name in (stretch_of(operation) for operation in OPERATIONS):
            answer = self.machine.get(f"/{name}")
            if answer.status_code == HTTPStatus.OK and isinstance(answer.json(), dict):
                items = answer.json().get("items") or [{}]
                found[name] = items[-1].get("uuid", "")
        return {name: uuid for name, uuid in found.items() if uuid}


@pytest.fixture
def harbour(machine_of: Callable[..., Machine]) -> Iterator[Harbour]:
    tide = Tide()
    with registered(tide):
        tide.levels = {"2024": 20, "2025": 20, "2026": 24, "2027": 40}
        yield Harbour(machine_of)


@contextmanager
def connection_kept() -> Iterator[None]:
    """Requests through WSGI share the test's connection, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def stretch_of(operation: Any) -> str:
    return str(operation.path.removeprefix("/api/v1/").partition("/")[0])


def try_out(harbour: Harbour, operation: Any, mode: GenerationMode, thing: str) -> None:
    """Some requests to an operation, each taken back; half of them about a thing that is there."""
    headers = {"Authorization": f"Bearer {harbour.machine.secret}"}

    @SPARING
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Any, known: bool) -> None:  # noqa: FBT001 -- hypothesis gives it
        if known and thing and "reference" in case.path_parameters:
            case.path_parameters["reference"] = thing
        with connection_kept(), transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    ask()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fit", "unfit"])
@pytest.mark.parametrize("stretch", sorted({stretch_of(operation) for operation in OPERATIONS}))
def test_operations_keep_to_their_description(harbour: Harbour, stretch: str, mode: GenerationMode) -> None:
    thing, broken = harbour.things().get(stretch, ""), []
    for operation in OPERATIONS:
        if stretch_of(operation) == stretch:
            try:
                try_out(harbour, operation, mode, thing)
            except (Exception, FailureGroup) as error:  # noqa: BLE001 -- one report for all of them
                broken.append(f"{operation.label}: {error} {getattr(error, 'exceptions', '')}")
    assert not broken, "\n\n".join(broken)
