"""What is wrong with a table, for its editor and for the gate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from periplus.paths.chart import ChartTable
from periplus.paths.enums import HitPolicy
from periplus.paths.tables.compiling import compile_table
from periplus.paths.tables.coverage import find_gaps, find_overlaps
from periplus.paths.tables.deciding import CompiledTable
from periplus.paths.tables.hits import COLLECTING


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to repair. `row`: the rule, from 1; None and "" for the whole table.

    Of kind "note" nothing is wrong: it says what could not be checked.
    """

    row: int | None
    column: str
    sentence: str
    kind: Literal["cell", "gap", "overlap", "note"] = "cell"

    @property
    def blocking(self) -> bool:
        return self.kind != "note"


def check_table(table: ChartTable) -> list[Problem]:
    """Cells that cannot be read, are of a wrong type or not allowed; else gaps and conflicts.

    A gap is no problem for a table that collects. Two rules that both apply are one only where the hit
    policy does not say what then: if only one may, or if all must agree and these do not.
    """
    compiled = compile_table(table)
    if compiled.faults:
        return [Problem(fault.row, fault.column, fault.sentence) for fault in compiled.faults]
    problems = list(_gaps(table)) + list(_conflicts(compiled))
    return list(dict.fromkeys(problems))  # both searches may say that they did not get through


def _gaps(table: ChartTable) -> Iterator[Problem]:
    if table.policy in COLLECTING:
        return
    gaps = find_gaps(table)
    for gap in gaps.found:
        yield Problem(None, "", gap.sentence, "gap")
    if gaps.note:
        yield Problem(None, "", gaps.note, "note")


def _conflicts(compiled: CompiledTable) -> Iterator[Problem]:
    if compiled.table.policy not in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        return
    differing = compiled.table.policy == HitPolicy.ANY
    overlaps = find_overlaps(compiled.table, differing=differing)
    for overlap in overlaps.found:
        yield Problem(overlap.rules[1], "", overlap.sentence, "overlap")
    if overlaps.note:
        yield Problem(None, "", overlaps.note, "note")
