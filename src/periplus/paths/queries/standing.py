"""Where the living cases of a version stand: counted by place, and which places a case holds at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db import connection

from periplus.paths.models import ProcedureVersion

Row = tuple[int, str, int]  # id of a node, by which flow a join was reached, how many
Spot = tuple[int, str, str]  # id of a node, by which flow a join was reached, on which side way

LIVING = "SELECT id FROM paths_case WHERE version_id = %s AND state IN ('running', 'suspended') ORDER BY id"
_COUNT = """
    WITH standing AS MATERIALIZED (
        SELECT w.id, w.node_id, w.arrived_by
        FROM unnest(%s::bigint[]) c(id) JOIN paths_workitem w ON w.case_id = c.id
        WHERE w.state IN ('open', 'arrived')
    ) SELECT node_id, arrived_by, count(*) FROM standing GROUP BY node_id, arrived_by
    UNION ALL
    SELECT t.node_id, '', count(*) FROM paths_timer t JOIN standing s ON s.id = t.item_id GROUP BY t.node_id
"""
# Spots are numbered first, so that numbers are put together for each case and not texts.
_TOGETHER = """
    WITH standing AS MATERIALIZED (
        SELECT w.case_id, w.node_id, w.arrived_by, w.side
        FROM unnest(%s::bigint[]) c(id) JOIN paths_workitem w ON w.case_id = c.id
        WHERE w.state IN ('open', 'arrived') AND w.node_id = ANY(%s)
    ), spots AS MATERIALIZED (
        SELECT node_id, arrived_by, side, row_number() OVER () AS number
        FROM standing GROUP BY node_id, arrived_by, side
    ), held AS (
        SELECT DISTINCT array_agg(DISTINCT s.number) AS numbers
        FROM standing w JOIN spots s USING (node_id, arrived_by, side) GROUP BY w.case_id
    ) SELECT h.numbers, s.node_id, s.arrived_by, s.side FROM held h JOIN spots s ON s.number = ANY(h.numbers)
"""


def list_living(version: ProcedureVersion) -> list[int]:
    """Ids of the cases of a version that run or are suspended."""
    with connection.cursor() as cursor:
        cursor.execute(LIVING, [version.pk])
        return [pk for (pk,) in cursor.fetchall()]


def count_standing(cases: list[int]) -> list[Row]:
    """Where the work and the deadlines of these cases stand."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [cases])
        return list(cursor.fetchall())


def list_together(cases: list[int], nodes: Collection[int]) -> Iterator[list[Spot]]:
    """Which spots at these nodes a case holds at once, each such set once however many cases hold it."""
    if not nodes:
        return
    sets: dict[tuple[int, ...], list[Spot]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER, [cases, list(nodes)])
        for numbers, *spot in cursor.fetchall():
            node, arrived_by, side = spot
            sets[tuple(numbers)].append((node, arrived_by, side))
    yield from sets.values()
