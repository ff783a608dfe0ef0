"""What the API says of itself is true, whole, and stays the same."""

import importlib
import json
import pkgutil
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from ninja import Schema

from periplus.api import v1
from periplus.api.reference import openapi
from periplus.api.v1 import api

DESCRIPTION: dict[str, Any] = json.loads(openapi())
OPERATIONS = [
    (path, method, told) for path, methods in DESCRIPTION["paths"].items() for method, told in methods.items()
]
REFUSALS = {"400", "401", "403", "404", "413", "422"}


def named(operation: tuple[str, str, dict[str, Any]]) -> str:
    return str(operation[2]["operationId"])


def test_it_is_the_same_every_time() -> None:
    assert openapi() == openapi()
    assert openapi() == json.dumps(DESCRIPTION, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert DESCRIPTION["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_it_is_served_to_everybody(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["paths"].keys() == DESCRIPTION["paths"].keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_an_operation_tells_how_it_refuses_and_repeats(operation: tuple[str, str, dict[str, Any]]) -> None:
    _path, method, told = operation
    assert told["summary"]
    assert told["security"] == [{"Token": []}]
    assert set(told["responses"]) >= REFUSALS
    headers = {one["name"] for one in told["parameters"] if one["in"] == "header"}
    assert headers == {"If-None-Match" if method == "get" else "Idempotency-Key"}


def test_every_schema_is_one() -> None:
    for schema in DESCRIPTION["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    text = json.dumps(DESCRIPTION)
    names = set(DESCRIPTION["components"]["schemas"])
    assert all(f'"#/components/schemas/{name}"' in text for name in names), "a schema that nothing uses"


def test_no_two_schemas_share_a_name() -> None:
    """In the description a later one would stand for both."""
    modules = [
        importlib.import_module(f"{v1.__name__}.{found.name}") for found in pkgutil.iter_modules(v1.__path__)
    ]
    schemas = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Schema)
        and thing.__module__.startswith("periplus.api")
    }
    names = Counter(schema.__name__ for schema in schemas)
    assert [name for name, times in names.items() if times > 1] == []


def test_operations_have_names_of_their_own() -> None:
    names = Counter(named(operation) for operation in OPERATIONS)
    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) == sum(
        len(view.operations)
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
    )
