"""Reads a table once: every cell, and whether it fits its column."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from periplus.paths.chart import ChartTable, TableColumn, TableRule
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.feel import FeelError, UnaryTest, compile_test
from periplus.paths.feel.cells import literal_of
from periplus.paths.feel.reading import READ
from periplus.paths.feel.refusal import quoted
from periplus.paths.feel.tree import KIND_OF, Against, Kind, Literal
from periplus.paths.tables.deciding import CompiledTable, Fault, Input, Output, Rule, shown, title_of
from periplus.paths.tables.hits import ANSWERS, COLLECTING, RANKED, RECKONED, Answer

MOST_RULES: Final = 500
MOST_COLUMNS: Final = 40
MOST_ALLOWED: Final = 300
MEASURED: Final = frozenset({Kind.NUMBER, Kind.DATE})

Faults: TypeAlias = list[Fault]


class _Key:
    """A table as a key of the cache: equal when nothing that it says differs.

    Words are no part of the hash, because dictionaries have none.
    """

    __slots__ = ("_hash", "table")

    def __init__(self, table: ChartTable) -> None:
        self.table = table
        self._hash = hash((table.key, table.policy, table.rules))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key):
            return NotImplemented
        mine, its = self.table, other.table
        return mine is its or (
            (mine.policy, mine.inputs, mine.outputs, mine.rules)
            == (its.policy, its.inputs, its.outputs, its.rules)
        )


def compile_table(table: ChartTable) -> CompiledTable:
    """The table ready to decide. What cannot be read is in its `faults`; this never raises.

    Kept for the next time, so calling it before each decision is cheap.
    """
    compiled = _compiled(_Key(table))
    # Sentences are for whoever reads them now, in another language perhaps than whoever came first.
    return _compiled.__wrapped__(_Key(table)) if compiled.faults else compiled


@lru_cache(maxsize=1024)
def _compiled(key: _Key) -> CompiledTable:
    table = key.table
    faults = list(_faults_of_shape(table))
    if faults:
        return CompiledTable(table, (), (), (), tuple(faults), *_how(table.policy))
    names = {column.key: column.type for column in table.inputs}
    inputs = tuple(_input(column, faults) for column in table.inputs)
    outputs = tuple(_output(column, faults) for column in table.outputs)
    rules = tuple(
        _rule(number, rule, inputs=inputs, outputs=outputs, names=names, faults=faults)
        for number, rule in enumerate(table.rules, start=1)
    )
    faults += _faults_of_policy(table, outputs)
    return CompiledTable(table, inputs, outputs, rules, tuple(faults), *_how(table.policy))


def _how(policy: HitPolicy) -> tuple[Answer, bool]:
    return ANSWERS[policy], policy in COLLECTING


def _faults_of_shape(table: ChartTable) -> Iterator[Fault]:
    most = {"rules": MOST_RULES, "columns": MOST_COLUMNS, "values": MOST_ALLOWED}
    columns = (*table.inputs, *table.outputs)
    if not table.inputs or not table.outputs or not table.rules:
        yield Fault(None, "", _("A decision table needs an input, an output and a rule."))
    if len(table.rules) > MOST_RULES or len(columns) > MOST_COLUMNS:
        yield Fault(
            None, "", _("A decision table has at most %(rules)s rules and %(columns)s columns.") % most
        )
        return
    yield from _faults_of_keys(table)
    for column in columns:
        if len(column.values) > MOST_ALLOWED:
            yield Fault(None, column.key, _("A column lists at most %(values)s values.") % most)
    for number, rule in enumerate(table.rules, start=1):
        if len(rule.cells) != len(table.inputs) or len(rule.results) != len(table.outputs):
            yield Fault(number, "", _("Rule %(rule)s has not one cell for each column.") % {"rule": number})


def _faults_of_keys(table: ChartTable) -> Iterator[Fault]:
    for side in (table.inputs, table.outputs):
        keys = [column.key for column in side]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Fault(None, key, _("Two columns are both called “%(key)s”.") % {"key": quoted(key)})


def _faults_of_policy(table: ChartTable, outputs: tuple[Output, ...]) -> Iterator[Fault]:
    """What the hit policy asks of the outputs."""
    if table.policy in RANKED and not any(output.ranks for output in outputs):
        yield Fault(
            None,
            outputs[0].column.key,
            _("To say which result goes first, list the values of an output in the order of priority."),
        )
    if table.policy not in RECKONED:
        return
    if len(outputs) > 1:
        yield Fault(None, outputs[1].column.key, _("A table that adds up or counts has only one output."))
    wanted = {HitPolicy.SUM: {Kind.NUMBER}, HitPolicy.COUNT: set(Kind)}.get(table.policy, MEASURED)
    if outputs[0].kind not in wanted:
        yield Fault(
            None,
            outputs[0].column.key,
            _("“%(column)s” cannot be added up or compared: make it a number.")
            % {"column": title_of(outputs[0].column)},
        )


def _fault(column: TableColumn, row: int | None, what: str) -> Fault:
    named = {"rule": row, "column": title_of(column), "what": what}
    if row is None:
        return Fault(row, column.key, _("Values of “%(column)s”: %(what)s") % named)
    return Fault(row, column.key, _("Rule %(rule)s, “%(column)s”: %(what)s") % named)


def _input(column: TableColumn, faults: Faults) -> Input:
    kind = KIND_OF[column.type]
    allowed = []
    for text in column.values:
        try:
            allowed.append(compile_test(text, column.type))
        except FeelError as error:
            faults.append(_fault(column, None, error.sentence))
    return Input(column, kind, READ[kind], tuple(allowed))


def _output(column: TableColumn, faults: Faults) -> Output:
    ranks: dict[Any, int] = {}
    for text in column.values:
        try:
            ranks.setdefault(literal_of(text, column.type), len(ranks))
        except FeelError as error:
            faults.append(_fault(column, None, error.sentence))
    return Output(column, KIND_OF[column.type], ranks)


def _rule(
    number: int,
    rule: TableRule,
    *,
    inputs: tuple[Input, ...],
    outputs: tuple[Output, ...],
    names: Mapping[str, ValueType],
    faults: Faults,
) -> Rule:
    tests = tuple(
        _test(cell, each, number, names=names, faults=faults)
        for cell, each in zip(rule.cells, inputs, strict=True)
    )
    results = tuple(
        _result(cell, each, number, faults) for cell, each in zip(rule.results, outputs, strict=True)
    )
    asked = tuple((at, test.fits) for at, test in enumerate(tests) if not test.any_value)
    return Rule(number, tests, asked, results)


def _test(
    cell: str, each: Input, number: int, *, names: Mapping[str, ValueType], faults: Faults
) -> UnaryTest:
    try:
        test = compile_test(cell, each.column.type, names=names)
    except FeelError as error:
        faults.append(_fault(each.column, number, error.sentence))
        return compile_test("-", each.column.type)
    for value in _equals(test):
        if value is not None and not each.allows(value):
            what = _("“%(value)s” is not among the values allowed there.")
            faults.append(_fault(each.column, number, what % {"value": shown(value)}))
    return test


def _equals(test: UnaryTest) -> Iterator[Any]:
    """The values that a cell writes out; `null` always may be asked for."""
    for each in test.tests:
        if isinstance(each, Against) and each.sign in {"=", "!="} and isinstance(each.bound, Literal):
            yield each.bound.value


def _result(cell: str, each: Output, number: int, faults: Faults) -> Any:
    try:
        value = literal_of(cell, each.column.type)
    except FeelError as error:
        faults.append(_fault(each.column, number, error.sentence))
        return None
    if each.ranks and value is not None and value not in each.ranks:
        what = _("“%(value)s” is not among the values allowed there.")
        faults.append(_fault(each.column, number, what % {"value": shown(value)}))
    return value
