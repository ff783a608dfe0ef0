"""A case held by the lock of its row, with all that its moves need."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from periplus.core.clock import day_in
from periplus.core.ledger.services import System
from periplus.core.prepared import columns_of, from_row, prepared_cursor
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.engine import Run, Token
from periplus.paths.enums import ALIVE
from periplus.paths.models import Case, WorkItem
from periplus.paths.queries.charts import Stored, stored_of
from periplus.paths.stepping import find_subject
from periplus.people.models import Person, Unit

Actor = Person | System


class Facts(Mapping[str, Any]):
    """What is known of the subject of a case, asked only when a condition or table needs it."""

    def __init__(self, case: Case, on: dt.date) -> None:
        self._case, self._on = case, on

    @cached_property
    def _known(self) -> Mapping[str, Any]:
        kind = find_subject(self._case.subject_type)
        thing = kind.find(self._case.subject_uuid) if kind and self._case.subject_uuid else None
        return kind.values_of(thing, on=self._on) if kind and thing is not None else {}

    def __getitem__(self, key: str) -> Any:
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@dataclass(slots=True)
class Held:
    """A case that nobody else can move meanwhile. `items`: its standing work items by id.

    `zone`: time zone of the university. `caller`: the held case that is just calling this one.
    """

    case: Case
    zone: str
    stored: Stored
    items: dict[int, WorkItem]
    run: Run
    actor: Actor
    at: dt.datetime
    caller: "Held | None" = None

    @property
    def chart(self) -> Chart:
        return self.stored.chart

    @property
    def on(self) -> dt.date:
        """Today at the university."""
        return day_in(self.zone, self.at)

    def node_of(self, item: WorkItem) -> ChartNode:
        """What a work item stands for on the chart."""
        return self.stored.node_at(item.node_id)

    def token(self, item: WorkItem) -> Token:
        """Where the run stands for this work item. `KeyError` when it does not stand there any more."""
        return next(token for token in self.run.tokens if token.id == item.pk)


# The work is read by a function, which sees what stands once the lock is held; the statement itself sees
# what stood when it began to wait. What the case holds may be long, and is sent beside the first item only.
_HOLD = """
    WITH c AS MATERIALIZED (
        SELECT c.*, i.time_zone FROM paths_case c JOIN people_institution i ON i.id = c.institution_id
        WHERE c.id = %s FOR UPDATE OF c
    ) SELECT {work}, c.time_zone, {case}
    FROM c LEFT JOIN LATERAL paths_standing_work(c.id) WITH ORDINALITY w ON true ORDER BY w.ordinality
"""
_ONCE = 'CASE WHEN w.ordinality > 1 THEN NULL ELSE c."values" END'
_WIDTH = len(WorkItem._meta.concrete_fields) + 1


def hold_case(pk: int, *, actor: Actor, at: dt.datetime) -> Held:
    """Lock a case and read where it stands, in one statement. Must run inside a transaction."""
    with prepared_cursor() as cursor:
        cursor.execute(_statement(), [pk])
        rows = cursor.fetchall()
    case = from_row(Case, rows[0][_WIDTH:])
    items = [from_row(WorkItem, row) for row in rows if row[0] is not None]
    for item in items:
        item.case = case
    return held_from(case, {item.pk: item for item in items}, zone=rows[0][_WIDTH - 1], actor=actor, at=at)


def hold_with_called(pk: int, *, actor: Actor, at: dt.datetime) -> Held:
    """The same for a move that may end calls. What was called is locked first, as by its own last move."""
    levels, found = [], [pk]
    while found := list(
        Case.objects.filter(call__case__in=found, state__in=ALIVE).values_list("pk", flat=True)
    ):
        levels.append(found)
    for level in reversed(levels):
        list(Case.objects.filter(pk__in=level).order_by("pk").select_for_update().values_list("pk"))
    return hold_case(pk, actor=actor, at=at)


@cache
def _statement() -> str:
    case = columns_of(Case, "c").replace('c."values"', _ONCE)
    return _HOLD.format(work=columns_of(WorkItem, "w"), case=case)


def held_from(case: Case, items: dict[int, WorkItem], *, zone: str, actor: Actor, at: dt.datetime) -> Held:
    stored = stored_of(case)
    tokens = [_token(item, stored.node_at(item.node_id).key) for item in items.values()]
    facts = Facts(case, day_in(zone, at))
    run = Run(stored.chart, tokens=tokens, values=case.values, facts=facts)
    run.outcome = case.outcome
    return Held(case, zone, stored, items, run, actor, at)


def _token(item: WorkItem, node: str) -> Token:
    return Token(
        node,
        id=item.pk,
        side=item.side,
        arrived_by=item.arrived_by,
        element=item.element,
        element_no=item.element_no,
        trouble=item.trouble,
    )


@lru_cache(maxsize=4096)
def _root_path(path: str) -> str:
    return f"/{path.split('/')[1]}/"


def university_of(case: Case) -> Unit | None:
    """The unit at the top of the tree: of the case's unit, else of its institution."""
    if case.unit is not None:
        return Unit.objects.filter(path=_root_path(case.unit.path)).first()
    return Unit.objects.filter(institution=case.institution_id, parent=None).order_by("id").first()
