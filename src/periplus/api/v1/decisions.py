"""Decisions, the levers they pull, and whether they helped."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import found
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.scopes import read_scope
from periplus.api.shapes import Day, ReasonIn
from periplus.api.tokens import Token
from periplus.api.v1.levers import PullIn
from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import DecisionState, EffectState, EffectVerdict, PullState
from periplus.loop.services import decisions, effects, pulls
from periplus.loop.services.effects import Hope
from periplus.loop.services.pulls import Order
from periplus.loop.types import Decision, EffectCheck, LeverPull

router = Router(tags=["decisions and effects"])


class PullShown(Schema):
    """One change that a decision orders."""

    uuid: UUID
    lever: str
    subject_type: str
    subject_uuid: UUID
    subject_title: str
    change: dict[str, Any]
    differences: list[dict[str, Any]]
    effective_on: dt.date
    state: PullState
    failure: str


class CheckIn(Schema):
    """How it will be seen whether the decision helped. Periods are keys such as 2026."""

    measure: str
    scope: dict[str, str] = {}
    before_period: str
    after_period: str
    check_on: Day
    hoped_value: Decimal | None = None
    tolerance: Decimal | None = None


class CheckShown(Schema):
    """An effect check; the loop is closed only when it is checked."""

    uuid: UUID
    decision: UUID
    measure: str
    scope: dict[str, str]
    before_period: str
    before_value: Decimal | None
    after_period: str
    after_value: Decimal | None
    hoped_value: Decimal | None
    check_on: dt.date
    verdict: EffectVerdict | None
    state: EffectState
    checked_on: dt.date | None
    note: str


class DecisionShown(Schema):
    """What a body decided and why."""

    uuid: UUID
    reference: str
    item: UUID
    deviation: UUID | None
    title: str
    reasons: str
    state: DecisionState
    taken_on: dt.date | None
    pulls: list[PullShown]
    effect_checks: list[CheckShown]


class CheckedIn(Schema):
    """What is to be said about the effect; the verdict is worked out."""

    note: str = ""


class DecisionIn(Schema):
    title: str
    reasons: str


def _decision(decision: Decision) -> dict[str, Any]:
    plain = ("uuid", "reference", "title", "reasons", "state", "taken_on")
    return {name: getattr(decision, name) for name in plain} | {
        "item": decision.item.uuid,
        "deviation": decision.deviation.uuid if decision.deviation else None,
        "pulls": [_pull(pull) for pull in decision.pulls.order_by("pk")],
        "effect_checks": [_check(check) for check in decision.effect_checks.order_by("pk")],
    }


def _pull(pull: LeverPull) -> dict[str, Any]:
    return {name: getattr(pull, name) for name in PullShown.model_fields}


def _check(check: EffectCheck) -> dict[str, Any]:
    plain = [name for name in CheckShown.model_fields if name not in {"decision", "verdict"}]
    return {name: getattr(check, name) for name in plain} | {
        "decision": check.decision.uuid,
        "verdict": check.verdict or None,
    }


@router.get(
    "/decisions",
    auth=Token("loop.reviews.see"),
    response=Page[DecisionShown],
    summary="Decisions you may see",
)
def list_decisions(
    request: HttpRequest, state: DecisionState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_decisions(caller_of(request)).select_related("item", "deviation")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_decision)


@router.get(
    "/decisions/{reference}", auth=Token("loop.reviews.see"), response=DecisionShown, summary="One decision"
)
def get_decision(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _decision(found(policies.visible_decisions(caller_of(request)), reference))


@router.post(
    "/agenda-items/{reference}/decisions",
    auth=Token("loop.decisions.draft"),
    response={201: DecisionShown},
    summary="Draft one",
)
def draft_decision(request: HttpRequest, reference: UUID, body: DecisionIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    item = found(policies.visible_items(person), reference)
    decision = decisions.draft_decision(
        actor=person, item=item, title=body.title, reasons=body.reasons, today=clock.today()
    )
    return Status(201, _decision(decision))


@router.post(
    "/decisions/{reference}/pulls",
    auth=Token("loop.decisions.draft"),
    response={201: PullShown},
    summary="Choose a lever",
)
def add_pull(request: HttpRequest, reference: UUID, body: PullIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    decision = found(policies.visible_decisions(person), reference)
    pull = pulls.add_pull(actor=person, decision=decision, order=Order(**body.dict()), today=clock.today())
    return Status(201, _pull(pull))


@router.post(
    "/decisions/{reference}/effect-checks",
    auth=Token("loop.decisions.draft"),
    response={201: CheckShown},
    summary="Say how to see",
)
def plan_effect_check(request: HttpRequest, reference: UUID, body: CheckIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    decision = found(policies.visible_decisions(person), reference)
    values["scope"] = read_scope(values["scope"])
    check = effects.plan_effect_check(
        actor=person, decision=decision, hope=Hope(**values), today=clock.today()
    )
    return Status(201, _check(check))


@router.post(
    "/decisions/{reference}/take",
    auth=Token("loop.decisions.take"),
    response=DecisionShown,
    summary="Take it",
)
def take_decision(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    person = caller_of(request)
    decision = found(policies.visible_decisions(person), reference)
    return _decision(decisions.take_decision(actor=person, decision=decision, today=clock.today()))


@router.post(
    "/decisions/{reference}/undo",
    auth=Token("loop.decisions.take"),
    response=DecisionShown,
    summary="Undo it",
)
def undo_decision(request: HttpRequest, reference: UUID, body: ReasonIn) -> dict[str, Any]:
    person = caller_of(request)
    decision = found(policies.visible_decisions(person), reference)
    undone = decisions.undo_decision(actor=person, decision=decision, reason=body.reason, today=clock.today())
    return _decision(undone)


@router.get(
    "/effect-checks",
    auth=Token("loop.reviews.see"),
    response=Page[CheckShown],
    summary="Effect checks you may see",
)
def list_checks(
    request: HttpRequest, state: EffectState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_effect_checks(caller_of(request)).select_related("decision")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_check)


@router.post(
    "/effect-checks/{reference}/check",
    auth=Token("loop.effects.check"),
    response=CheckShown,
    summary="Check the effect",
)
def check_effect(request: HttpRequest, reference: UUID, body: CheckedIn) -> dict[str, Any]:
    """Measures again and judges; the last check of a deviation closes its loop."""
    person = caller_of(request)
    check = found(policies.visible_effect_checks(person), reference)
    checked = effects.check_effect(actor=person, check=check, note=body.note, today=clock.today())
    return _check(checked)
