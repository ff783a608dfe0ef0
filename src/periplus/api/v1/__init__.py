"""The API, version 1: one router per stretch."""

from django.http import HttpRequest
from ninja import NinjaAPI, Router

from periplus.api import problems
from periplus.api.v1 import (
    agenda,
    agreements,
    budget,
    decisions,
    goals,
    indicators,
    ledger,
    me,
    partners,
    replays,
    signals,
    stays,
)
from periplus.people.types import Person

ROUTERS: tuple[Router, ...] = (
    me.router,
    partners.router,
    agreements.router,
    stays.router,
    budget.router,
    goals.router,
    indicators.router,
    signals.router,
    agenda.router,
    decisions.router,
    replays.router,
    ledger.router,
)


def _known(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _build() -> NinjaAPI:
    api = NinjaAPI(
        title="Periplus",
        version="1.0.0",
        description="Goal, path, feedback. The same policies and sentences as on the pages.",
        urls_namespace="api",
        docs_url=None,
        auth=_known,
    )
    problems.install(api)
    for router in ROUTERS:
        api.add_router("", router)
    return api


api = _build()
