"""The loop's own levers: what a decision may change about goals, targets, rules and agendas."""

from periplus.loop.levering import register
from periplus.loop.steering.agenda import AgendaPriority
from periplus.loop.steering.goals import GoalDemand, Responsibility
from periplus.loop.steering.rules import RuleVersion
from periplus.loop.steering.targets import TargetValue

register(TargetValue(), GoalDemand(), Responsibility(), RuleVersion(), AgendaPriority())
