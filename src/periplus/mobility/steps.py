"""What stays offer to procedures: the door through which cases reach them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from periplus.core.codes import EEA
from periplus.mobility import policies, queries
from periplus.mobility.models import Stay
from periplus.paths.enums import ValueType
from periplus.paths.stepping import Candidate, Fact, Subject, Values, register
from periplus.people.models import Person, Unit

DAYS_A_MONTH = 30.44


class StaySubject(Subject):
    """Cases about one stay: nomination, learning agreement, recognition."""

    type = "mobility.stay"
    title = pgettext_lazy("mobility", "Stay")
    facts = (
        Fact(
            "direction",
            gettext_lazy("Direction"),
            ValueType.CHOICE,
            (("out", gettext_lazy("Outgoing")), ("in", gettext_lazy("Incoming"))),
        ),
        Fact("months", gettext_lazy("Months"), ValueType.NUMBER),
        Fact("host_country", gettext_lazy("Country of the host"), ValueType.TEXT),
        Fact("outside_eea", gettext_lazy("The host lies outside the EEA"), ValueType.YES_NO),
        Fact("level", gettext_lazy("Level"), ValueType.TEXT),
        Fact("field", gettext_lazy("Field"), ValueType.TEXT),
    )

    def candidates(self, person: Person, *, text: str, limit: int) -> Sequence[Candidate]:
        named = Q(source_reference__icontains=text) | Q(programme__icontains=text)
        named |= Q(receiving__name__icontains=text) | Q(sending__name__icontains=text)
        if policies.may_record_stay(person, None) or text:
            named |= Q(person__name__icontains=text)
        found = policies.visible_stays(person).filter(named).select_related("sending", "receiving", "person")
        return [Candidate(each.uuid, title_of(each)) for each in found.order_by("-start_year", "id")[:limit]]

    def find(self, reference: uuid.UUID) -> Stay | None:
        return queries.find_stay(reference)

    def may_see(self, person: Person, thing: models.Model) -> bool:
        return policies.visible_stays(person).filter(pk=thing.pk).exists()

    def title_of(self, thing: models.Model) -> str:
        return title_of(thing) if isinstance(thing, Stay) else str(thing)

    def unit_of(self, thing: models.Model) -> Unit | None:
        return thing.unit if isinstance(thing, Stay) else None

    def owner_of(self, thing: models.Model) -> Person | None:
        return thing.person if isinstance(thing, Stay) else None

    def partners_of(self, thing: models.Model) -> Iterable[uuid.UUID]:
        if not isinstance(thing, Stay):
            return []
        ends = (thing.sending, thing.receiving)
        return [each.uuid for each in ends if each is not None and not each.served_here]

    def values_of(self, thing: models.Model, *, on: dt.date) -> Values:  # noqa: ARG002 -- as it is now
        if not isinstance(thing, Stay):
            return {}
        known = thing.starts_on and thing.ends_on
        months = round((thing.ends_on - thing.starts_on).days / DAYS_A_MONTH, 1) if known else None  # type: ignore[operator]
        incoming = thing.receiving is not None and thing.receiving.served_here
        return {
            "direction": "in" if incoming else "out",
            "months": months,
            "host_country": thing.country_to or None,
            "outside_eea": thing.country_to not in EEA if thing.country_to else None,
            "level": thing.level or None,
            "field": thing.field or None,
        }


def title_of(stay: Stay) -> str:
    """Who goes from where to where, as far as it is known."""
    ends = [str(end) for end in (stay.sending, stay.receiving) if end is not None]
    who = stay.person.name if stay.person else stay.source_reference
    return " · ".join(part for part in (who, " → ".join(ends), str(stay.start_year or "")) if part)


register(StaySubject())
