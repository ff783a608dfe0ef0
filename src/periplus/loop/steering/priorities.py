"""What is done first: the priority of a case, or of all cases of a procedure."""

import datetime as dt
import uuid
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import YES, Refused, Verdict, no
from periplus.loop.levering import Change, Choice, Difference, Input, Lever
from periplus.loop.steering.common import DECISIONS, matching
from periplus.loop.steering.versions import instant_of
from periplus.paths.enums import ALIVE, CaseState
from periplus.paths.models import Case, Procedure
from periplus.paths.services.prioritising import (
    PRIORITIES,
    Priorities,
    put_priorities_back,
    set_priorities,
)
from periplus.paths.services.steering import set_case_priority
from periplus.people.models import Person

PRIORITY = gettext_lazy("Priority")


class Urgency(Lever):
    """A priority from 1, the most urgent, to 5."""

    @abstractmethod
    def _now(self, subject: models.Model) -> str:
        """The priority or priorities that hold now."""

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        hint = _("Now %(priority)s; 1 is the highest.") % {"priority": self._now(subject)}
        choices = tuple(Choice(str(each), str(each)) for each in PRIORITIES)
        return [Input("priority", PRIORITY, "choice", choices=choices, hint=hint)]

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        return [Difference(PRIORITY, self._now(subject), str(change["priority"]))]


class CasePriority(Urgency):
    """One case."""

    key = "loop.case_priority"
    title = gettext_lazy("Set the priority of a case")
    subject_type = "paths.case"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        named = Q(reference__icontains=text) | Q(title__icontains=text)
        alive = Case.objects.filter(named, state__in=ALIVE).order_by("-id")[:limit]
        return [Choice(str(case.uuid), str(case)) for case in alive]

    def subject(self, reference: uuid.UUID) -> Case | None:
        cases = Case.objects.select_related("institution", "version__procedure")
        return cases.filter(uuid=reference).first()

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        case = cast("Case", subject)
        if case.state not in ALIVE:
            return no(_("The case has ended."))
        if int(change["priority"]) == case.priority:
            return no(_("It has this priority already."))
        return YES

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        case = cast("Case", subject)
        was, priority = case.priority, int(change["priority"])
        self._set(actor, case, priority, on)
        return {"was": was, "set": priority}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        case = cast("Case", subject)
        if case.state in {CaseState.ENDED, CaseState.CANCELLED}:
            return  # nothing of it waits any more
        if case.priority != before["set"]:
            raise Refused(no(_("It was changed again since. Change it anew instead.")))
        self._set(actor, case, before["was"], on)

    def _set(self, actor: Person | None, case: Case, priority: int, on: dt.date) -> None:
        at = instant_of(case.institution, on)
        set_case_priority(actor=actor or DECISIONS, case=case, priority=priority, at=at)

    def _now(self, subject: models.Model) -> str:
        return str(cast("Case", subject).priority)


class ProcedurePriority(Urgency):
    """All cases of a procedure that have not ended."""

    key = "loop.procedure_priority"
    title = gettext_lazy("Set the priority of all cases of a procedure")
    subject_type = "paths.procedure"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        running = Procedure.objects.filter(versions__cases__state__in=ALIVE).distinct()
        return matching(running.order_by("key", "id"), str, text, limit)

    def subject(self, reference: uuid.UUID) -> Procedure | None:
        return Procedure.objects.filter(uuid=reference).select_related("institution").first()

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        cases = _living(subject)
        if not cases.exists():
            return no(_("No case of this procedure is under way."))
        if not cases.exclude(priority=int(change["priority"])).exists():
            return no(_("All its cases have this priority already."))
        return YES

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        return self._set(actor, cast("Procedure", subject), change, on, None)

    def carry_out(
        self, *, decision: uuid.UUID, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        return self._set(None, cast("Procedure", subject), change, on, decision)

    def _set(
        self,
        actor: Person | None,
        procedure: Procedure,
        change: Change,
        on: dt.date,
        decision: uuid.UUID | None,
    ) -> dict[str, Any]:
        at, priority = instant_of(procedure.institution, on), int(change["priority"])
        had = set_priorities(
            actor=actor or DECISIONS, procedure=procedure, priority=priority, at=at, decision=decision
        )
        return {"usual": had.usual, "others": dict(had.others), "set": priority, "at": at.isoformat()}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        procedure = cast("Procedure", subject)
        put_priorities_back(
            actor=actor or DECISIONS,
            procedure=procedure,
            priority=before["set"],
            before=Priorities(before["usual"], before["others"]),
            since=dt.datetime.fromisoformat(before["at"]),
            at=instant_of(procedure.institution, on),
        )

    def _now(self, subject: models.Model) -> str:
        several = _living(subject).order_by("priority").values_list("priority", flat=True).distinct()
        return ", ".join(str(each) for each in several) or "–"


def _living(subject: models.Model) -> models.QuerySet[Case]:
    return Case.objects.filter(version__procedure=cast("Procedure", subject), state__in=ALIVE)
