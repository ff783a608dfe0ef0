"""One case calls another: the called one begins, comes back, or is taken back with the call."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid, Refused
from periplus.paths.chart import ChartNode, say
from periplus.paths.enums import ALIVE, CaseState, NodeKind
from periplus.paths.models import Case, ProcedureVersion, WorkItem
from periplus.paths.queries.charts import find_procedure, get_chart
from periplus.paths.services.cases import CaseTerms, begin_case, make_case, version_in_force
from periplus.paths.services.holding import Held, hold_case
from periplus.paths.services.moving import stay, take_back, tell_and_settle

DEEPEST = 8  # so many procedures may call one another


def call_procedure(held: Held, item: WorkItem, node: ChartNode) -> list[WorkItem]:
    """Begin the called procedure on the same subject; what it produced comes back to the caller.

    A procedure that cannot be called is said as trouble at the work item, to be tried again.
    """
    procedure = find_procedure(node.calls, held.case.institution_id)
    version = version_in_force(procedure, on=held.on) if procedure else None
    if version is None or _depth(held) >= DEEPEST:
        sentence = _("The procedure “%(key)s” is not in force, or calls itself.") % {"key": node.calls}
        stay(held, item, sentence, role=node.role)
        return []
    try:
        with transaction.atomic():
            case = _begin(held, item, version)
    except (Refused, Invalid) as refusal:
        facts = {"procedure": say(version.title), "problem": refusal}
        stay(held, item, _("“%(procedure)s” could not begin: %(problem)s") % facts, role=node.role)
        return []
    return _return(held, item, case) if case.state == CaseState.ENDED else []


def _begin(held: Held, item: WorkItem, version: ProcedureVersion) -> Case:
    outer = held.case
    title = f"{say(version.title)}: {outer.title}"
    terms = CaseTerms(title=title, subject=outer.subject_uuid, priority=outer.priority)
    case = make_case(version, terms, None, actor=held.actor, at=held.at)
    case.subject_type, case.partners = outer.subject_type, outer.partners
    case.unit, case.owner, case.package, case.call = outer.unit, outer.owner, outer.package, item
    known = {**held.run.facts, **outer.values}
    values = {each.key: known.get(each.key) for each in get_chart(version).starts[0].outputs}
    return begin_case(case, values, actor=held.actor, at=held.at, caller=held)


def _depth(held: Held) -> int:
    depth, caller = 0, held.case.call
    while caller is not None and depth < DEEPEST:
        depth, caller = depth + 1, caller.case.call
    return depth


# ------------------------------------------------------------------ coming back


def return_to_caller(held: Held) -> None:
    """A called case has ended: the work item that waits for it is done, once its own case runs."""
    outer, waiting = _caller_of(held)
    if outer and waiting and outer.case.state == CaseState.RUNNING:
        _return(outer, waiting, held.case)


def take_up_returns(held: Held) -> None:
    """Called cases may have ended while a case was suspended: they come back now."""
    calls = [item.pk for item in held.items.values() if held.node_of(item).kind == NodeKind.CALL]
    if not calls:
        return
    for called in Case.objects.filter(call__in=calls, state=CaseState.ENDED).order_by("ended_at", "id"):
        if called.call_id in held.items:
            _return(held, held.items[called.call_id], called)


def _return(outer: Held, item: WorkItem, called: Case) -> list[WorkItem]:
    wanted = {each.key for each in outer.node_of(item).outputs}
    outputs = {key: called.values.get(key, called.outcome) for key in wanted}
    moves = outer.run.complete(outer.token(item), outputs)
    facts = {"outcome": called.outcome}
    return tell_and_settle(
        outer, moves, "paths.call.returned", item, attributes=facts, more={"called": called}
    )


# ------------------------------------------------------------------ taken back


def take_back_called(held: Held, calls: Collection[int], reason: str) -> None:
    """Work items that waited for called cases are closed: nobody waits for these cases any more."""
    for called in Case.objects.filter(call__in=calls, state__in=ALIVE).order_by("id"):
        take_back(hold_case(called.pk, actor=held.actor, at=held.at), reason)


def tell_caller_of_cancelling(held: Held) -> None:
    """A called case was taken back by itself: the step that waits for it says so, and can be tried again."""
    outer, waiting = _caller_of(held)
    if outer and waiting:
        sentence = _("%(case)s, which this step waits for, was cancelled.") % {"case": held.case.reference}
        stay(outer, waiting, sentence, role=outer.node_of(waiting).role)


def _caller_of(held: Held) -> tuple[Held | None, WorkItem | None]:
    """The case that called, under its lock, and the work item that still waits there."""
    call = held.case.call
    if call is None:
        return None, None
    outer = hold_case(call.case_id, actor=held.actor, at=held.at)
    return outer, outer.items.get(call.pk)
