"""What every kind of spreadsheet is made into."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid

Cells = list[str]
Row = tuple[int, Cells]
LONGEST_HEADING = 200
_MOST_ROWS_ABOVE = 20


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows that can be read again and again. Row 1 is the first with content below them."""

    headings: tuple[str, ...]
    _read: Callable[[], Iterator[Cells]]

    def rows(self, start: int = 1) -> Iterator[Row]:
        """Give number and cells of each row with content, from row `start` on."""
        filled = (cells for cells in self._read() if any(map(str.strip, cells)))
        return islice(enumerate(filled, start=1), start - 1, None)


def table_from(read: Callable[[], Iterator[Cells]]) -> Table:
    """Find the headings: the first row with two filled cells, or the first filled row at all.

    Titles above the headings, and empty rows, are passed over. Raises `Invalid` when there is nothing.
    """
    first = list(islice(read(), _MOST_ROWS_ABOVE))
    filled = [sum(1 for cell in cells if cell.strip()) for cells in first]
    position = next((i for i, count in enumerate(filled) if count > 1), None)
    if position is None:
        position = next((i for i, count in enumerate(filled) if count), None)
    if position is None:
        raise Invalid({"file": _("There is nothing in this file.")})
    below = position + 1
    return Table(_distinct(first[position]), lambda: islice(read(), below, None))


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    """Name columns without a heading, and tell equal headings apart."""
    seen: Counter[str] = Counter()
    headings = []
    for position, cell in enumerate(cells, start=1):
        name = fold_spaces(cell)[: LONGEST_HEADING - 10] or _("Column %(number)s") % {"number": position}
        seen[name] += 1
        headings.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return tuple(headings)
