"""Which priority a kind of item has at a body."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Refused, Verdict, no
from periplus.loop.levering import Change, Choice, Difference, Input, Lever
from periplus.loop.models import EntryPoint
from periplus.loop.services.arranging import HIGHEST, LOWEST, set_entry_priority
from periplus.loop.steering.common import DECISIONS, matching
from periplus.people.models import Person


class AgendaPriority(Lever):
    """What a body treats first: the priority of an entry point and of what came in through it."""

    key = "loop.agenda_priority"
    title = gettext_lazy("Set an agenda priority")
    subject_type = "loop.entrypoint"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        entries = EntryPoint.objects.select_related("body").order_by("body__name", "kind")
        return matching(entries, str, text, limit)

    def subject(self, reference: uuid.UUID) -> EntryPoint | None:
        return EntryPoint.objects.filter(uuid=reference).select_related("body").first()

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        entry = cast("EntryPoint", subject)
        others = (each for each in range(HIGHEST, LOWEST + 1) if each != entry.priority)
        hint = _("Now %(priority)s; 1 is the highest.") % {"priority": entry.priority}
        choices = tuple(Choice(str(each), str(each)) for each in others)
        return [Input("priority", gettext_lazy("Priority"), "choice", choices=choices, hint=hint)]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        entry = cast("EntryPoint", subject)
        if int(change["priority"]) == entry.priority:
            return no(_("It has this priority already."))
        return Verdict(allowed=True)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        entry = cast("EntryPoint", subject)
        return [Difference(gettext_lazy("Priority"), str(entry.priority), str(change["priority"]))]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        entry = cast("EntryPoint", subject)
        before, priority = entry.priority, int(change["priority"])
        set_entry_priority(actor=actor or DECISIONS, entry=entry, priority=priority, today=on)
        return {"was": before, "set": priority}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        entry = cast("EntryPoint", subject)
        if entry.priority != before["set"]:
            raise Refused(no(_("It was changed again since. Change it anew instead.")))
        set_entry_priority(actor=actor or DECISIONS, entry=entry, priority=before["was"], today=on)
