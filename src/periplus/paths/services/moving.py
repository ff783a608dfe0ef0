"""Moves of the engine made lasting: work items, deadlines, values, automatic steps, called procedures."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.entries import Entry, draft_entry
from periplus.core.verdicts import Invalid, Refused
from periplus.paths.engine import Moves
from periplus.paths.enums import CaseState, NodeKind, WorkState
from periplus.paths.models import Timer, WorkItem
from periplus.paths.services.holding import Held
from periplus.paths.services.opening import new_work
from periplus.paths.services.telling import (
    PRODUCT,
    Attributes,
    applied_tables,
    end_entry,
    parts,
    tell_assigned,
    tell_of_case,
    tell_stuck,
    told,
)
from periplus.paths.services.writing import Writing, write
from periplus.paths.stepping import Call, find_step, find_subject
from periplus.people.models import Person

log = logging.getLogger(__name__)


def settle(held: Held, moves: Moves, *, entry: Entry | None = None, note: str = "") -> list[WorkItem]:
    """Store what a move changed and go on by itself as far as it goes. Gives the new work items.

    `entry`: what the ledger is told of the move. Automatic steps and called procedures run in the same
    transaction; one that fails stays where it is and says why, and everything before it holds.
    """
    entries = [entry] if entry else []
    ends = moves.ended and held.case.state == CaseState.RUNNING
    if ends:
        held.case.state, held.case.ended_at, held.case.outcome = CaseState.ENDED, held.at, held.run.outcome
        entries.append(end_entry(held))
    opened = _store(held, moves, entries, note=note)
    if entry:
        tell_assigned(held, entry.event, opened)
    _take_back_called(held, moves, note)
    for item in list(opened):
        opened += _go_by_itself(held, item)
    if ends and held.case.call_id is not None and held.caller is None:
        from periplus.paths.services.calling import return_to_caller  # noqa: PLC0415 -- a case calls a case

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
    node = held.node_of(item)
    if item.trouble:
        tell_stuck(held, item)
    elif item.state == WorkState.OPEN and node.kind == NodeKind.STEP:
        return run_step(held, item)
    elif item.state == WorkState.OPEN and node.kind == NodeKind.CALL:
        from periplus.paths.services.calling import call_procedure  # noqa: PLC0415 -- a case calls a case

        return call_procedure(held, item, node)
    return []


def run_step(held: Held, item: WorkItem) -> list[WorkItem]:
    """Do the automatic step at which a case stands; if it cannot be done, say why and wait for a human."""
    node = held.node_of(item)
    try:
        with transaction.atomic():
            outputs = _do(held, node.step)
    except (Refused, Invalid) as refusal:
        stay(held, item, str(refusal), role=node.role)
        return []
    except Exception:  # whatever a step trips over, the work before it is done and holds
        log.exception("The step %s of %s broke off.", node.step, held.case)
        stay(
            held,
            item,
            _("The step broke off. The administrator finds the reason in the log."),
            role=node.role,
        )
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


def stay(held: Held, item: WorkItem, sentence: str, *, role: str) -> None:
    """Say at a work item why what goes by itself could not be done, so that somebody of the role helps."""
    item.trouble, item.role = sentence, role
    item.save(update_fields=["trouble", "role"])
    tell_stuck(held, item)


def take_back(held: Held, reason: str) -> None:
    """Cancel a case as it stands, with all that it called."""
    held.case.state, held.case.ended_at = CaseState.CANCELLED, held.at
    held.case.save(update_fields=["state", "ended_at"])
    settle(held, held.run.cancel(), note=reason)
    tell_of_case(held, "paths.case.cancelled", reason)


def _take_back_called(held: Held, moves: Moves, reason: str) -> None:
    """Calls that were closed otherwise than by their return leave nothing running behind."""
    calls = [
        token.id
        for token, state in moves.closed
        if token.id and state != WorkState.DONE and held.chart.node[token.node].kind == NodeKind.CALL
    ]
    if calls:
        from periplus.paths.services.calling import take_back_called  # noqa: PLC0415 -- a case calls a case

        take_back_called(held, calls, reason)


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
    said = told(held, item) | (attributes or {}) | applied_tables(moves.applied)
    entry = draft_entry(
        event, actor=held.actor, objects=parts(held, item) | dict(more or {}), attributes=said, on=held.on
    )
    return settle(held, moves, entry=entry, note=note)
