from periplus.paths.models.cases import Case, Participant, Timer, WorkItem
from periplus.paths.models.learning import EventLog, LogEvent, Outlook, OutlookQuality
from periplus.paths.models.procedures import (
    DecisionRule,
    DecisionTable,
    Flow,
    Node,
    NodeItem,
    Procedure,
    ProcedureVersion,
)
from periplus.paths.models.responsibilities import Module, Responsibility, WorkPlan
from periplus.paths.models.working import Reminder, ReminderRule, Substitution

__all__ = [
    "Case",
    "DecisionRule",
    "DecisionTable",
    "EventLog",
    "Flow",
    "LogEvent",
    "Module",
    "Node",
    "NodeItem",
    "Outlook",
    "OutlookQuality",
    "Participant",
    "Procedure",
    "ProcedureVersion",
    "Reminder",
    "ReminderRule",
    "Responsibility",
    "Substitution",
    "Timer",
    "WorkItem",
    "WorkPlan",
]
