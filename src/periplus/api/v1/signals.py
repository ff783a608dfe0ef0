"""Signals and deviations: what wants attention, how bad, why, whose turn it is."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.homes import home_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day, ReasonIn, TextIn
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import Course, DeviationState, Severity, SignalKind, SignalState
from periplus.loop.sentences import sentence_of
from periplus.loop.services import closing, deviations, signals, waivers
from periplus.loop.types import Deviation, Signal
from periplus.people.queries.persons import list_living_persons

router = Router(tags=["signals and deviations"])


class SignalShown(Schema):
    """That something wants attention, in a sentence."""

    uuid: UUID
    kind: SignalKind
    severity: Severity
    sentence: str
    goal: UUID | None
    deviation: UUID | None
    raised_on: dt.date
    state: SignalState


class SignalIn(Schema):
    """What somebody noticed."""

    text: str
    goal: UUID | None = None
    severity: Severity = Severity.NOTICE


class CauseShown(Schema):
    """How much one part contributes to a deviation."""

    axis: str
    key: str
    title: str
    value: str
    share: str
    count: int


class DeviationShown(Schema):
    """That a goal or indicator is off its way."""

    uuid: UUID
    reference: str
    title: str
    goal: UUID | None
    measure: str
    scope: dict[str, str]
    severity: Severity
    course: Course
    owner: UUID | None
    opened_on: dt.date
    state: DeviationState
    waived_until: dt.date | None
    closed_on: dt.date | None
    cause_note: str
    causes: list[CauseShown]


class OwnerIn(Schema):
    owner: UUID


class WaiverIn(Schema):
    until: Day
    reason: str


_DEVIATION_TIES = ("goal", "owner")


def _signal(signal: Signal) -> dict[str, Any]:
    plain = ("uuid", "kind", "severity", "raised_on", "state")
    return {name: getattr(signal, name) for name in plain} | {
        "sentence": sentence_of(signal),
        "goal": signal.goal.uuid if signal.goal else None,
        "deviation": signal.deviation.uuid if signal.deviation else None,
    }


def _deviation(deviation: Deviation) -> dict[str, Any]:
    ties = {name: getattr(deviation, name) for name in _DEVIATION_TIES}
    plain = [name for name in DeviationShown.model_fields if name not in {*_DEVIATION_TIES, "causes"}]
    return (
        {name: getattr(deviation, name) for name in plain}
        | {name: thing.uuid if thing else None for name, thing in ties.items()}
        | {"causes": [_cause(cause) for cause in deviation.causes]}
    )


def _cause(cause: dict[str, Any]) -> dict[str, Any]:
    words = {name: str(cause.get(name, "")) for name in ("axis", "key", "title", "value", "share")}
    return words | {"count": int(cause.get("count", 0))}


@router.get(
    "/signals", auth=Token("loop.goals.see"), response=Page[SignalShown], summary="Signals you may see"
)
def list_signals(
    request: HttpRequest, state: SignalState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_signals(caller_of(request))
    rows = rows.select_related("goal", "deviation", "rule", "measurement")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_signal)


@router.post(
    "/signals", auth=Token("loop.signals.report"), response={201: SignalShown}, summary="Report a signal"
)
def report_signal(request: HttpRequest, body: SignalIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    signal = signals.report_signal(
        actor=person,
        institution=home_of(person),
        goal=named(policies.visible_goals(person), body.goal, field="goal"),
        text=body.text,
        severity=body.severity,
        on=clock.today(),
    )
    return Status(201, _signal(signal))


@router.post(
    "/signals/{reference}/dismiss",
    auth=Token("loop.signals.settle"),
    response=SignalShown,
    summary="Nothing has to be done",
)
def dismiss_signal(request: HttpRequest, reference: UUID, body: ReasonIn) -> dict[str, Any]:
    person = caller_of(request)
    signal = found(policies.visible_signals(person), reference)
    return _signal(signals.dismiss_signal(actor=person, signal=signal, reason=body.reason, on=clock.today()))


@router.post(
    "/signals/{reference}/deviation",
    auth=Token("loop.signals.settle"),
    response={201: DeviationShown},
    summary="Open a deviation",
)
def open_deviation(request: HttpRequest, reference: UUID) -> Status[dict[str, Any]]:
    person = caller_of(request)
    signal = found(policies.visible_signals(person), reference)
    return Status(201, _deviation(deviations.open_from_signal(actor=person, signal=signal, on=clock.today())))


@router.get(
    "/deviations",
    auth=Token("loop.goals.see"),
    response=Page[DeviationShown],
    summary="Deviations you may see",
)
def list_deviations(
    request: HttpRequest,
    state: DeviationState | None = None,
    goal: UUID | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = policies.visible_deviations(caller_of(request)).select_related(*_DEVIATION_TIES)
    if state:
        rows = rows.filter(state=state)
    if goal:
        rows = rows.filter(goal__uuid=goal)
    return page_of(rows, cursor=cursor, limit=limit, shown=_deviation)


@router.get(
    "/deviations/{reference}", auth=Token("loop.goals.see"), response=DeviationShown, summary="One deviation"
)
def get_deviation(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _deviation(found(policies.visible_deviations(caller_of(request)), reference))


@router.post(
    "/deviations/{reference}/cause",
    auth=Token("loop.goals.work"),
    response=DeviationShown,
    summary="Note why it came about",
)
def note_cause(request: HttpRequest, reference: UUID, body: TextIn) -> dict[str, Any]:
    person = caller_of(request)
    deviation = found(policies.visible_deviations(person), reference)
    return _deviation(
        deviations.note_cause(actor=person, deviation=deviation, note=body.text, on=clock.today())
    )


@router.post(
    "/deviations/{reference}/owner",
    auth=Token("loop.deviations.assign"),
    response=DeviationShown,
    summary="Give it an owner",
)
def assign_deviation(request: HttpRequest, reference: UUID, body: OwnerIn) -> dict[str, Any]:
    person = caller_of(request)
    deviation = found(policies.visible_deviations(person), reference)
    owner = demanded(list_living_persons(on=clock.today()), body.owner, field="owner")
    return _deviation(
        deviations.assign_deviation(actor=person, deviation=deviation, owner=owner, on=clock.today())
    )


@router.post(
    "/deviations/{reference}/waiver",
    auth=Token("loop.deviations.waive"),
    response=DeviationShown,
    summary="Let it rest until a day",
)
def waive_deviation(request: HttpRequest, reference: UUID, body: WaiverIn) -> dict[str, Any]:
    person = caller_of(request)
    deviation = found(policies.visible_deviations(person), reference)
    waived = waivers.waive_deviation(
        actor=person, deviation=deviation, until=body.until, reason=body.reason, today=clock.today()
    )
    return _deviation(waived)


@router.post(
    "/deviations/{reference}/close",
    auth=Token("loop.effects.check"),
    response=DeviationShown,
    summary="Close the loop",
)
def close_loop(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    """Only when every effect check of its decision is stored."""
    person = caller_of(request)
    deviation = found(policies.visible_deviations(person), reference)
    return _deviation(closing.close_loop(actor=person, deviation=deviation, today=clock.today()))


@router.post(
    "/deviations/{reference}/reopen",
    auth=Token("loop.effects.check"),
    response=DeviationShown,
    summary="Back on the agenda",
)
def reopen_deviation(request: HttpRequest, reference: UUID, body: ReasonIn) -> dict[str, Any]:
    person = caller_of(request)
    deviation = found(policies.visible_deviations(person), reference)
    closing.reopen_deviation(actor=person, deviation=deviation, reason=body.reason, today=clock.today())
    return _deviation(found(policies.visible_deviations(person), reference))
