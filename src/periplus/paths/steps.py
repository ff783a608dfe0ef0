"""What procedures can do without any stretch."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.ledger.services import System
from periplus.core.verdicts import Invalid
from periplus.paths.enums import ValueType
from periplus.paths.stepping import Fact, Step, Values, register
from periplus.people.models import Person


class CountElements(Step):
    """How many entries a list has, so that a decision may read it."""

    key = "paths.count_entries"
    title = gettext_lazy("Count the entries of a list")
    inputs = (Fact("entries", gettext_lazy("Entries"), ValueType.LIST),)
    outputs = (Fact("entry_count", gettext_lazy("Number of entries"), ValueType.NUMBER),)

    def run(
        self, *, actor: Person | System, subject: models.Model | None, values: Values, on: dt.date
    ) -> dict[str, Any]:
        entries = values.get("entries")
        if not isinstance(entries, list):
            raise Invalid({"entries": _("There is no list to count.")})
        return {"entry_count": len(entries)}


register(CountElements())
