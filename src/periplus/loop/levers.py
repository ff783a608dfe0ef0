"""The loop's own levers, and those on procedures, which lie below the loop."""

from periplus.loop.levering import register
from periplus.loop.steering.agenda import AgendaPriority
from periplus.loop.steering.goals import GoalDemand, Responsibility
from periplus.loop.steering.priorities import CasePriority, ProcedurePriority
from periplus.loop.steering.procedures import AccountableRole, EnactVersion, TimeAllowance
from periplus.loop.steering.rules import RuleVersion
from periplus.loop.steering.tables import TableRuleLever
from periplus.loop.steering.targets import TargetValue

register(TargetValue(), GoalDemand(), Responsibility(), RuleVersion(), AgendaPriority())
register(
    EnactVersion(),
    TableRuleLever(),
    TimeAllowance(),
    AccountableRole(),
    ProcedurePriority(),
    CasePriority(),
)
