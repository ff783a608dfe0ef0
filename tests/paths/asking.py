"""A procedure in which two steps wait for the same message."""

from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.enums import NodeKind
from periplus.people.enums import Role
from tests.paths.scene import item


def waiting(key: str, output: str) -> ChartNode:
    title = {"en": key.title()}
    return ChartNode(key, NodeKind.MESSAGE, title, message="answer", role=Role.OFFICE, items=(item(output),))


def asking() -> Chart:
    """Two ways side by side; each waits for an answer, with other things in it."""
    nodes = (
        ChartNode("start", NodeKind.START, {"en": "Start"}),
        ChartNode("fork", NodeKind.PARALLEL, {}),
        waiting("host", "room"),
        waiting("ministry", "visa"),
        ChartNode("meet", NodeKind.PARALLEL, {}),
        ChartNode("end", NodeKind.END, {"en": "End"}, outcome="done"),
    )
    ways = [("start", "fork"), ("fork", "host"), ("fork", "ministry"), ("host", "meet"), ("ministry", "meet")]
    flows = [ChartFlow(f"{a}_{b}", a, b) for a, b in (*ways, ("meet", "end"))]
    return Chart("asking", {"en": "Asking"}, nodes=nodes, flows=tuple(flows))
