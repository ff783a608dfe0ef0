"""What the gate finds, in words a colleague can act on."""

from dataclasses import dataclass

from periplus.paths.chart import ChartItem, ChartNode, ChartTable, say


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `blocking`: the version cannot be enacted until it is mended.

    `code` stays the same in every language; `node_key`, `flow_key` and `table_key` say where.
    """

    code: str
    sentence: str
    repair: str
    node_key: str = ""
    flow_key: str = ""
    table_key: str = ""
    blocking: bool = True


def name_of(thing: ChartNode | ChartTable | ChartItem) -> str:
    """How people know it: its title, else its key."""
    return say(thing.title) or thing.key
