"""Reading replays."""

from collections import defaultdict

from django.db.models import QuerySet

from periplus.loop.models import Replay, ReplayFinding, ReplayReading
from periplus.loop.policies import visible_replays
from periplus.people.models import Person


def list_replays(person: Person) -> QuerySet[Replay]:
    """All replays a person may see, the newest first."""
    return visible_replays(person).order_by("-id")


def get_readings(replay: Replay) -> dict[str, list[ReplayReading]]:
    """The readings of a replay by measure, each in order of time."""
    found: dict[str, list[ReplayReading]] = defaultdict(list)
    for row in replay.readings.order_by("measure", "starts_on"):
        found[row.measure].append(row)
    return dict(found)


def get_findings(replay: Replay) -> dict[str, list[ReplayFinding]]:
    """The findings of a replay by period, the worst of each first."""
    found: dict[str, list[ReplayFinding]] = defaultdict(list)
    for row in replay.findings.order_by("period_key", "-severity", "id"):
        found[row.period_key].append(row)
    return dict(found)
