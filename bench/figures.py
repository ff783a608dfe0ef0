"""A figure as one JSON line: what was measured, beside what, how large, and whether it meets its target."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is value / versus. `target`: in words. `holds`: whether the value meets it."""

    name: str
    value: float
    unit: str
    versus: float | None = None
    ratio: float | None = None
    sizes: dict[str, object] = field(default_factory=dict)
    target: str = ""
    holds: bool | None = None


def say(figure: Figure) -> None:
    print(json.dumps(asdict(figure), ensure_ascii=False), flush=True)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_of_pairs(
    first: Callable[[], object], second: Callable[[], object], *, runs: int
) -> tuple[float, float]:
    """Median seconds of two pieces of work, run in turn after one warm-up of each."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def machine() -> dict[str, object]:
    """What it ran on, stated with every figure."""
    import django  # noqa: PLC0415 -- settings must stand first
    from django.db import connection  # noqa: PLC0415 -- settings must stand first

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone() or ("?",)
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgres,
    }
