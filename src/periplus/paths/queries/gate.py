"""What stands between a draft and its enactment, asked of the gate with what is known here."""

import datetime as dt
from collections.abc import Callable

from periplus.core import clock
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import UnitRule
from periplus.paths.gate import Finding, check_chart
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.stepping import find_subject, list_steps
from periplus.people.enums import Role
from periplus.people.models import Institution, Unit
from periplus.people.queries.persons import find_holders


def list_findings(version: ProcedureVersion) -> list[Finding]:
    """Everything that the gate says of a version, what blocks first."""
    return list_findings_of(version.procedure, get_chart(version))


def list_findings_of(procedure: Procedure, chart: Chart) -> list[Finding]:
    """What the gate would say if the procedure said this."""
    return check_chart(
        chart,
        roles_held=_roles_held(procedure.institution, on=clock.today()),
        known_steps={step.key: step for step in list_steps()},
        subject=find_subject(procedure.subject_type),
        known_procedures=set(
            Procedure.objects.filter(institution=procedure.institution).values_list("key", flat=True)
        ),
    )


def find_blocking(version: ProcedureVersion) -> list[Finding]:
    return [finding for finding in list_findings(version) if finding.blocking]


def _roles_held(institution: Institution, *, on: dt.date) -> Callable[[ChartNode], bool]:
    """Whether somebody living holds a node's role where it is sought. Asked once for each role."""
    known: dict[tuple[str, UnitRule, str], bool] = {}

    def held(node: ChartNode) -> bool:
        if node.role not in Role.values:
            return False
        if node.unit_rule in {UnitRule.OWNER, UnitRule.STARTER}:
            return True
        rule = UnitRule(node.unit_rule)
        key = (node.role, rule, node.unit_code if rule == UnitRule.NAMED else "")
        if key not in known:
            units = _units_sought(institution, rule, node.unit_code)
            known[key] = any(_is_held(institution, Role(node.role), unit, on=on) for unit in units)
        return known[key]

    return held


def _units_sought(institution: Institution, rule: UnitRule, code: str) -> list[Unit | None]:
    """The unit in which the work will lie, as far as it is known before a case begins; None for any."""
    units = Unit.objects.filter(institution=institution).order_by("id")
    match rule:
        case UnitRule.UNIVERSITY:
            return list(units.filter(parent=None)[:1]) or [None]
        case UnitRule.NAMED:
            return list(units.filter(code=code)[:1])
        case _:
            return [None]


def _is_held(institution: Institution, role: Role, unit: Unit | None, *, on: dt.date) -> bool:
    """Guests belong to no university and do the work of theirs everywhere; all others only at their own."""
    holders = find_holders(role, unit=unit, on=on)
    return any(role == Role.PARTNER or each.institution_id == institution.pk for each in holders)
