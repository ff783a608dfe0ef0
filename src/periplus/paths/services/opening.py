"""New work: whose it is, until when, and the deadlines that run at it."""

import datetime as dt
from zoneinfo import ZoneInfo

from periplus.paths.chart import ChartNode
from periplus.paths.engine import Token
from periplus.paths.enums import HUMAN, UnitRule, WorkState
from periplus.paths.models import Case, Timer, WorkItem
from periplus.paths.services.holding import Held, university_of
from periplus.people.models import Person, Unit
from periplus.people.queries.persons import is_living

LATE = dt.time(23, 59, 59)


def open_work(held: Held, tokens: list[Token]) -> list[WorkItem]:
    """Store new tokens as work items, with their deadlines. At most two statements."""
    made = WorkItem.objects.bulk_create([_work_item(held, token) for token in tokens])
    timers = []
    for token, item in zip(tokens, made, strict=True):
        token.id = item.pk
        held.items[item.pk] = item
        if not token.element_no and not token.arrived_by:
            timers += [_timer(held, item, node) for node in held.chart.timers_of(token.node)]
    if timers:
        Timer.objects.bulk_create(timers)
    return made


def _work_item(held: Held, token: Token) -> WorkItem:
    node, case = held.chart.node[token.node], held.case
    unit, person = whose(case, node, on=held.on) if node.role else (None, None)
    return WorkItem(
        case=case,
        node_id=held.stored.ids[token.node],
        state=WorkState.ARRIVED if token.arrived_by else WorkState.OPEN,
        role=node.role if node.kind in HUMAN or token.trouble else "",
        unit=unit,
        person=person,
        element=token.element,
        element_no=token.element_no,
        arrived_by=token.arrived_by,
        side=token.side,
        opened_at=held.at,
        due_at=due_at(case, held.at, node.allowance_days),
        trouble=token.trouble,
    )


def whose(case: Case, node: ChartNode, *, on: dt.date) -> tuple[Unit | None, Person | None]:
    """The unit in which a node's role is sought, and the person if the rule names one who is still here."""
    match node.unit_rule:
        case UnitRule.STARTER:
            asked = case.started_by
        case UnitRule.OWNER:
            asked = case.owner or case.started_by
        case UnitRule.UNIVERSITY:
            return university_of(case), None
        case UnitRule.NAMED:
            named = Unit.objects.filter(institution=case.institution_id, code=node.unit_code).first()
            return named or university_of(case), None
        case _:
            return case.unit or university_of(case), None
    return case.unit or university_of(case), asked if is_living(asked, on=on) else None


def due_at(case: Case, at: dt.datetime, days: int | None) -> dt.datetime | None:
    """The end of the day, at the university, on which the allowance is used up."""
    if days is None:
        return None
    zone = ZoneInfo(case.institution.time_zone)
    day = at.astimezone(zone).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, LATE, tzinfo=zone)


def _timer(held: Held, item: WorkItem, node: ChartNode) -> Timer:
    due = due_at(held.case, held.at, node.allowance_days or 0)
    return Timer(item=item, node_id=held.stored.ids[node.key], due_at=due)
