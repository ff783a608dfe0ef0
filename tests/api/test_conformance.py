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
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from periplus.api.reference import openapi
from periplus.core import clock
from periplus.loop.enums import Binding
from periplus.loop.services.packages import add_package
from periplus.loop.values import PackageValues
from periplus.partners.models import AgreementLine
from periplus.paths import library
from periplus.paths.models import Module, Responsibility
from periplus.people.enums import Role
from periplus.people.models import RoleAssignment
from periplus.resources.models import BudgetLine
from tests.api.conftest import Machine
from tests.factories.paths import APPROVAL, case_on, version_of
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
OPERATIONS = [result.ok() for result in DESCRIPTION.get_all_operations() if isinstance(result, Ok)]
PARTS = 4  # each builds its harbour once
WITHOUT_A_LIST = {"levers", "indicators", "documents", "notifications"}
KEYS = {"levers": "loop.goal", "indicators": "mobility.outgoing_stays", "versions": "level"}
NOBODY_MADE = {"imports", "names", "replays", "transfers"}


def sparing(examples: int) -> settings:
    """Few examples, the same in every run: what is found here is found by everybody."""
    return settings(
        max_examples=examples,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


SPARING = {GenerationMode.POSITIVE: sparing(10), GenerationMode.NEGATIVE: sparing(5)}


class Harbour:
    """A university in the middle of everything, and the token of somebody who may do everything."""

    def __init__(self, machine_of: Callable[..., Machine]) -> None:
        self.scene = make_scene()
        self.scene.decided()
        self.quay = Quay(self.scene.institution)
        for make in (
            Quay.agreement,
            Quay.stay,
            Quay.budget,
            Quay.budget,
            Quay.signal,
            Quay.rule,
            Quay.workplan,
        ):
            make(self.quay)
        for role in (Role.OFFICE, Role.ADMINISTRATOR):
            RoleAssignment.objects.create(person=self.scene.victor, role=role, valid_from=LONG_AGO)
        self.version = version_of(APPROVAL, self.scene.institution)
        case_on(self.version, unit=self.scene.faculty)
        self._package()
        self.machine = machine_of(self.scene.victor)
        self.things = self._things()
        self.values = self._values()

    def _package(self) -> None:
        values = PackageValues(
            "Two more agreements",
            Binding.CASES,
            self.scene.university,
            self.scene.carla,
            due_on=clock.today(),
            procedure=self.version.procedure,
            expected=2,
        )
        add_package(actor=self.scene.victor, goal=self.scene.goal, values=values, on=clock.today())

    def _things(self) -> dict[str, str]:
        """One thing that is there, by the first part of the addresses that speak of it."""
        unlisted: dict[str, Any] = {"lines": AgreementLine, "modules": Module, "duties": Responsibility}
        found = {name: str(model.objects.latest("pk").uuid) for name, model in unlisted.items()}
        found["versions"] = str(self.version.uuid)
        for name in {stretch_of(operation) for operation in OPERATIONS}:
            answer = self.machine.get(f"/{name}")
            if answer.status_code == HTTPStatus.OK:
                told = answer.json()
                items = (told.get("items") if isinstance(told, dict) else told) or [{}]
                found[name] = items[-1].get("uuid", "")
        return {name: uuid for name, uuid in found.items() if uuid}

    def _values(self) -> dict[str, Any]:
        """Values that mean something here, by the names of parameters and fields."""
        first, second = [str(line.uuid) for line in BudgetLine.objects.order_by("pk")[:2]]
        person, partner = str(self.scene.alice.uuid), self.things["partners"]
        return {
            **dict.fromkeys(("accountable", "deputy", "owner", "coordinator", "person"), person),
            **dict.fromkeys(("first", "last", "period", "before_period"), "2025"),
            "after_period": "2027",
            "partner": partner,
            "partners": [partner],
            "sending": str(self.quay.home.uuid),
            "receiving": partner,
            "unit": str(self.scene.faculty.uuid),
            "source": first,
            "destination": second,
            "goal": str(self.scene.goal.uuid),
            "procedure": self.things["procedures"],
            "library": next(iter(library.list_charts())).key,
            "subject": str(self.scene.goal.uuid),
            "lever": "loop.goal",
            "measure": "mobility.outgoing_stays",
            "axis": "country",
            "scope": {"institution": str(self.scene.institution.uuid)},
        }

    def settle(self, case: Any) -> None:
        """Put things that are there in the place of made-up ones."""
        stretch = stretch_of(case.operation)
        if stretch in self.things and "reference" in case.path_parameters:
            case.path_parameters["reference"] = self.things[stretch]
        if "key" in case.path_parameters:
            case.path_parameters["key"] = KEYS[stretch]
        for part in (case.query, case.body):
            if isinstance(part, dict):
                part.update({name: value for name, value in self.values.items() if name in part})


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


def try_out(harbour: Harbour, operation: Any, mode: GenerationMode) -> None:
    """Some requests to an operation, each taken back; half of them about things that are there."""
    headers = {"Authorization": f"Bearer {harbour.machine.secret}"}

    @SPARING[mode]
    @given(case=operation.as_strategy(generation_mode=mode), settled=st.booleans())
    def ask(case: Any, settled: bool) -> None:  # noqa: FBT001 -- hypothesis gives it
        if settled:
            harbour.settle(case)
        with connection_kept(), transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    ask()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fit", "unfit"])
@pytest.mark.parametrize("part", range(PARTS))
def test_operations_keep_to_their_description(harbour: Harbour, part: int, mode: GenerationMode) -> None:
    broken = []
    for operation in OPERATIONS[part::PARTS]:
        try:
            try_out(harbour, operation, mode)
        except (Exception, FailureGroup) as error:  # noqa: BLE001 -- one report for all of them
            broken.append(f"{operation.label}: {error} {getattr(error, 'exceptions', '')}")
    assert not broken, "\n\n".join(broken)


def test_the_harbour_holds_one_of_everything(harbour: Harbour) -> None:
    """Otherwise nothing but 404 would be tried."""
    lists = {stretch_of(operation) for operation in OPERATIONS if operation.path.count("/") > 3}
    assert lists - set(harbour.things) == WITHOUT_A_LIST | NOBODY_MADE
