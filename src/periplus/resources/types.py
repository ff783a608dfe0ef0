"""Names for annotations of those who reach resources only through queries and services."""

from periplus.resources.models import BudgetLine, Transfer

__all__ = ["BudgetLine", "Transfer"]
