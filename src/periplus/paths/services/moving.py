"""Moves of the engine made lasting: work items, deadlines, values, automatic steps, called procedures."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.entries import Entry, draft_entry
from periplus.core.ledger.services import System, Touched, record
from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.paths.engine import Applied, Moves
from periplus.paths.enums import CaseState, NodeKind, WorkState
from periplus.paths.models import Timer, WorkItem
from periplus.paths.services.holding import Held
from periplus.paths.services.opening import new_work
from periplus.paths.services.writing import Writing, write
from periplus.paths.stepping import Call, find_step, find_subject
from periplus.people.models import Person

PRODUCT = System("procedures")
Attributes = dict[str, Any]


def settle(held: Held, moves: Moves, *, entry: Entry | None = None, note: str = "") -> list[WorkItem]:
    """Store what a move changed and go on by itself as far as it goes. Gives the new work items.

    `entry`: what the ledger is told of the move. Automatic steps and called procedures run in the same
    transaction; one that fails stays where it is and says why, and everything before it holds.
    """
    entries = [entry] if entry else []
    ends = moves.ended and held.case.state == CaseState.RUNNING
    if ends:
        held.case.state, held.case.ended_at, held.case.outcome = CaseState.ENDED, held.at, held.run.outcome
        entries.append(_end(held))
    opened = _store(held, moves, entries, note=note)
    for item in list(opened):
        opened += _go_by_itself(held, item)
    if ends and held.case.call_id is not None and held.caller is None:
        from periplus.paths.services.cases import return_to_caller  # noqa: PLC0415 -- a case calls a case

        return_to_caller(held)
    return opened


def _store(held: Held, moves: Moves, entries: list[Entry], *, note: str) -> list[WorkItem]:
    for old, new in moves.rehung:
        if held.chart.timers_of(old.node):
            Timer.objects.filter(item=old.id).update(item=new.id)
    opened, timers = new_work(held, moves.opened)
    moved = bool(moves.changed) or moves.ended or held.case.outcome != held.run.outcome
    held.case.outcome = held.run.outcome
    write(
        Writing(
            case=held.case,
            at=held.at,
            entries=entries,
            closed=moves.closed,
            closed_by=held.actor.pk if isinstance(held.actor, Person) else None,
            note=note,
            freed=[t.id for t, _state in moves.closed if t.id and held.chart.timers_of(t.node)],
            opened=opened,
            timers=timers,
            moved=moved,
        )
    )
    _remember(held, moves, opened)
    return opened


def _remember(held: Held, moves: Moves, opened: list[WorkItem]) -> None:
    """Let the held case be as it is stored now."""
    for token, _state in moves.closed:
        held.items.pop(token.id or 0, None)
    for token, item in zip(moves.opened, opened, strict=True):
        token.id = item.pk
        held.items[item.pk] = item
    held.run.moves = Moves()


# ------------------------------------------------------------------ what goes by itself


def _go_by_itself(held: Held, item: WorkItem) -> list[WorkItem]:
    node = held.stored.node_at(item.node_id)
    if item.state != WorkState.OPEN or item.trouble:
        return []
    if node.kind == NodeKind.STEP:
        return run_step(held, item)
    if node.kind == NodeKind.CALL:
        from periplus.paths.services.cases import call_procedure  # noqa: PLC0415 -- a case calls a case

        return call_procedure(held, item, node)
    return []


def run_step(held: Held, item: WorkItem) -> list[WorkItem]:
    """Do the automatic step at which a case stands; if it cannot be done, say why and wait for a human."""
    node = held.stored.node_at(item.node_id)
    try:
        with transaction.atomic():
            outputs = _do(held, node.step)
    except (Refused, Invalid) as refusal:
        _stay(held, item, str(refusal), role=node.role)
        return []
    moves = held.run.complete(held.token(item), outputs)
    return tell_and_settle(held, moves, "paths.step.done", item, attributes={"step": node.step})


def _do(held: Held, key: str) -> Mapping[str, Any]:
    """Run a step as the product: whoever enacted the version has ordered it."""
    step = find_step(key)
    if step is None:
        raise Invalid({"": _("The automatic step “%(key)s” is not known here.") % {"key": key}})
    kind = find_subject(held.case.subject_type)
    thing = kind.find(held.case.subject_uuid) if kind and held.case.subject_uuid else None
    known = {**held.run.facts, **held.case.values}
    return step.run(Call(actor=PRODUCT, case=held.case, subject=thing, values=known, on=held.on))


def _stay(held: Held, item: WorkItem, sentence: str, *, role: str) -> None:
    item.trouble, item.role = sentence, role
    item.save(update_fields=["trouble", "role"])
    record(
        "paths.step.failed", actor=PRODUCT, objects=parts(held, item), attributes=told(held, item), on=held.on
    )


def _end(held: Held) -> Entry:
    case = held.case
    facts = {"outcome": case.outcome, "procedure": held.chart.key, "version": held.stored.number}
    owners = [case.owner] if case.owner else []
    objects: Touched = {"case": case, "subject": subject_of(held), "owner": owners}
    return draft_entry("paths.case.ended", actor=held.actor, objects=objects, attributes=facts, on=held.on)


def subject_of(held: Held) -> list[Any]:
    kind = find_subject(held.case.subject_type)
    thing = kind.find(held.case.subject_uuid) if kind and held.case.subject_uuid else None
    return [thing] if thing is not None else []


# ------------------------------------------------------------------ what is told


def tell_and_settle(
    held: Held,
    moves: Moves,
    event: str,
    item: WorkItem,
    *,
    attributes: Attributes | None = None,
    note: str = "",
    more: Mapping[str, Any] | None = None,
) -> list[WorkItem]:
    """Make a move lasting, together with its ledger entry. Gives the new work items."""
    said = told(held, item) | (attributes or {}) | _applied(moves.applied)
    entry = draft_entry(
        event, actor=held.actor, objects=parts(held, item) | dict(more or {}), attributes=said, on=held.on
    )
    opened = settle(held, moves, entry=entry, note=note)
    _tell_assigned(held, entry.event, [each for each in opened if each.person_id])
    return opened


def _tell_assigned(held: Held, cause: Event, items: list[WorkItem]) -> None:
    """Whoever is named for new work is told of it."""
    for item in items:
        if item.person is not None and item.person != held.actor:
            record(
                "paths.work.assigned",
                actor=held.actor,
                objects=parts(held, item) | {"person": item.person},
                attributes=told(held, item),
                on=held.on,
                cause=cause,
            )


def parts(held: Held, item: WorkItem) -> dict[str, Any]:
    return {"case": held.case, "work": item}


def told(held: Held, item: WorkItem) -> Attributes:
    """What the ledger keeps of a work item, so that paths and times can be read from it alone."""
    opened: dt.datetime = item.opened_at
    facts: Attributes = {
        "node": held.stored.node_at(item.node_id).key,
        "procedure": held.chart.key,
        "version": held.stored.number,
        "opened_at": opened.isoformat(),
    }
    if item.due_at:
        facts["due_at"] = item.due_at.isoformat()
    if item.role:
        facts["role"] = item.role
    if item.trouble:
        facts["trouble"] = item.trouble
    return facts


def _applied(applied: list[Applied]) -> Attributes:
    if not applied:
        return {}
    return {
        "applied": [
            {"node": each.node, "table": each.table, "rules": list(each.rules), "results": dict(each.results)}
            for each in applied
        ]
    }
