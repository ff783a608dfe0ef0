from periplus.loop.models.agenda import AgendaItem, Body, EntryPoint, Review
from periplus.loop.models.decisions import Decision, EffectCheck, LeverPull
from periplus.loop.models.deviations import Deviation, Signal, SignalRule
from periplus.loop.models.packages import TaskPackage
from periplus.loop.models.plans import Goal, Plan, Target
from periplus.loop.models.readings import Measurement
from periplus.loop.models.replays import Replay, ReplayFinding, ReplayReading

__all__ = [
    "AgendaItem",
    "Body",
    "Decision",
    "Deviation",
    "EffectCheck",
    "EntryPoint",
    "Goal",
    "LeverPull",
    "Measurement",
    "Plan",
    "Replay",
    "ReplayFinding",
    "ReplayReading",
    "Review",
    "Signal",
    "SignalRule",
    "Target",
    "TaskPackage",
]
