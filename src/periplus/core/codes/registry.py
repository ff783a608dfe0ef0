"""The lists by key, each read once."""

from functools import cache
from typing import Final

from periplus.core.codes.code_list import Code, CodeList
from periplus.core.codes.world import country_list, language_list
from periplus.core.languages import BY_CODE
from periplus.core.tables import read_table

_TABLES: Final = ("isced_f", "cefr", "eqf", "isced_level", "cycle", "region")
# Not a list to choose from: the labels of terms, for `core.periods`.
_PATTERNS: Final = ("term",)
_BUILT: Final = {"country": country_list, "language": language_list}
KEYS: Final = (*_TABLES, *_BUILT)


@cache
def code_list(key: str) -> CodeList:
    """Give the list `key`, one of `KEYS`; any other key is a KeyError."""
    if key in _BUILT:
        return _BUILT[key]()
    if key not in _TABLES + _PATTERNS:
        raise KeyError(key)
    rows = read_table(__package__ or "", f"tables/{key}.csv")
    return CodeList(key, map(_from_row, rows))


def _from_row(row: dict[str, str]) -> Code:
    columns = [each.column for each in BY_CODE.values()]
    return Code(
        code=row["code"],
        parent=row["parent"] or None,
        names={column: row[column] for column in columns if row.get(column)},
        abouts={c: row[f"about_{c}"] for c in columns if row.get(f"about_{c}")},
    )
