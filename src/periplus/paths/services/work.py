"""Doing the work: finished, kept as a draft, taken, handed over, skipped, sent back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import YES, Invalid, Refused, Verdict, no, require
from periplus.paths import policies
from periplus.paths.chart import ChartNode, say
from periplus.paths.enums import HUMAN, CaseState, NodeKind, WorkState
from periplus.paths.models import Case, WorkItem
from periplus.paths.services.holding import Actor, Held, hold_case, hold_with_called
from periplus.paths.services.moving import run_step, tell_and_settle
from periplus.paths.services.opening import role_of
from periplus.paths.services.references import demand_known
from periplus.paths.services.telling import PRODUCT, parts, told
from periplus.paths.values import clean_outputs, storable
from periplus.people.models import Person
from periplus.people.queries.persons import is_living


@transaction.atomic
def complete_work(
    *, actor: Actor, item: WorkItem, outputs: Mapping[str, Any], at: dt.datetime, note: str = ""
) -> list[WorkItem]:
    """Finish a work item with what it was to produce; gives the work that comes next.

    Raises `Refused` when it is closed already or somebody else's, `Invalid` with a sentence per output.
    """
    held, here = _hold(item, actor, at)
    require(policies.may_do_work(actor, here))
    node = _node(held, here)
    if node.kind not in HUMAN:
        raise Refused(no(_("This step is not done by hand.")))
    cleaned = clean_outputs(node.outputs, outputs)
    demand_known(node.outputs, cleaned, actor=actor, case=held.case)
    moves = held.run.complete(held.token(here), cleaned)
    said = {"note": note.strip()} if note.strip() else {}
    return tell_and_settle(held, moves, "paths.work.done", here, attributes=said, note=note.strip())


@transaction.atomic
def complete_several(*, actor: Actor, items: list[WorkItem], at: dt.datetime) -> int:
    """Finish work that asks for nothing: all of it or none. Gives how many."""
    for item in sorted(items, key=lambda each: each.case_id):
        complete_work(actor=actor, item=item, outputs={}, at=at)
    return len(items)


@transaction.atomic
def save_draft(*, actor: Actor, item: WorkItem, draft: Mapping[str, Any], at: dt.datetime) -> WorkItem:
    """Keep what is filled in so far, right or wrong, so that nothing is lost."""
    _held, here = _hold(item, actor, at)
    require(policies.may_keep_draft(actor, here))
    here.draft = storable(dict(draft))
    here.save(update_fields=["draft"])
    return here


@transaction.atomic
def take_work(*, actor: Person, item: WorkItem, at: dt.datetime) -> WorkItem:
    """Say that one does it oneself, so that colleagues of the same role leave it alone."""
    held, here = _hold(item, actor, at)
    require(policies.may_do_work(actor, here))
    return _give(held, here, actor, "paths.work.taken", "")


@transaction.atomic
def give_work_back(*, actor: Person, item: WorkItem, at: dt.datetime) -> WorkItem:
    """Leave it to whoever holds the role."""
    held, here = _hold(item, actor, at)
    require(policies.may_do_work(actor, here))
    return _give(held, here, None, "paths.work.given_back", "")


@transaction.atomic
def hand_work_over(*, actor: Actor, item: WorkItem, person: Person, reason: str, at: dt.datetime) -> WorkItem:
    """Give a work item to somebody else."""
    held, here = _hold(item, actor, at)
    require(policies.may_hand_over(actor, here))
    if not is_living(person, on=held.on):
        raise Invalid({"person": _("%(name)s is no longer here.") % {"name": person.name}})
    if person.institution_id not in {None, held.case.institution_id}:
        raise Invalid({"person": _("%(name)s belongs to another university.") % {"name": person.name}})
    return _give(held, here, person, "paths.work.handed_over", reason)


@transaction.atomic
def skip_work(*, actor: Actor, item: WorkItem, reason: str, at: dt.datetime) -> list[WorkItem]:
    """Go on without a step that the procedure allows to be left out."""
    held, here = _hold(item, actor, at, called=True)
    require(policies.may_skip_work(actor, here))
    _demand_reason(reason)
    moves = held.run.complete(held.token(here), {}, state=WorkState.SKIPPED)
    facts = {"reason": reason.strip()}
    return tell_and_settle(held, moves, "paths.work.skipped", here, attributes=facts, note=reason.strip())


@transaction.atomic
def send_work_back(
    *, actor: Actor, item: WorkItem, target: str, reason: str, at: dt.datetime
) -> list[WorkItem]:
    """Return a case to an earlier step; what was begun since then is taken back."""
    held, here = _hold(item, actor, at, called=True)
    require(policies.may_send_back(actor, here))
    _demand_reason(reason)
    require(_may_send_back(held, here, target))
    moves = held.run.send_back(held.token(here), target)
    facts = {"reason": reason.strip(), "target": target, "step": say(held.chart.node[target].title, "en")}
    return tell_and_settle(held, moves, "paths.work.returned", here, attributes=facts, note=reason.strip())


def list_earlier(held: Held, item: WorkItem) -> list[ChartNode]:
    """The steps to which a case may be sent back from a work item: done before, in the order of the chart."""
    done = WorkItem.objects.filter(case=held.case, state__in=(WorkState.DONE, WorkState.SKIPPED))
    keys = set(done.values_list("node__key", flat=True))
    token = held.token(item)
    return [n for n in held.chart.nodes if n.key in keys and held.run.may_send_back(token, n.key)]


@transaction.atomic
def retry_work(*, actor: Actor, item: WorkItem, at: dt.datetime) -> list[WorkItem]:
    """Try an automatic step, a decision table or a call once more that could not be done."""
    held, here = _hold(item, actor, at)
    node = _node(held, here)
    if not here.trouble or here.state != WorkState.OPEN:
        raise Refused(no(_("Nothing is stuck here.")))
    require(policies.may_send_back(actor, here))
    here.trouble = ""
    here.save(update_fields=["trouble"])
    if node.kind == NodeKind.STEP:
        return run_step(held, here)
    if node.kind == NodeKind.CALL:
        from periplus.paths.services.calling import call_procedure  # noqa: PLC0415 -- a case calls a case

        return call_procedure(held, here, node)
    return tell_and_settle(held, held.run.retry(held.token(here)), "paths.step.done", here)


@transaction.atomic
def receive_message(
    *,
    actor: Actor,
    case: Case,
    message: str,
    values: Mapping[str, Any],
    at: dt.datetime,
    item: WorkItem | None = None,
) -> list[WorkItem]:
    """Something came in that a case waits for, from a partner or another system.

    `item`: the work that waits for it; without it, the first that waits for a message of this name.
    Twice is refused the second time, so that a repeated message moves nothing.
    """
    held = hold_case(case.pk, actor=actor, at=at)
    if isinstance(actor, Person):
        require(policies.may_steer_case(actor, held.case))
    here = next((each for each in _waiting(held, message) if item is None or each.pk == item.pk), None)
    if here is None or held.case.state != CaseState.RUNNING:
        raise Refused(no(_("The case does not wait for “%(message)s”.") % {"message": message}))
    cleaned = clean_outputs(_node(held, here).outputs, values)
    demand_known(_node(held, here).outputs, cleaned, actor=actor, case=held.case)
    moves = held.run.complete(held.token(here), cleaned)
    return tell_and_settle(held, moves, "paths.message.received", here, attributes={"message": message})


def _waiting(held: Held, message: str) -> list[WorkItem]:
    return [each for each in held.items.values() if message and _node(held, each).message == message]


def pass_on_work_of_leavers(*, on: dt.date, at: dt.datetime) -> int:
    """Work named for somebody who has left goes back to the role; the daily schedule calls it.

    Each piece of work is a transaction of its own: one that is closed meanwhile keeps no other back.
    """
    lost = WorkItem.objects.filter(state=WorkState.OPEN, person__isnull=False)
    gone = lost.filter(person__left_on__lte=on) | lost.filter(person__is_active=False)
    return sum(_pass_on(item, on=on, at=at) for item in gone.order_by("case_id", "id"))


@transaction.atomic
def _pass_on(item: WorkItem, *, on: dt.date, at: dt.datetime) -> bool:
    """Leave to the role what still is the work of somebody who has left; gives whether it was."""
    held = hold_case(item.case_id, actor=PRODUCT, at=at)
    here = held.items.get(item.pk)
    if here is None or here.person is None or is_living(here.person, on=on):
        return False
    _give(held, here, None, "paths.work.given_back", "")
    return True


def _hold(item: WorkItem, actor: Actor, at: dt.datetime, *, called: bool = False) -> tuple[Held, WorkItem]:
    """The case of a work item under its lock, and the item as it is now. `called`: calls may be ended."""
    hold = hold_with_called if called else hold_case
    held = hold(item.case_id, actor=actor, at=at)
    here = held.items.get(item.pk)
    if here is None:
        here = WorkItem.objects.select_related("closed_by", "unit").get(pk=item.pk)
        raise Refused(policies.closed_already(here))
    return held, here


def _node(held: Held, item: WorkItem) -> ChartNode:
    return held.stored.node_at(item.node_id)


def _give(held: Held, item: WorkItem, person: Person | None, event: str, reason: str) -> WorkItem:
    before, item.person = item.person, person
    item.role = role_of(item.role, person)
    item.save(update_fields=["person", "role"])
    objects = parts(held, item) | {"person": [person] if person else [], "from": [before] if before else []}
    facts = told(held, item) | ({"reason": reason.strip()} if reason.strip() else {})
    record(event, actor=held.actor, objects=objects, attributes=facts, on=held.on)
    return item


def _may_send_back(held: Held, item: WorkItem, target: str) -> Verdict:
    if target in {node.key for node in list_earlier(held, item)}:
        return YES
    return no(_("The case cannot go back to that step from here."))


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": _("Say why, so that those who wait for it understand.")})
