"""Process facts, read from the ledger or from a foreign log."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from periplus.core.verdicts import require
from periplus.paths.chart import say
from periplus.paths.facts import (
    CaseTime,
    Contrast,
    Edge,
    Glance,
    HandOver,
    Prefixes,
    Source,
    StepFacts,
    Throughput,
    Variant,
    VersionFacts,
    compare_durations,
    from_ledger,
    from_log,
    statements,
)
from periplus.paths.facts.outlooks import prefixes_from
from periplus.paths.models import EventLog, Node, Procedure, ProcedureVersion
from periplus.paths.policies import visible_procedures
from periplus.paths.policies_lists import may_see_facts, visible_logs
from periplus.people.models import Person

T = TypeVar("T")

MOST_VARIANTS = 30
MOST_HAND_OVERS = 60
LATEST_CASES = 20_000  # what is further back says little about today


# ------------------------------------------------------------------ whose facts


def list_logs(person: Person) -> QuerySet[EventLog]:
    """The foreign logs that a person may see, the newest first."""
    return visible_logs(person).select_related("brought_by").order_by("-brought_at", "-id")


def source_of_log(person: Person, log: EventLog) -> Source:
    """Raises `Refused` when the person may not see process facts."""
    require(may_see_facts(person))
    return from_log(log.pk)


def source_of_procedure(
    person: Person,
    procedure: Procedure,
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> Source:
    """The cases of a procedure started in a period. Raises `Refused` when the person may not see facts."""
    require(may_see_facts(person))
    return from_ledger(procedure.pk, since=since, until=until)


def find_procedure_seen(person: Person, reference: uuid.UUID) -> Procedure | None:
    return visible_procedures(person).filter(uuid=reference).first()


def step_titles(procedure: Procedure) -> dict[str, str]:
    """What the steps are called, in the reader's language; the newest version that has a step says it."""
    nodes = Node.objects.filter(version__procedure=procedure).order_by("version__number", "position")
    return {key: say(title) or key for key, title in nodes.values_list("key", "title")}


# ------------------------------------------------------------------ the facts


def list_edges(source: Source) -> list[Edge]:
    """The directly-follows graph, the most frequent edges first."""
    return _records(Edge, statements.graph(source), source)


def list_variants(source: Source, *, limit: int = MOST_VARIANTS) -> list[Variant]:
    """The paths that most cases have taken."""
    rows = _rows(statements.variants(source, limit=limit), source)
    return [Variant(tuple(path), cases, float(days)) for path, cases, days in rows]


def count_variants(source: Source) -> tuple[int, int]:
    """How many different paths, taken by how many cases."""
    (row,) = _rows(statements.count_variants(source), source)
    return int(row[0]), int(row[1])


def list_steps(source: Source) -> list[StepFacts]:
    """Times, rework, left out and overdue, of each step; the most frequent first."""
    return _records(StepFacts, statements.steps(source), source)


def list_hand_overs(source: Source, *, limit: int = MOST_HAND_OVERS) -> list[HandOver]:
    """Who hands to whom, the most frequent first."""
    return _records(HandOver, statements.hand_overs(source, limit=limit), source)


def get_throughput(source: Source) -> Throughput:
    """How many cases ended, and how long they took."""
    (found,) = _records(Throughput, statements.throughput(source), source)
    return found


_GLANCES = """
    SELECT v.procedure_id, count(c.ended_at) FILTER (WHERE c.state = 'ended'),
      count(*) FILTER (WHERE c.ended_at IS NULL),
      percentile_cont(0.5) WITHIN GROUP (ORDER BY t.days), percentile_cont(0.9) WITHIN GROUP (ORDER BY t.days)
    FROM paths_case c JOIN paths_procedureversion v ON v.id = c.version_id,
      LATERAL (SELECT CASE WHEN c.state = 'ended'
        THEN extract(epoch FROM c.ended_at - c.started_at)::float / 86400 END AS days) t
    WHERE v.procedure_id = ANY(%s) GROUP BY v.procedure_id
"""


def list_glances(person: Person, procedures: Iterable[Procedure]) -> dict[int, Glance]:
    """How many cases of each procedure ended, and how long they took; by its id. One query over the cases.

    Raises `Refused` when the person may not see process facts.
    """
    require(may_see_facts(person))
    with connection.cursor() as cursor:
        cursor.execute(_GLANCES, [[each.pk for each in procedures]])
        return {row[0]: Glance(*row[1:]) for row in cursor.fetchall()}


def list_durations(source: Source) -> list[CaseTime]:
    """How long each ended case took, in the order in which they ended."""
    return _records(CaseTime, statements.durations(source), source)


def list_versions(source: Source) -> list[VersionFacts]:
    """What happened under each version, the oldest first."""
    return _records(VersionFacts, statements.versions(source), source)


def compare_versions(source: Source, before: int, after: int) -> Contrast | None:
    """Whether the cases of one version were faster than those of another; None when there are too few."""
    took = list_durations(source)
    earlier = [each.days for each in took if each.version == before]
    return compare_durations(earlier, [each.days for each in took if each.version == after])


def get_prefixes(source: Source, *, limit: int = LATEST_CASES) -> Prefixes:
    """Where the latest ended cases stood, and when."""
    return prefixes_from(_rows(statements.prefixes(source, limit=limit), source))


def reasons_of(procedure: Procedure) -> Mapping[int, ProcedureVersion]:
    """The versions by number: what they were for, and since when they are in force."""
    return {each.number: each for each in procedure.versions.exclude(enacted_at=None).order_by("number")}


def _records(kind: type[T], statement: str, source: Source) -> list[T]:
    return [kind(*row) for row in _rows(statement, source)]


def _rows(statement: str, source: Source) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(source.parameters))
        found: Iterable[Any] = cursor.fetchall()
    return list(found)
