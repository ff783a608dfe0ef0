"""What happened in cases, read in SQL: statements, and the records their rows become. No database here."""

from periplus.paths.facts.comparing import Contrast, compare_durations
from periplus.paths.facts.graphs import chart_of
from periplus.paths.facts.outlooks import Prefixes, Quality, State, chance_of_late, judge, learn
from periplus.paths.facts.shapes import (
    CaseTime,
    Edge,
    Glance,
    HandOver,
    StepFacts,
    Throughput,
    Variant,
    VersionFacts,
)
from periplus.paths.facts.sources import Source, from_ledger, from_log

__all__ = [
    "CaseTime",
    "Contrast",
    "Edge",
    "Glance",
    "HandOver",
    "Prefixes",
    "Quality",
    "Source",
    "State",
    "StepFacts",
    "Throughput",
    "Variant",
    "VersionFacts",
    "chance_of_late",
    "chart_of",
    "compare_durations",
    "from_ledger",
    "from_log",
    "judge",
    "learn",
]
