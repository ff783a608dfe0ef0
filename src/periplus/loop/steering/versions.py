"""What the levers on procedures have in common: another chart, enacted on the day, and the way back."""

import datetime as dt
import uuid
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, no
from periplus.loop.levering import Change, Choice, Lever
from periplus.loop.steering.common import DECISIONS, matching
from periplus.paths.chart import Chart, ChartNode, say
from periplus.paths.enums import VersionState
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.gate import list_findings_of
from periplus.paths.services.cases import version_in_force
from periplus.paths.services.procedures import draft_version, enact_version
from periplus.paths.services.undoing import undo_enactment
from periplus.people.models import Institution, Person


def instant_of(institution: Institution, on: dt.date) -> dt.datetime:
    """Now, by the clock of the institution; on another day than today its noon."""
    zone = ZoneInfo(institution.time_zone)
    now = clock.now().astimezone(zone)
    return now if now.date() == on else dt.datetime.combine(on, dt.time(12), tzinfo=zone)


def version_on(procedure: Procedure, on: dt.date) -> ProcedureVersion | None:
    """The version in force on a day."""
    return version_in_force(procedure, on=on)


def in_force_now(procedure: Procedure) -> tuple[ProcedureVersion, Chart] | None:
    """The version in force today, with its chart."""
    version = version_on(procedure, clock.today())
    return (version, get_chart(version)) if version else None


def name_of_node(node: ChartNode) -> str:
    return say(node.title) or node.key


def check_enactable(procedure: Procedure, chart: Chart, *, on: dt.date) -> Verdict:
    """Whether this chart could be put in force on a day: sound, and nothing later stands already."""
    later = procedure.versions.filter(state=VersionState.ENACTED, effective_from__gt=on).first()
    if later is not None:
        facts = {"number": later.number, "day": later.effective_from}
        return no(_("Version %(number)s comes into force later, on %(day)s.") % facts)
    blocking = [each for each in list_findings_of(procedure, chart) if each.blocking]
    if blocking:
        return no(f"{blocking[0].sentence} {blocking[0].repair}")
    return YES


class OfProcedure(Lever):
    """Changes something in a procedure by enacting a version that says so.

    Subclasses say what is changed in the chart; running cases stay on their version until they are moved.
    """

    subject_type = "paths.procedure"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        enacted = Procedure.objects.filter(versions__state=VersionState.ENACTED).distinct()
        return matching(enacted.order_by("key", "id"), str, text, limit)

    def subject(self, reference: uuid.UUID) -> Procedure | None:
        return Procedure.objects.filter(uuid=reference).select_related("institution").first()

    @abstractmethod
    def changed(self, chart: Chart, change: Change) -> Chart | Verdict:
        """The chart as it is to be, or why the change makes no sense."""

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:
        procedure = cast("Procedure", subject)
        version = version_on(procedure, on)
        if version is None:
            return no(_("No version of this procedure is in force on that day."))
        chart = get_chart(version)
        wanted = self.changed(chart, change)
        if isinstance(wanted, Verdict):
            return wanted
        if wanted == chart:
            return no(_("It says so already. Fill in another value."))
        return check_enactable(procedure, wanted, on=on)

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        return self._enact(actor, cast("Procedure", subject), change, on, None)

    def carry_out(
        self, *, decision: uuid.UUID, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        return self._enact(None, cast("Procedure", subject), change, on, decision)

    @transaction.atomic
    def _enact(
        self,
        actor: Person | None,
        procedure: Procedure,
        change: Change,
        on: dt.date,
        decision: uuid.UUID | None,
    ) -> dict[str, Any]:
        doer, at = actor or DECISIONS, instant_of(procedure.institution, on)
        version = version_on(procedure, on)
        chart = self.changed(get_chart(version), change) if version else no(_("Nothing is in force."))
        if version is None or isinstance(chart, Verdict):
            return {}  # `check` has refused it before
        reason = _("By a decision: %(what)s") % {"what": self.title}
        draft = draft_version(actor=doer, origin=version, reason=reason, at=at, chart=chart)
        enact_version(actor=doer, version=draft, effective_from=on, reason=reason, at=at, decision=decision)
        return {"version": str(draft.uuid), "was": str(version.uuid)}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        take_back(actor, cast("Procedure", subject), before, on)


def take_back(actor: Person | None, procedure: Procedure, before: Change, on: dt.date) -> None:
    """Put the version back that held before. Raises `Refused` when another one is in force by now."""
    versions = {str(each.uuid): each for each in procedure.versions.select_related("procedure")}
    undo_enactment(
        actor=actor or DECISIONS,
        version=versions[before["version"]],
        before=versions.get(before["was"]),
        reason=_("The decision was undone."),
        at=instant_of(procedure.institution, on),
    )
