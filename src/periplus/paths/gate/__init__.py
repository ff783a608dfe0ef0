"""What is checked before a procedure may be enacted: pure, without a database.

`check_chart` names what is wrong, where, and how to mend it. `scopes_of` gives the blocks around each node.
"""

from periplus.paths.gate.checking import check_chart
from periplus.paths.gate.findings import Finding
from periplus.paths.structure import scopes_of

__all__ = ["Finding", "check_chart", "scopes_of"]
