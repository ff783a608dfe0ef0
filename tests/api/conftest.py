"""Machines with tokens, as callers of the API."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from periplus.core import clock
from periplus.people.models import ApiToken, Person
from periplus.people.queries.tokens import digest_of


class Machine:
    """Calls the API for a person, in JSON."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(headers={"authorization": f"Bearer {secret}"})

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = json.dumps(body if body is not None else {})
        return self.client.generic(
            method, f"/api/v1{path}", content, content_type="application/json", headers=headers
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)


@pytest.fixture
def machine_of() -> Callable[..., Machine]:
    """Make a machine that acts for a person; it may write unless told otherwise."""

    def make(person: Person, *, read_only: bool = False) -> Machine:
        secret = f"secret-of-{person.pk}-{read_only}"
        ApiToken.objects.create(
            person=person,
            name="test",
            digest=digest_of(secret),
            beginning=secret[:8],
            read_only=read_only,
            created_at=clock.now(),
            expires_on=clock.today() + dt.timedelta(days=3000),
        )
        return Machine(secret)

    return make
