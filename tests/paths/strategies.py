"""Random well-formed procedures for property tests: `structured_charts()`.

A procedure is drawn as a tree of blocks and then built. Splits are closed by a join of their kind, every
loop passes through a human task, every value is produced before it is read, and every case can end.
`told_charts()` adds words and numbers of every kind, `tables()` gives decision tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from hypothesis import strategies as st

from periplus.paths.chart import (
    Chart,
    ChartChoice,
    ChartFlow,
    ChartItem,
    ChartNode,
    ChartTable,
    TableColumn,
    TableRule,
    TableTest,
)
from periplus.paths.enums import HitPolicy, NodeKind, UnitRule, ValueType, Way

FEATURES = frozenset({"choice", "parallel", "loop", "each", "side", "cut"})
# `side`: a deadline beside which a side way begins; `cut`: one that overtakes the task. Also: `message`.
ROLES = ("office", "coordinator", "vice_rector", "reviewer")


@dataclass(frozen=True)
class Work:
    """A human task, with a deadline at its edge: "", "side" or "cut"."""

    role: str = ROLES[0]
    deadline: str = ""
    reads: bool = False


@dataclass(frozen=True)
class EachOf:
    """A task that fills a list, then a task for each element."""

    role: str = ROLES[0]


@dataclass(frozen=True)
class Message:
    """A wait for a message."""


@dataclass(frozen=True)
class Choice:
    """A task that decides, then one of several ways; the last one is the default. A way may be empty."""

    branches: "tuple[Blocks, ...]"


@dataclass(frozen=True)
class Parallel:
    """Several ways at once."""

    branches: "tuple[Blocks, ...]"


@dataclass(frozen=True)
class Loop:
    """Something, then a task that says whether to do it again."""

    body: "Blocks"


Block: TypeAlias = Work | EachOf | Message | Choice | Parallel | Loop
Blocks: TypeAlias = tuple[Block, ...]


def structured_charts(
    *, features: Iterable[str] = FEATURES, largest: int = 8, roles: tuple[str, ...] = ROLES
) -> st.SearchStrategy[Chart]:
    """Charts of at most about `largest` blocks, made of sequences, tasks and the named `features`."""
    return blocks(frozenset(features), largest, roles).map(built)


def blocks(features: frozenset[str], largest: int, roles: tuple[str, ...]) -> st.SearchStrategy[Blocks]:
    """Sequences of blocks, as a tree; shrinks to one task."""

    def wider(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        some = st.lists(inner, min_size=1, max_size=3).map(tuple)
        maybe = st.lists(inner, max_size=2).map(tuple)
        known: dict[str, st.SearchStrategy[Block]] = {
            "choice": st.builds(Choice, st.lists(maybe, min_size=2, max_size=3).map(tuple)),
            "parallel": st.builds(Parallel, st.lists(some, min_size=2, max_size=3).map(tuple)),
            "loop": st.builds(Loop, some),
        }
        return st.one_of([known[each] for each in sorted(features & known.keys())])

    leaf = _leaves(features, roles)
    block = (
        st.recursive(leaf, wider, max_leaves=largest) if features & {"choice", "parallel", "loop"} else leaf
    )
    return st.lists(block, min_size=1, max_size=3).map(tuple)


def _leaves(features: frozenset[str], roles: tuple[str, ...]) -> st.SearchStrategy[Block]:
    deadlines = ["", *sorted(features & {"side", "cut"})]
    role = st.sampled_from(roles)
    kinds: list[st.SearchStrategy[Block]] = [st.builds(Work, role, st.sampled_from(deadlines), st.booleans())]
    if "each" in features:
        kinds.append(st.builds(EachOf, role))
    if "message" in features:
        kinds.append(st.just(Message()))
    return st.one_of(kinds)


def built(tree: Blocks) -> Chart:
    """The chart of a tree of blocks."""
    builder = _Builder()
    exit_ = builder.sequence(tree, (builder.node(NodeKind.START).key, "", False))
    builder.join(NodeKind.END, [exit_], outcome="done")
    return Chart(key="drawn", title={"en": "Drawn"}, nodes=tuple(builder.nodes), flows=tuple(builder.flows))


Exit: TypeAlias = tuple[str, str, bool]  # from which node, on which condition, by default


class _Builder:
    """Adds nodes and flows; every method for a block takes where it begins and gives where it ends."""

    def __init__(self) -> None:
        self.nodes: list[ChartNode] = []
        self.flows: list[ChartFlow] = []
        self.known: tuple[ChartItem, ...] = ()  # values surely produced by now

    def node(self, kind: NodeKind, **more: Any) -> ChartNode:
        key = f"{kind}_{len(self.nodes)}"
        self.nodes.append(ChartNode(key, kind, {"en": key}, **more))
        return self.nodes[-1]

    def flow(self, exit_: Exit, target: str) -> None:
        source, condition, default = exit_
        self.flows.append(ChartFlow(f"flow_{len(self.flows)}", source, target, condition, default))

    def join(self, kind: NodeKind, exits: Iterable[Exit], **more: str) -> str:
        node = self.node(kind, **more)
        for exit_ in exits:
            self.flow(exit_, node.key)
        return node.key

    def task(self, entry: Exit, *, role: str = ROLES[0], items: tuple[ChartItem, ...] = ()) -> str:
        node = self.node(NodeKind.TASK, role=role, items=items)
        self.flow(entry, node.key)
        return node.key

    def value(self, type_: ValueType, choices: tuple[str, ...] = ()) -> ChartItem:
        """A value of a name of its own."""
        key = f"value_{len(self.nodes)}"
        told = tuple(ChartChoice(each, {"en": each}) for each in choices)
        return ChartItem(key, {"en": key}, Way.OUT, type_, choices=told)

    def sequence(self, several: Blocks, entry: Exit) -> Exit:
        for block in several:
            entry = self.block(block, entry)
        return entry

    def block(self, block: Block, entry: Exit) -> Exit:
        match block:
            case Work():
                return self.work(block, entry)
            case EachOf():
                return self.each(block, entry)
            case Message():
                node = self.node(NodeKind.MESSAGE, role=ROLES[0], message="answer")
                self.flow(entry, node.key)
                return (node.key, "", False)
            case Choice():
                return self.choice(block, entry)
            case Parallel():
                return self.parallel(block, entry)
            case Loop():
                return self.loop(block, entry)

    def work(self, block: Work, entry: Exit) -> Exit:
        read = tuple(_read(item) for item in self.known[-1:]) if block.reads else ()
        made = () if block.deadline == "cut" else (self.value(ValueType.TEXT),)
        task = self.task(entry, role=block.role, items=read + made)
        self.known += made
        if block.deadline == "side":
            timer = self.deadline(task, interrupting=False)
            self.join(NodeKind.END, [(self.task((timer, "", False), role=block.role), "", False)])
        if block.deadline == "cut":
            late = self.task((self.deadline(task, interrupting=True), "", False), role=block.role)
            return (self.join(NodeKind.EXCLUSIVE, [(task, "", False), (late, "", False)]), "", False)
        return (task, "", False)

    def deadline(self, task: str, *, interrupting: bool) -> str:
        key = f"timer_{len(self.nodes)}"
        self.nodes.append(
            ChartNode(
                key,
                NodeKind.TIMER,
                {"en": key},
                allowance_days=14,
                attached_to=task,
                interrupting=interrupting,
            )
        )
        return key

    def each(self, block: EachOf, entry: Exit) -> Exit:
        several = self.value(ValueType.LIST)
        filled = self.task(entry, role=block.role, items=(several,))
        node = self.node(NodeKind.EACH, role=block.role, items=(_read(several),), over=several.key)
        self.flow((filled, "", False), node.key)
        self.known += (several,)
        return (node.key, "", False)

    def choice(self, block: Choice, entry: Exit) -> Exit:
        answers = tuple(f"way_{number}" for number in range(len(block.branches)))
        answer = self.value(ValueType.CHOICE, answers)
        asked = self.task(entry, items=(answer,))
        split = self.join(NodeKind.EXCLUSIVE, [(asked, "", False)])
        known = self.known = (*self.known, answer)
        exits = []
        for branch, each in zip(block.branches, answers, strict=True):
            self.known = known
            last = each == answers[-1]
            exits.append(self.sequence(branch, (split, "" if last else f'{answer.key} = "{each}"', last)))
        self.known = known
        return (self.join(NodeKind.EXCLUSIVE, exits), "", False)

    def parallel(self, block: Parallel, entry: Exit) -> Exit:
        split = self.join(NodeKind.PARALLEL, [entry])
        before = self.known
        made: tuple[ChartItem, ...] = ()
        exits = []
        for branch in block.branches:
            self.known = before
            exits.append(self.sequence(branch, (split, "", False)))
            made += self.known[len(before) :]
        self.known = (*before, *made)
        return (self.join(NodeKind.PARALLEL, exits), "", False)

    def loop(self, block: Loop, entry: Exit) -> Exit:
        head = self.join(NodeKind.EXCLUSIVE, [entry])
        end = self.sequence(block.body, (head, "", False))
        again = self.value(ValueType.YES_NO)
        asked = self.task(end, items=(again,))
        split = self.join(NodeKind.EXCLUSIVE, [(asked, "", False)])
        self.flow((split, f"{again.key} = true", False), head)
        self.known += (again,)
        return (split, "", True)


def _read(item: ChartItem) -> ChartItem:
    return ChartItem(item.key, item.title, Way.IN, item.type, choices=item.choices)


# ------------------------------------------------------------------ charts with everything that may be said

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
words = st.dictionaries(st.sampled_from(["en", "es", "pt", "zh"]), texts, max_size=2)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
literals = st.sampled_from(
    ['"a"', '"b, c"', '"say \\"so\\""', "12", "-3.5", "true", 'date("2026-01-31")', ""]
)
tests_of_cells = st.sampled_from(["-", "", '"a"', "< 5", "[1..5)", 'not("a","b")', "true", " spaced "])


@st.composite
def tables(draw: st.DrawFn) -> ChartTable:
    """Any decision table, also one that says nothing sensible."""
    column = st.builds(
        TableColumn, keys, words, st.sampled_from(ValueType), st.lists(literals, max_size=3).map(tuple)
    )
    inputs = draw(st.lists(column, max_size=3).map(tuple))
    outputs = draw(st.lists(column, min_size=1, max_size=2).map(tuple))
    rule = st.builds(
        TableRule,
        st.tuples(*[tests_of_cells] * len(inputs)),
        st.tuples(*[literals] * len(outputs)),
        texts,
    )
    given = st.dictionaries(keys, st.none() | st.booleans() | st.integers(-9, 9) | texts, max_size=2)
    return ChartTable(
        draw(keys),
        draw(words),
        draw(st.sampled_from(HitPolicy)),
        inputs,
        outputs,
        draw(st.lists(rule, max_size=4).map(tuple)),
        draw(st.lists(st.builds(TableTest, texts, given, given), max_size=2).map(tuple)),
    )


@st.composite
def told_charts(draw: st.DrawFn) -> Chart:
    """Structured charts with random words, texts and numbers in every field that does not shape them."""
    chart = draw(structured_charts(features=FEATURES | {"message"}, largest=5))
    nodes = tuple(
        replace(
            node,
            title=draw(words),
            guidance=draw(words),
            unit_rule=draw(st.sampled_from(UnitRule)),
            unit_code=draw(texts),
            evaluation=draw(st.booleans()),
            criteria=draw(st.lists(words, max_size=2).map(tuple)),
            goal=draw(texts),
            skippable=draw(st.booleans()),
            message=draw(texts) if node.kind == NodeKind.MESSAGE else "",
            allowance_days=draw(st.none() | st.integers(0, 400)),
        )
        for node in chart.nodes
    )
    flows = tuple(replace(flow, title=draw(words)) for flow in chart.flows)
    several = draw(st.lists(tables(), max_size=2).map(tuple))
    return replace(
        chart, title=draw(words), description=draw(words), nodes=nodes, flows=flows, tables=several
    )
