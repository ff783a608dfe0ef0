"""New work: whose it is, until when, and the deadlines that run at it."""

import datetime as dt
from zoneinfo import ZoneInfo

from periplus.paths.chart import ChartNode
from periplus.paths.engine import Token
from periplus.paths.enums import HUMAN, UnitRule, WorkState
from periplus.paths.models import Case, Timer, WorkItem
from periplus.paths.policies import CROWDS
from periplus.paths.services.holding import Held, university_of
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.queries.persons import is_living

LATE = dt.time(23, 59, 59)


def new_work(held: Held, tokens: list[Token]) -> tuple[list[WorkItem], list[Timer]]:
    """New tokens as work items, and the deadlines that begin with them. Not yet written."""
    items = [_work_item(held, token) for token in tokens]
    timers = [
        _timer(held, item, node)
        for token, item in zip(tokens, items, strict=True)
        if not token.element_no and not token.arrived_by
        for node in held.chart.timers_of(token.node)
    ]
    return items, timers


def _work_item(held: Held, token: Token) -> WorkItem:
    node, case = held.chart.node[token.node], held.case
    unit, person = whose(case, node, on=held.on) if node.role else (None, None)
    return WorkItem(
        case=case,
        node_id=held.stored.ids[token.node],
        state=WorkState.ARRIVED if token.arrived_by else WorkState.OPEN,
        role=role_of(node.role, person) if node.kind in HUMAN or token.trouble else "",
        unit_id=unit,
        person=person,
        element=token.element,
        element_no=token.element_no,
        arrived_by=token.arrived_by,
        side=token.side,
        opened_at=held.at,
        due_at=due_at(held, node.allowance_days),
        trouble=token.trouble,
    )


def role_of(role: str, person: Person | None) -> str:
    """The role for which work waits: what was one student's is no other student's, the office sees to it."""
    return Role.OFFICE if person is None and role in CROWDS else role


def whose(case: Case, node: ChartNode, *, on: dt.date) -> tuple[int | None, Person | None]:
    """The id of the unit in which a role is sought; the person, if the rule names one who is still here."""
    match node.unit_rule:
        case UnitRule.STARTER:
            asked = case.started_by
        case UnitRule.OWNER:
            asked = case.owner or case.started_by
        case UnitRule.UNIVERSITY:
            return _university(case), None
        case UnitRule.NAMED:
            named = Unit.objects.filter(institution=case.institution_id, code=node.unit_code)
            return named.values_list("pk", flat=True).first() or _university(case), None
        case _:
            return case.unit_id or _university(case), None
    return case.unit_id or _university(case), asked if is_living(asked, on=on) else None


def _university(case: Case) -> int | None:
    top = university_of(case)
    return top.pk if top else None


def due_at(held: Held, days: int | None) -> dt.datetime | None:
    """The end of the day, at the university, on which the allowance is used up."""
    if days is None:
        return None
    zone = ZoneInfo(held.zone)
    day = held.on + dt.timedelta(days=days)
    return dt.datetime.combine(day, LATE, tzinfo=zone)


def later_by(days: dt.timedelta, due: dt.datetime, *, zone: str) -> dt.datetime:
    """So many days later at the same time of day there, whether or not clocks are changed in between."""
    return due.astimezone(ZoneInfo(zone)) + days


def _timer(held: Held, item: WorkItem, node: ChartNode) -> Timer:
    due = due_at(held, node.allowance_days or 0)
    return Timer(item=item, node_id=held.stored.ids[node.key], due_at=due)
