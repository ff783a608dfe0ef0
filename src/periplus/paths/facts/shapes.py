"""Process facts as records: one for each row of the statement of the same name. Times are in days."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edge:
    """One step directly after another in the same case; "" is before the first, and after the last.

    Times run from the earlier event to the later one; None where there is only one of them.
    """

    before: str
    after: str
    number: int
    median_days: float | None
    mean_days: float | None


@dataclass(frozen=True, slots=True)
class Variant:
    """One path that ended cases have taken, and how long they took from start to end."""

    path: tuple[str, ...]
    cases: int
    median_days: float


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step over all cases.

    `waiting_days`: median from when it was open until somebody took it, or did it. `working_days`: median
    from when it was taken until it was done; None where nobody says that they take it. `again`: how many
    times it was done once more in the same case. `returned`: how many times a case was sent back from it.
    """

    activity: str
    number: int
    cases: int
    waiting_days: float | None
    working_days: float | None
    again: int
    cases_again: int
    returned: int
    skipped: int
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """How often one hand gave a case to another one: roles of ours, resources of a foreign log."""

    giver: str
    taker: str
    number: int
    cases: int
    median_days: float


@dataclass(frozen=True, slots=True)
class Throughput:
    """How many cases came to their end, how many run, and how long the ended ones took."""

    ended: int
    running: int
    median_days: float | None
    mean_days: float | None
    slow_days: float | None
    late: int
    dated: int


@dataclass(frozen=True, slots=True)
class Glance:
    """Of `Throughput`, what is read at a glance where many procedures stand together."""

    ended: int
    running: int
    median_days: float | None
    slow_days: float | None


@dataclass(frozen=True, slots=True)
class CaseTime:
    """How long one ended case took."""

    case: str
    version: int
    days: float


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What happened in the cases of one version. Shares are those of the steps done or left out."""

    version: int
    ended: int
    running: int
    median_days: float | None
    slow_days: float | None
    late: int
    dated: int
    steps: int
    again: int
    returned: int
    skipped: int
    overdue: int
