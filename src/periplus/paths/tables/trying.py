"""Runs the tests that are kept with a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from periplus.paths.chart import ChartTable, TableTest
from periplus.paths.feel.reading import READ
from periplus.paths.feel.tree import Kind
from periplus.paths.tables.compiling import compile_table
from periplus.paths.tables.deciding import CompiledTable, Decided, shown, title_of


@dataclass(frozen=True, slots=True)
class TestResult:
    """How a test came out. `sentence`: what differs, "" when it passed."""

    __test__ = False  # not for pytest

    test: TableTest
    decided: Decided
    sentence: str

    @property
    def passed(self) -> bool:
        return not self.sentence


def run_tests(table: ChartTable) -> list[TestResult]:
    """Decide every test. One that expects nothing passes when no rule applies."""
    compiled = compile_table(table)
    return [_run(compiled, test) for test in table.tests]


def _run(compiled: CompiledTable, test: TableTest) -> TestResult:
    decided = compiled.decide(test.given)
    return TestResult(test, decided, _difference(compiled, test, decided))


def _difference(compiled: CompiledTable, test: TableTest, decided: Decided) -> str:
    if not test.expected:
        return _("Something is decided, but nothing is expected.") if decided.rules else ""
    if decided.problem:
        return decided.problem
    for key, expected in test.expected.items():
        if key not in decided.results:
            return _("The table has no result “%(key)s”.") % {"key": key[:40]}
        found = decided.results[key]
        if _plain(expected) != _plain(found):
            return _("“%(column)s” is “%(found)s”; expected is “%(expected)s”.") % {
                "column": _titles(compiled)[key],
                "found": shown(found),
                "expected": shown(expected),
            }
    return ""


def _titles(compiled: CompiledTable) -> Mapping[str, str]:
    return {output.column.key: title_of(output.column) for output in compiled.outputs}


def _plain(value: Any) -> Any:
    """Made comparable: 5, 5.0 and "5" are one number."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    number = READ[Kind.NUMBER](value)
    return value if number is None else number
