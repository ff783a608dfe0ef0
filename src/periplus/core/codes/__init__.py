"""Lists of codes that the world shares: fields of study, languages, countries, levels.

They are tables shipped with the package, not rows of the database: they change with a release.
"""

from periplus.core.codes.code_list import Code, CodeList, Order
from periplus.core.codes.registry import KEYS, code_list
from periplus.core.codes.world import EEA, EU, countries_in, region_of

__all__ = [
    "EEA",
    "EU",
    "KEYS",
    "Code",
    "CodeList",
    "Order",
    "code_list",
    "countries_in",
    "region_of",
]
