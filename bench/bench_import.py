"""Rows per second of an import: the CAPES file, from the first row to the last commit.

Included: reading the file, mapping, matching names, stays and funding, a record of every row, one
ledger entry a batch with every object it touched. Not included: uploading and the preview before it.
"""

from bench import capes
from bench.figures import Figure, machine, say

TARGET = 3_000


def run() -> None:
    sizes = capes.load()
    rate = float(str(sizes["rows"])) / float(str(sizes["seconds"]))
    say(
        Figure(
            "import of stays",
            round(rate),
            "rows/s",
            sizes=sizes | machine(),
            target=f"at least {TARGET} rows/s",
            holds=rate >= TARGET,
        )
    )
