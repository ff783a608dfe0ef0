"""A procedure as a plain value: nodes, flows, decision tables. No database, no language of its own.

The engine moves cases over it, the gate checks it, the drawing lays it out, the interchange writes it as
BPMN and DMN, and a version of a procedure is stored from it and read back into it without loss.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cached_property
from types import MappingProxyType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from periplus.core.languages import active_language, language_of
from periplus.paths.enums import HitPolicy, NodeKind, UnitRule, ValueType, Way

Words: TypeAlias = Mapping[str, str]  # by language column: {"en": "…", "es": "…", "pt": "…", "zh": "…"}


def say(words: Words, language: str = "") -> str:
    """The words in the reader's language, else in English, else in any language there is."""
    column = language_of(language or active_language()).column
    return words.get(column) or words.get("en") or next(iter(words.values()), "")


@dataclass(frozen=True, slots=True)
class ChartChoice:
    """One of the values of a choice."""

    value: str
    title: Words


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column of a value that is a table."""

    key: str
    title: Words
    type: ValueType = ValueType.TEXT


@dataclass(frozen=True, slots=True)
class ChartItem:
    """What a node reads or produces. All nodes of a chart that name one `key` mean the same value."""

    key: str
    title: Words
    way: Way = Way.OUT
    type: ValueType = ValueType.TEXT
    required: bool = True
    choices: tuple[ChartChoice, ...] = ()
    columns: tuple[ChartColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands in the drawing, in pixels from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ChartNode:
    """One node.

    `role`: a `people.enums.Role`, accountable for it (human nodes; also whoever looks after a stuck
    automatic one). `unit_rule`/`unit_code`: where that role is sought. `criteria`: what an evaluation
    node asks. `allowance_days`: days allowed from the opening; for a TIMER the days until it strikes.
    `step`: key of an automatic step. `table`: key of a decision table. `calls`: key of a procedure.
    `over`: key of the list value for which EACH opens a work item per element. `attached_to`,
    `interrupting`: of a TIMER at the edge of another node. `message`: name of the message waited for.
    `outcome`: of an END; empty on a side way. `goal`: uuid of the goal it serves, or "".
    """

    key: str
    kind: NodeKind
    title: Words
    guidance: Words = field(default_factory=dict)
    role: str = ""
    unit_rule: UnitRule = UnitRule.SUBJECT
    unit_code: str = ""
    evaluation: bool = False
    criteria: tuple[Words, ...] = ()
    allowance_days: int | None = None
    items: tuple[ChartItem, ...] = ()
    outcome: str = ""
    step: str = ""
    table: str = ""
    calls: str = ""
    over: str = ""
    attached_to: str = ""
    interrupting: bool = True
    message: str = ""
    goal: str = ""
    skippable: bool = False
    box: Box | None = None

    @property
    def inputs(self) -> tuple[ChartItem, ...]:
        return tuple(item for item in self.items if item.way == Way.IN)

    @property
    def outputs(self) -> tuple[ChartItem, ...]:
        return tuple(item for item in self.items if item.way == Way.OUT)


@dataclass(frozen=True, slots=True)
class ChartFlow:
    """From one node to the next.

    `condition`: S-FEEL over the values. Flows of an exclusive node are asked in their order, and the
    `default` one is taken when no condition holds.
    """

    key: str
    source: str
    target: str
    condition: str = ""
    default: bool = False
    title: Words = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """An input or output of a decision table. `key`: the value read or produced.

    `values`: allowed values in order of priority, as S-FEEL literals; empty for any.
    """

    key: str
    title: Words
    type: ValueType = ValueType.TEXT
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRule:
    """One row: an S-FEEL unary test for each input ("-" for any), an S-FEEL literal for each output."""

    cells: tuple[str, ...]
    results: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableTest:
    """An example kept with the table: given these values, these results."""

    title: str
    given: Mapping[str, Any]
    expected: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A decision table (DMN 1.3)."""

    key: str
    title: Words
    policy: HitPolicy
    inputs: tuple[TableColumn, ...]
    outputs: tuple[TableColumn, ...]
    rules: tuple[TableRule, ...]
    tests: tuple[TableTest, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A whole procedure. `subject_type`: label of the model its cases are about, or "" for any."""

    key: str
    title: Words
    description: Words = field(default_factory=dict)
    subject_type: str = ""
    nodes: tuple[ChartNode, ...] = ()
    flows: tuple[ChartFlow, ...] = ()
    tables: tuple[ChartTable, ...] = ()

    def __hash__(self) -> int:
        """Cheap, so that what is worked out about a chart can be kept; words are not hashable."""
        return hash((self.key, len(self.nodes), len(self.flows)))

    @cached_property
    def node(self) -> Mapping[str, ChartNode]:
        """Nodes by key."""
        return MappingProxyType({node.key: node for node in self.nodes})

    @cached_property
    def flow(self) -> Mapping[str, ChartFlow]:
        """Flows by key."""
        return MappingProxyType({flow.key: flow for flow in self.flows})

    @cached_property
    def table(self) -> Mapping[str, ChartTable]:
        """Decision tables by key."""
        return MappingProxyType({table.key: table for table in self.tables})

    @cached_property
    def _out(self) -> Mapping[str, tuple[ChartFlow, ...]]:
        return _grouped(self.flows, "source")

    @cached_property
    def _into(self) -> Mapping[str, tuple[ChartFlow, ...]]:
        return _grouped(self.flows, "target")

    @cached_property
    def _edges(self) -> Mapping[str, tuple[ChartNode, ...]]:
        hosts: dict[str, list[ChartNode]] = {}
        for node in self.nodes:
            if node.attached_to:
                hosts.setdefault(node.attached_to, []).append(node)
        return {key: tuple(several) for key, several in hosts.items()}

    def out(self, key: str) -> tuple[ChartFlow, ...]:
        """Flows that leave a node, in their order."""
        return self._out.get(key, ())

    def into(self, key: str) -> tuple[ChartFlow, ...]:
        """Flows that enter a node."""
        return self._into.get(key, ())

    def timers_of(self, key: str) -> tuple[ChartNode, ...]:
        """Deadlines at the edge of a node."""
        return self._edges.get(key, ())

    @property
    def starts(self) -> tuple[ChartNode, ...]:
        return tuple(node for node in self.nodes if node.kind == NodeKind.START)

    def all_items(self) -> Iterator[ChartItem]:
        for node in self.nodes:
            yield from node.items

    @cached_property
    def item(self) -> Mapping[str, ChartItem]:
        """What each value is: as the node that produces it says, else as one that reads it."""
        found = {item.key: item for item in self.all_items()}
        return MappingProxyType(found | {i.key: i for i in self.all_items() if i.way == Way.OUT})


def _grouped(flows: Iterable[ChartFlow], end: str) -> dict[str, tuple[ChartFlow, ...]]:
    grouped: dict[str, list[ChartFlow]] = {}
    for flow in flows:
        grouped.setdefault(getattr(flow, end), []).append(flow)
    return {key: tuple(several) for key, several in grouped.items()}


# ------------------------------------------------------------------ as JSON


def to_json(thing: Any) -> Any:
    """A chart, or a part of one, as plain JSON values. What is as usual is left out."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {each.name: to_json(getattr(thing, each.name)) for each in fields(thing) if _told(thing, each)}
    if isinstance(thing, tuple | list):
        return [to_json(each) for each in thing]
    if isinstance(thing, Mapping):
        return {key: to_json(value) for key, value in thing.items()}
    return str(thing) if isinstance(thing, NodeKind | UnitRule | ValueType | Way | HitPolicy) else thing


def _told(thing: Any, each: Any) -> bool:
    value = getattr(thing, each.name)
    if each.default is MISSING and each.default_factory is MISSING:
        return True  # must be given, also when it is empty
    return bool(value != each.default and not (value in ({}, ()) and not isinstance(value, bool)))


def from_json(stored: Mapping[str, Any]) -> Chart:
    """Read what `to_json` wrote. `ValueError`, `KeyError` or `TypeError` when it is not a chart."""
    return _built(Chart, stored)  # type: ignore[no-any-return]


def part_from_json(kind: type[Any], stored: Mapping[str, Any]) -> Any:
    """Read one part (a node, a table …) that `to_json` wrote."""
    return _built(kind, stored)


def _built(kind: Any, stored: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        unknown = set(stored) - set(hints)
        if unknown:
            message = f"A {getattr(kind, '__name__', kind)} has no {min(unknown)}."
            raise ValueError(message)
        return kind(**{name: _built(hints[name], value) for name, value in stored.items()})  # type: ignore[operator]
    origin = get_origin(kind)
    if origin is UnionType:
        return None if stored is None else _built(get_args(kind)[0], stored)
    if origin is tuple:
        return _tuple(get_args(kind), stored)
    if isinstance(kind, type) and issubclass(kind, NodeKind | UnitRule | ValueType | Way | HitPolicy):
        return kind(stored)
    return stored


def _tuple(kinds: tuple[Any, ...], stored: Any) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_built(kinds[0], each) for each in stored)
    return tuple(_built(kind, each) for kind, each in zip(kinds, stored, strict=True))
