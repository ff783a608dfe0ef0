"""Filters of a list: kept in the address, shown as chips, applied to the query."""

from periplus.web.lists.filters.asked import Asked, Chip, Filter, Option
from periplus.web.lists.filters.choices import ChoiceFilter, OwnChoiceFilter, SelectFilter
from periplus.web.lists.filters.links import ReferenceFilter, ThingFilter
from periplus.web.lists.filters.written import DateFilter, TextFilter

__all__ = [
    "Asked",
    "Chip",
    "ChoiceFilter",
    "DateFilter",
    "Filter",
    "Option",
    "OwnChoiceFilter",
    "ReferenceFilter",
    "SelectFilter",
    "TextFilter",
    "ThingFilter",
]
