"""Decisions, the levers they pull, and whether they helped."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import found
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.scopes import read_scope
from periplus.core import clock
from periplus.core.verdicts import require
from periplus.loop import policies
from periplus.loop.enums import DecisionState, EffectState, EffectVerdict, PullState
from periplus.loop.levering import Lever, find_lever, list_levers
from periplus.loop.services import decisions, effects, pulls
from periplus.loop.services.effects import Hope
from periplus.loop.services.pulls import Order
from periplus.loop.types import Decision, EffectCheck, LeverPull

router = Router(tags=["decisions and effects"])


class LeverShown(Schema):
    """Something that a decision may change."""

    key: str
    title: str
    subject_type: str


class SubjectShown(Schema):
    value: UUID
    title: str


class InputShown(Schema):
    """One thing to fill in: text, whole, decimal, date, choice, person or subject."""

    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]
    hint: str


class PullIn(Schema):
    """Which lever, on what, to which values, from when."""

    lever: str
    subject: UUID
    change: dict[str, Any]
    effective_on: dt.date


class DifferenceShown(Schema):
    label: str
    before: str
    after: str


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
    check_on: dt.date
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


class DecisionIn(Schema):
    title: str
    reasons: str


class ReasonIn(Schema):
    reason: str = ""


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


def _lever(key: str) -> Lever:
    lever = find_lever(key)
    if lever is None:
        raise Http404
    return lever


@router.get("/levers", response=list[LeverShown], summary="What a decision may change")
def list_all_levers(request: HttpRequest) -> list[dict[str, Any]]:
    require(policies.may_see_goals(caller_of(request)))
    return [
        {"key": lever.key, "title": str(lever.title), "subject_type": lever.subject_type}
        for lever in list_levers()
    ]


@router.get("/levers/{key}/subjects", response=list[SubjectShown], summary="What it may be pulled on")
def list_subjects(request: HttpRequest, key: str, q: str = "") -> list[Any]:
    require(policies.may_choose_levers(caller_of(request)))
    return list(_lever(key).subjects(text=q, limit=50))


@router.get("/levers/{key}/subjects/{reference}", response=list[InputShown], summary="What to fill in")
def list_inputs(request: HttpRequest, key: str, reference: UUID) -> list[dict[str, Any]]:
    require(policies.may_choose_levers(caller_of(request)))
    lever = _lever(key)
    subject = lever.subject(reference)
    if subject is None:
        raise Http404
    return [
        {
            "name": one.name,
            "label": str(one.label),
            "kind": one.kind,
            "required": one.required,
            "choices": [choice.value for choice in one.choices],
            "hint": str(one.hint),
        }
        for one in lever.inputs(subject)
    ]


@router.post("/levers/preview", response=list[DifferenceShown], summary="What a pull would change")
def preview(request: HttpRequest, body: PullIn) -> list[Any]:
    """Writes nothing; refuses like the pull itself would."""
    require(policies.may_choose_levers(caller_of(request)))
    checked = pulls.check_order(Order(**body.dict()))
    return [
        {"label": str(one.label), "before": one.before, "after": one.after} for one in checked.differences
    ]


@router.get("/decisions", response=Page[DecisionShown], summary="Decisions you may see")
def list_decisions(
    request: HttpRequest, state: DecisionState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_decisions(caller_of(request)).select_related("item", "deviation")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_decision)


@router.get("/decisions/{reference}", response=DecisionShown, summary="One decision")
def get_decision(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _decision(found(policies.visible_decisions(caller_of(request)), reference))


@router.post("/agenda-items/{reference}/decisions", response={201: DecisionShown}, summary="Draft one")
def draft_decision(request: HttpRequest, reference: UUID, body: DecisionIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    item = found(policies.visible_items(person), reference)
    decision = decisions.draft_decision(
        actor=person, item=item, title=body.title, reasons=body.reasons, today=clock.today()
    )
    return Status(201, _decision(decision))


@router.post("/decisions/{reference}/pulls", response={201: PullShown}, summary="Choose a lever")
def add_pull(request: HttpRequest, reference: UUID, body: PullIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    decision = found(policies.visible_decisions(person), reference)
    pull = pulls.add_pull(actor=person, decision=decision, order=Order(**body.dict()), today=clock.today())
    return Status(201, _pull(pull))


@router.post("/decisions/{reference}/effect-checks", response={201: CheckShown}, summary="Say how to see")
def plan_effect_check(request: HttpRequest, reference: UUID, body: CheckIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    decision = found(policies.visible_decisions(person), reference)
    values["scope"] = read_scope(values["scope"])
    check = effects.plan_effect_check(
        actor=person, decision=decision, hope=Hope(**values), today=clock.today()
    )
    return Status(201, _check(check))


@router.post("/decisions/{reference}/take", response=DecisionShown, summary="Take it")
def take_decision(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    person = caller_of(request)
    decision = found(policies.visible_decisions(person), reference)
    return _decision(decisions.take_decision(actor=person, decision=decision, today=clock.today()))


@router.post("/decisions/{reference}/undo", response=DecisionShown, summary="Undo it")
def undo_decision(request: HttpRequest, reference: UUID, body: ReasonIn) -> dict[str, Any]:
    person = caller_of(request)
    decision = found(policies.visible_decisions(person), reference)
    undone = decisions.undo_decision(actor=person, decision=decision, reason=body.reason, today=clock.today())
    return _decision(undone)


@router.get("/effect-checks", response=Page[CheckShown], summary="Effect checks you may see")
def list_checks(
    request: HttpRequest, state: EffectState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_effect_checks(caller_of(request)).select_related("decision")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_check)


@router.post("/effect-checks/{reference}/check", response=CheckShown, summary="Check the effect")
def check_effect(request: HttpRequest, reference: UUID, body: ReasonIn) -> dict[str, Any]:
    """Measures again and judges; the last check of a deviation closes its loop."""
    person = caller_of(request)
    check = found(policies.visible_effect_checks(person), reference)
    checked = effects.check_effect(actor=person, check=check, note=body.reason, today=clock.today())
    return _check(checked)
