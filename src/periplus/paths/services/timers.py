"""Deadlines that strike. The schedule calls it every few minutes; twice does nothing more."""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.paths.enums import CaseState
from periplus.paths.models import Timer
from periplus.paths.services.holding import hold_with_called
from periplus.paths.services.moving import tell_and_settle
from periplus.paths.services.telling import PRODUCT

log = logging.getLogger(__name__)
BATCH = 500
AGAIN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Struck:
    """What a sweep did: how many deadlines struck, how many could not: their case stood still, or broke."""

    struck: int
    left: int


def find_due_timers(*, at: dt.datetime, limit: int = BATCH) -> list[tuple[int, int]]:
    """Deadlines that are reached as (id, id of the case), the longest overdue first; read off an index."""
    due = Timer.objects.filter(due_at__lte=at).order_by("due_at").values_list("pk", "item__case_id")
    return list(due[:limit])


def strike_due_timers(*, at: dt.datetime) -> Struck:
    """Let every deadline strike that is reached. Each is a transaction of its own."""
    struck = left = 0
    seen: set[int] = set()
    while due := [(timer, case) for timer, case in find_due_timers(at=at) if timer not in seen]:
        seen.update(timer for timer, _case in due)
        for timer, case in due:
            done = _try(timer, case, at=at)
            struck, left = struck + done, left + (not done)
        if len(due) < BATCH:
            break
    return Struck(struck, left)


def _try(timer: int, case: int, *, at: dt.datetime) -> bool:
    """Whether a deadline struck. One that breaks off keeps no other waiting; it is tried tomorrow."""
    try:
        return _strike(timer, case, at=at)
    except Exception:
        log.exception("The deadline %s of the case %s broke off.", timer, case)
        _put_off(timer, at=at)
        return False


@transaction.atomic
def _put_off(timer: int, *, at: dt.datetime) -> None:
    late = Timer.objects.select_related("item__case__version__procedure", "node").get(pk=timer)
    late.due_at = at + AGAIN
    late.save(update_fields=["due_at"])
    case, version = late.item.case, late.item.case.version
    facts = {
        "node": late.node.key,
        "procedure": version.procedure.key,
        "version": version.number,
        "trouble": _("The deadline broke off. The administrator finds the reason in the log."),
    }
    record("paths.step.failed", actor=PRODUCT, objects={"case": case, "work": late.item}, attributes=facts)


@transaction.atomic
def _strike(timer: int, case: int, *, at: dt.datetime) -> bool:
    held = hold_with_called(case, actor=PRODUCT, at=at)
    still = Timer.objects.filter(pk=timer, due_at__lte=at).first()
    item = held.items.get(still.item_id) if still else None
    if still is None or item is None or held.case.state != CaseState.RUNNING:
        return False
    key = held.stored.node_at(still.node_id).key
    still.delete()
    moves = held.run.strike(held.token(item), key)
    facts = {"deadline": key, "interrupting": held.chart.node[key].interrupting}
    tell_and_settle(held, moves, "paths.deadline.struck", item, attributes=facts)
    return True
