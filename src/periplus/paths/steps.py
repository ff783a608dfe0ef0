"""What procedures can do without any stretch."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid
from periplus.paths.enums import ValueType
from periplus.paths.models import Participant
from periplus.paths.stepping import Call, Fact, Step, register


class TellFollowers(Step):
    """Everybody who has to do with a case is told something: its owner, who started it, who follows it."""

    key = "paths.tell_followers"
    title = gettext_lazy("Tell those who follow the case")
    inputs = (Fact("notice_text", gettext_lazy("What is said"), ValueType.LONG_TEXT),)

    def run(self, call: Call) -> dict[str, Any]:
        text = str(call.values.get("notice_text") or "").strip()
        if not text:
            raise Invalid({"notice_text": _("There is nothing to tell.")})
        following = Participant.objects.filter(case=call.case).select_related("person").order_by("id")
        named = (call.case.owner, call.case.started_by, *(each.person for each in following))
        people = list({person.pk: person for person in named if person is not None}.values())
        record(
            "paths.notice.sent",
            actor=call.actor,
            objects={"case": call.case, "person": people},
            attributes={"text": text},
            on=call.on,
        )
        return {}


class CountEntries(Step):
    """How many entries a list has, so that a decision table may read it."""

    key = "paths.count_entries"
    title = gettext_lazy("Count the entries of a list")
    inputs = (Fact("entries", gettext_lazy("Entries"), ValueType.LIST),)
    outputs = (Fact("entry_count", gettext_lazy("Number of entries"), ValueType.NUMBER),)

    def run(self, call: Call) -> dict[str, Any]:
        entries = call.values.get("entries")
        if not isinstance(entries, list):
            raise Invalid({"entries": _("There is no list to count.")})
        return {"entry_count": len(entries)}


register(TellFollowers(), CountEntries())
