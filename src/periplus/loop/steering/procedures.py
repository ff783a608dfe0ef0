"""What a decision may change about procedures: a version, a step's time or role, a priority."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Verdict, no
from periplus.loop.levering import Change, Choice, Difference, Input, Lever
from periplus.loop.steering.common import DECISIONS, matching
from periplus.loop.steering.versions import (
    OfProcedure,
    check_enactable,
    in_force_now,
    instant_of,
    name_of_node,
    take_back,
    version_on,
)
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import HUMAN, NodeKind, VersionState
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.differences import list_differences
from periplus.paths.services.procedures import enact_version
from periplus.people.enums import Role
from periplus.people.models import Person

TIMED = (*HUMAN, NodeKind.TIMER, NodeKind.MESSAGE, NodeKind.CALL)
MOST_DAYS = 1_000
NODE = gettext_lazy("Step")


class EnactVersion(Lever):
    """Puts a draft in force; the version before it is retired, and stands again when this is undone."""

    key = "loop.procedure_version"
    title = gettext_lazy("Put a version of a procedure in force")
    subject_type = "paths.procedureversion"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        drafts = ProcedureVersion.objects.filter(state=VersionState.DRAFT).select_related("procedure")
        return matching(drafts.order_by("procedure__key", "number"), str, text, limit)

    def subject(self, reference: uuid.UUID) -> ProcedureVersion | None:
        versions = ProcedureVersion.objects.select_related("procedure__institution")
        return versions.filter(uuid=reference).first()

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        version = cast("ProcedureVersion", subject)
        hint = _("What was decided, for whoever looks it up at version %(number)s.")
        return [Input("reason", gettext_lazy("Reason"), "text", hint=hint % {"number": version.number})]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        version = cast("ProcedureVersion", subject)
        if version.state != VersionState.DRAFT:
            return no(_("This version is no draft any more. Copy it to a new draft."))
        return check_enactable(version.procedure, get_chart(version), on=on)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:  # noqa: ARG002
        version = cast("ProcedureVersion", subject)
        now = in_force_now(version.procedure)
        was = str(now[0].number) if now else _("none")
        shown = [Difference(gettext_lazy("Version in force"), was, str(version.number))]
        if now:
            shown += [Difference(*each) for each in list_differences(now[1], get_chart(version))]
        return shown

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        return self._enact(actor, cast("ProcedureVersion", subject), change, on, None)

    def carry_out(
        self, *, decision: uuid.UUID, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        return self._enact(None, cast("ProcedureVersion", subject), change, on, decision)

    def _enact(
        self,
        actor: Person | None,
        version: ProcedureVersion,
        change: Change,
        on: dt.date,
        decision: uuid.UUID | None,
    ) -> dict[str, Any]:
        was = version_on(version.procedure, on)
        enact_version(
            actor=actor or DECISIONS,
            version=version,
            effective_from=on,
            reason=change["reason"],
            at=instant_of(version.procedure.institution, on),
            decision=decision,
        )
        return {"version": str(version.uuid), "was": str(was.uuid) if was else ""}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        take_back(actor, cast("ProcedureVersion", subject).procedure, before, on)


class TimeAllowance(OfProcedure):
    """How many days a step may take, or after how many a deadline strikes."""

    key = "loop.time_allowance"
    title = gettext_lazy("Change the time that a step may take")

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        nodes = [
            (node, _("%(days)s days now") % {"days": node.allowance_days or "–"})
            for node in _nodes(subject, TIMED)
        ]
        return [_node_input(nodes), Input("days", gettext_lazy("Days"), "whole")]

    def changed(self, chart: Chart, change: Change) -> Chart | Verdict:
        node, days = chart.node.get(change["node"]), int(change["days"])
        if node is None:
            return no(_("The procedure has no such step any more."))
        if not 1 <= days <= MOST_DAYS:
            return no(_("Allow from 1 to %(most)s days.") % {"most": MOST_DAYS})
        return _with(chart, replace(node, allowance_days=days))

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        node = _node(subject, change)
        if node is None:
            return []
        label = _("Days for “%(step)s”") % {"step": name_of_node(node)}
        return [Difference(label, str(node.allowance_days or "–"), str(int(change["days"])))]


class AccountableRole(OfProcedure):
    """Which role does a step."""

    key = "loop.step_role"
    title = gettext_lazy("Give a step to another role")

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        nodes = [(node, _role_words(node.role)) for node in _nodes(subject, HUMAN)]
        roles = tuple(Choice(role.value, str(role.label)) for role in Role)
        return [_node_input(nodes), Input("role", gettext_lazy("Role"), "choice", choices=roles)]

    def changed(self, chart: Chart, change: Change) -> Chart | Verdict:
        node = chart.node.get(change["node"])
        if node is None:
            return no(_("The procedure has no such step any more."))
        return _with(chart, replace(node, role=change["role"]))

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        node = _node(subject, change)
        if node is None:
            return []
        label = _("Who does “%(step)s”") % {"step": name_of_node(node)}
        return [Difference(label, _role_words(node.role), _role_words(change["role"]))]


def _nodes(subject: models.Model, kinds: Iterable[str]) -> list[ChartNode]:
    now = in_force_now(cast("Procedure", subject))
    return [node for node in now[1].nodes if node.kind in kinds] if now else []


def _node(subject: models.Model, change: Change) -> ChartNode | None:
    now = in_force_now(cast("Procedure", subject))
    return now[1].node.get(change["node"]) if now else None


def _node_input(nodes: Iterable[tuple[ChartNode, str]]) -> Input:
    choices = tuple(Choice(node.key, f"{name_of_node(node)} ({now})") for node, now in nodes)
    return Input("node", NODE, "choice", choices=choices)


def _with(chart: Chart, node: ChartNode) -> Chart:
    nodes = tuple(node if each.key == node.key else each for each in chart.nodes)
    return replace(chart, nodes=nodes)


def _role_words(role: str) -> str:
    return str(Role(role).label) if role in Role.values else "–"
