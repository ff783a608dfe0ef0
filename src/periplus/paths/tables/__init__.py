"""Decision tables (DMN 1.3): compiled once, decided often, checked for gaps and overlaps, tested.

Cells are read by `paths.feel`; nothing in a table is ever run.
"""

from periplus.paths.tables.checking import Problem, check_table
from periplus.paths.tables.compiling import compile_table
from periplus.paths.tables.coverage import Gap, Overlap, Search, find_gaps, find_overlaps
from periplus.paths.tables.deciding import CompiledTable, Decided
from periplus.paths.tables.trying import TestResult, run_tests

__all__ = [
    "CompiledTable",
    "Decided",
    "Gap",
    "Overlap",
    "Problem",
    "Search",
    "TestResult",
    "check_table",
    "compile_table",
    "find_gaps",
    "find_overlaps",
    "run_tests",
]
