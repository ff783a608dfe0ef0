"""The priority of all cases of a procedure at once, and back."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.paths import policies
from periplus.paths.enums import ALIVE
from periplus.paths.models import Case, Procedure
from periplus.paths.services.holding import Actor

PRIORITIES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Priorities:
    """What the cases had: most of them `usual`, and the others by their uuid."""

    usual: int
    others: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def set_priorities(
    *,
    actor: Actor,
    procedure: Procedure,
    priority: int,
    at: dt.datetime,
    decision: uuid.UUID | None = None,
) -> Priorities:
    """Give every living case of a procedure one priority; gives what they had. 1 is the most urgent."""
    require(policies.may_switch_cases(actor, procedure))
    if priority not in PRIORITIES:
        raise Invalid({"priority": _("Priorities go from 1, the most urgent, to 5.")})
    cases = Case.objects.filter(version__procedure=procedure, state__in=ALIVE).order_by("id")
    had = dict(cases.select_for_update(of=("self",)).values_list("uuid", "priority"))
    usual = Counter(had.values()).most_common(1)
    before = Priorities(usual[0][0] if usual else priority)
    others = {str(case): each for case, each in had.items() if each != before.usual}
    cases.update(priority=priority)
    facts = {"cases": len(had), "priority": priority}
    _record(actor, procedure, facts, at, decision)
    return Priorities(before.usual, others)


@transaction.atomic
def put_priorities_back(
    *,
    actor: Actor,
    procedure: Procedure,
    priority: int,
    before: Priorities,
    since: dt.datetime,
    at: dt.datetime,
) -> int:
    """Give the cases that still have `priority` what they had; those begun since keep theirs."""
    require(policies.may_switch_cases(actor, procedure))
    cases = Case.objects.filter(
        version__procedure=procedure, state__in=ALIVE, priority=priority, started_at__lte=since
    )
    back = 0
    for other in sorted(set(before.others.values())):
        named = [case for case, each in before.others.items() if each == other]
        back += cases.filter(uuid__in=named).update(priority=other)
    back += cases.exclude(uuid__in=list(before.others)).update(priority=before.usual)
    _record(actor, procedure, {"cases": back, "priority": before.usual}, at, None)
    return back


def _record(
    actor: Actor, procedure: Procedure, facts: dict[str, int], at: dt.datetime, decision: uuid.UUID | None
) -> None:
    ordered = {"decision": str(decision)} if decision else {}
    record(
        "paths.cases.prioritised",
        actor=actor,
        objects={"procedure": procedure},
        attributes={**facts, **ordered},
        on=day_in(procedure.institution.time_zone, at),
    )
