"""Small charts written by hand, and what the gate says of them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode
from periplus.paths.enums import NodeKind, ValueType, Way
from periplus.paths.gate import Finding, check_chart
from tests.paths.offers import STEPS

K, T = NodeKind, ValueType


def found(chart: Chart, **more: Any) -> list[Finding]:
    known: dict[str, Any] = {"known_steps": STEPS, "subject": None, "known_procedures": {"other"}}
    return check_chart(chart, **(known | more))


def blocking(chart: Chart, **more: Any) -> list[Finding]:
    return [finding for finding in found(chart, **more) if finding.blocking]


def codes(chart: Chart, **more: Any) -> set[str]:
    return {finding.code for finding in blocking(chart, **more)}


def node(key: str, kind: NodeKind = K.TASK, **more: Any) -> ChartNode:
    more = {"role": "office", **more} if kind in {K.TASK, K.EACH} else more
    return ChartNode(key, kind, {"en": key.upper()}, **more)


def flows(text: str) -> tuple[ChartFlow, ...]:
    """`a b [condition]`, one in each line; `else` for the default."""
    made = []
    for line in filter(None, map(str.strip, text.splitlines())):
        source, target, condition = (*line.split(maxsplit=2), "")[:3]
        usual = condition == "else"
        made.append(ChartFlow(f"{source}-{target}", source, target, "" if usual else condition, usual))
    return tuple(made)


def chart(nodes: Iterable[ChartNode], text: str, **more: Any) -> Chart:
    ends = (node("start", K.START), node("end", K.END, outcome="done"))
    known = {each.key for each in nodes}
    added = tuple(each for each in ends if each.key not in known)
    return Chart("drawn", {"en": "Drawn"}, nodes=(*nodes, *added), flows=flows(text), **more)


def line(*nodes: ChartNode, **more: Any) -> Chart:
    """One node after the other."""
    keys = ["start", *(each.key for each in nodes if not each.attached_to), "end"]
    return chart(nodes, "\n".join(f"{a} {b}" for a, b in pairwise(keys)), **more)


def makes(key: str, type_: ValueType = T.TEXT, **more: Any) -> ChartItem:
    return ChartItem(key, {"en": f"the {key}"}, Way.OUT, type_, **more)


def reads(key: str, type_: ValueType = T.TEXT, **more: Any) -> ChartItem:
    return ChartItem(key, {"en": f"the {key}"}, Way.IN, type_, **more)


def changed(drawn: Chart, old: ChartNode, **more: Any) -> Chart:
    new = replace(old, **more)
    return replace(drawn, nodes=tuple(new if each is old else each for each in drawn.nodes))


def deadline(**more: Any) -> ChartNode:
    return node("late", K.TIMER, **{"attached_to": "a", "allowance_days": 5, **more})


TWO_WAYS = [node("s", K.PARALLEL), node("a"), node("b"), node("j", K.PARALLEL)]
