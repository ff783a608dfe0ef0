"""Replays: the loop over years gone by."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import found
from periplus.api.homes import home_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.scopes import read_scope
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import Course, PeriodKind, ReplayState, Severity
from periplus.loop.services import replays
from periplus.loop.types import Replay
from periplus.loop.values import ReplayValues

router = Router(tags=["replays"])


class ReplayShown(Schema):
    """The loop run over past years; `done_share` goes from 0 to 1."""

    uuid: UUID
    title: str
    scope: dict[str, str]
    period_kind: PeriodKind
    first_year: int
    last_year: int
    state: ReplayState
    done_share: Decimal
    finished_at: dt.datetime | None
    failure: str


class ReplayIn(Schema):
    """Without an institution in the scope it is the caller's own."""

    first_year: int
    last_year: int
    title: str = ""
    scope: dict[str, str] = {}
    period_kind: PeriodKind = PeriodKind.CALENDAR_YEAR


class ReplayReadingShown(Schema):
    """A number within a replay."""

    measure: str
    definition_version: int
    period_key: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    count: int
    coverage: Decimal | None


class FindingShown(Schema):
    """What a rule would have raised at the end of a period."""

    period_key: str
    rule_title: str
    measure: str
    severity: Severity
    course: Course
    causes: list[dict[str, Any]]


@router.get(
    "/replays", auth=Token("loop.goals.see"), response=Page[ReplayShown], summary="Replays you may see"
)
def list_replays(request: HttpRequest, cursor: str = "", limit: int = LIMIT) -> dict[str, Any]:
    rows = policies.visible_replays(caller_of(request))
    return page_of(rows, cursor=cursor, limit=limit, shown=ReplayShown.from_orm)


@router.post(
    "/replays", auth=Token("loop.replays.run"), response={202: ReplayShown}, summary="Start a replay"
)
def start_replay(request: HttpRequest, body: ReplayIn) -> Status[Any]:
    person, values = caller_of(request), body.dict()
    values["scope"].setdefault("institution", str(home_of(person).uuid))
    values["scope"] = read_scope(values["scope"])
    return Status(202, replays.start_replay(actor=person, values=ReplayValues(**values), on=clock.today()))


@router.get(
    "/replays/{reference}",
    auth=Token("loop.goals.see"),
    response=ReplayShown,
    summary="One replay, how far it is",
)
def get_replay(request: HttpRequest, reference: UUID) -> Replay:
    return found(policies.visible_replays(caller_of(request)), reference)


@router.get(
    "/replays/{reference}/readings",
    auth=Token("loop.goals.see"),
    response=list[ReplayReadingShown],
    summary="Its numbers",
)
def list_readings(request: HttpRequest, reference: UUID) -> list[Any]:
    replay = found(policies.visible_replays(caller_of(request)), reference)
    return list(replay.readings.order_by("measure", "starts_on"))


@router.get(
    "/replays/{reference}/findings",
    auth=Token("loop.goals.see"),
    response=list[FindingShown],
    summary="Its findings",
)
def list_findings(request: HttpRequest, reference: UUID) -> list[Any]:
    replay = found(policies.visible_replays(caller_of(request)), reference)
    return list(replay.findings.order_by("period_key", "pk"))
