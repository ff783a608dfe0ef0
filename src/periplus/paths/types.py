"""Names for annotations of those who reach paths only through queries and services."""

from periplus.paths.models import (
    Case,
    EventLog,
    Module,
    Node,
    Procedure,
    ProcedureVersion,
    ReminderRule,
    Responsibility,
    Substitution,
    WorkItem,
    WorkPlan,
)

__all__ = [
    "Case",
    "EventLog",
    "Module",
    "Node",
    "Procedure",
    "ProcedureVersion",
    "ReminderRule",
    "Responsibility",
    "Substitution",
    "WorkItem",
    "WorkPlan",
]
