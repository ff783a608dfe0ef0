"""Names for annotations of those who reach people only through queries and services."""

from periplus.people.models import (
    Affiliation,
    ApiToken,
    Institution,
    ListExport,
    Notification,
    Person,
    RoleAssignment,
    SavedView,
    Unit,
)

__all__ = [
    "Affiliation",
    "ApiToken",
    "Institution",
    "ListExport",
    "Notification",
    "Person",
    "RoleAssignment",
    "SavedView",
    "Unit",
]
