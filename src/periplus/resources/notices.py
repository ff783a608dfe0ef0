"""Sentences of the events of resources, and who is told."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.models import Event
from periplus.people.enums import Role
from periplus.people.queries.persons import find_holders
from periplus.resources.models import BudgetLine


def coordinators_of_lines(event: Event) -> Iterable[uuid.UUID]:
    """Whoever coordinates the units whose money it is."""
    touched = event.objects_touched.filter(qualifier__in=["source", "destination"]).values("object_uuid")
    lines = BudgetLine.objects.filter(uuid__in=touched).select_related("unit").order_by("id")
    return {
        person.uuid
        for line in lines
        for person in find_holders(Role.COORDINATOR, unit=line.unit, on=event.happened_on)
    }


declare(
    Notice("resources.line.opened", _("%(actor)s opened %(line)s with %(amount)s %(currency)s")),
    Notice("resources.line.closed", _("%(actor)s closed %(line)s")),
    Notice("resources.money.spent", _("%(actor)s recorded %(amount)s %(currency)s spent from %(line)s")),
    Notice(
        "resources.money.moved",
        _("%(actor)s moved %(amount)s %(currency)s from %(source)s to %(destination)s: %(reason)s"),
        coordinators_of_lines,
    ),
    Notice(
        "resources.transfer.undone",
        _("%(actor)s moved %(amount)s %(currency)s back from %(source)s to %(destination)s"),
        coordinators_of_lines,
    ),
)
