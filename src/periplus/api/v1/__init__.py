"""The API, version 1: one router per stretch."""

from ninja import Router

from periplus.api import problems
from periplus.api.description import Api
from periplus.api.tokens import Token
from periplus.api.v1 import (
    agenda,
    agreements,
    budget,
    cases,
    decisions,
    documents,
    goals,
    imports,
    indicators,
    ledger,
    levers,
    me,
    names,
    notifications,
    packages,
    partners,
    procedures,
    replays,
    signals,
    stays,
    work,
    workplans,
)

ROUTERS: tuple[Router, ...] = (
    me.router,
    notifications.router,
    partners.router,
    agreements.router,
    stays.router,
    budget.router,
    goals.router,
    packages.router,
    indicators.router,
    signals.router,
    agenda.router,
    decisions.router,
    levers.router,
    replays.router,
    imports.router,
    names.router,
    documents.router,
    ledger.router,
    procedures.router,
    cases.router,
    work.router,
    workplans.router,
)


def _build() -> Api:
    api = Api(
        title="Periplus",
        version="1.0.0",
        description="Goal, path, feedback. The same policies and sentences as on the pages.",
        urls_namespace="api",
        docs_url=None,
        auth=Token(),
    )
    problems.install(api)
    for router in ROUTERS:
        api.add_router("", router)
    return api


api = _build()
