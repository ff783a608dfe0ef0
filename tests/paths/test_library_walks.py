"""Every ready procedure is walked on every path by the engine itself."""

import pytest

from periplus.paths import library
from periplus.paths.chart import Chart
from periplus.paths.enums import NodeKind
from tests.paths.by_hand import TWO_WAYS, K, chart, makes, node, reads
from tests.paths.offers import STEPS, SUBJECTS
from tests.paths.walking import walk

CHARTS = library.list_charts()


@pytest.mark.parametrize("ready", CHARTS, ids=[each.key for each in CHARTS])
def test_every_path_comes_to_an_end(ready: Chart) -> None:
    subject = SUBJECTS.get(ready.subject_type)
    seen = walk(ready, STEPS, subject.facts if subject else ())
    assert seen.stuck == []
    assert seen.missing == set()
    ends = {node.outcome for node in ready.nodes if node.kind == NodeKind.END and node.outcome}
    assert seen.outcomes == ends
    walked = {node.key for node in ready.nodes if node.kind not in {NodeKind.START, NodeKind.TIMER}}
    assert seen.passed == walked


def test_the_walk_turns_red() -> None:
    choice = node("x", K.EXCLUSIVE)
    text = "start s\ns x\ns b\nx a true = true\nx j else\na j\nb j\nj end"
    assert walk(chart([*TWO_WAYS, choice], text), STEPS, ()).stuck
    some = node("a", items=(makes("paper"),), skippable=True)
    unsure = chart([some, node("b", items=(reads("paper"),))], "start a\na b\nb end")
    assert walk(unsure, STEPS, ()).missing == {("b", "paper")}
