"""Changes of a chart as its writers say them. Each gives a new chart; nothing is stored here.

What makes no sense is refused with `Invalid` and a sentence; what is unfinished is left to the gate.
"""

from periplus.paths.editing.blocks import (
    Check,
    add_deadline,
    insert_check,
    insert_choice,
    wrap_choice,
    wrap_parallel,
)
from periplus.paths.editing.flows import add_flow, change_flow, remove_flow, shift_flow
from periplus.paths.editing.keys import key_from
from periplus.paths.editing.nodes import (
    add_node,
    change_node,
    find_node,
    move_node,
    put_after,
    put_before,
    put_on,
    unplaced,
)
from periplus.paths.editing.removal import Touched, remove_node, touched_by
from periplus.paths.editing.tables import put_table, remove_table

__all__ = [
    "Check",
    "Touched",
    "add_deadline",
    "add_flow",
    "add_node",
    "change_flow",
    "change_node",
    "find_node",
    "insert_check",
    "insert_choice",
    "key_from",
    "move_node",
    "put_after",
    "put_before",
    "put_on",
    "put_table",
    "remove_flow",
    "remove_node",
    "remove_table",
    "shift_flow",
    "touched_by",
    "unplaced",
    "wrap_choice",
    "wrap_parallel",
]
