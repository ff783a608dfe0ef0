"""What the ledger is told of cases and their work."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from periplus.core.ledger.entries import Entry, draft_entry
from periplus.core.ledger.services import System, Touched, record
from periplus.core.models import Event
from periplus.paths.engine import Applied
from periplus.paths.models import WorkItem
from periplus.paths.services.holding import Held
from periplus.paths.stepping import find_subject

PRODUCT = System("procedures")
Attributes = dict[str, Any]


def tell_assigned(held: Held, cause: Event, items: Iterable[WorkItem]) -> None:
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


def tell_stuck(held: Held, item: WorkItem) -> None:
    """Something that goes by itself could not be done; the work item says why."""
    objects, facts = parts(held, item), told(held, item)
    record("paths.step.failed", actor=PRODUCT, objects=objects, attributes=facts, on=held.on)


def tell_of_case(held: Held, event: str, reason: str) -> None:
    """A case was steered from outside."""
    objects: Touched = {"case": held.case, "owner": [held.case.owner] if held.case.owner else []}
    facts = {"reason": reason.strip()} if reason.strip() else {}
    record(event, actor=held.actor, objects=objects, attributes=facts, on=held.on)


def end_entry(held: Held) -> Entry:
    """The end of a case, to be written with its last move."""
    case = held.case
    facts = {"outcome": case.outcome, "procedure": held.chart.key, "version": held.stored.number}
    owners = [case.owner] if case.owner else []
    objects: Touched = {"case": case, "subject": subject_of(held), "owner": owners}
    return draft_entry("paths.case.ended", actor=held.actor, objects=objects, attributes=facts, on=held.on)


def subject_of(held: Held) -> list[Any]:
    kind = find_subject(held.case.subject_type)
    thing = kind.find(held.case.subject_uuid) if kind and held.case.subject_uuid else None
    return [thing] if thing is not None else []


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


def applied_tables(applied: Iterable[Applied]) -> Attributes:
    several = [
        {"node": each.node, "table": each.table, "rules": list(each.rules), "results": dict(each.results)}
        for each in applied
    ]
    return {"applied": several} if several else {}
