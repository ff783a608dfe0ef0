"""Sentences of the events of mobility, and who is told."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.models import Event


def traveller(event: Event) -> Iterable[uuid.UUID]:
    """The person whose stay it is, if known here."""
    return event.objects_touched.filter(qualifier="person").values_list("object_uuid", flat=True)


declare(
    Notice(
        "mobility.stay.recorded",
        _("%(actor)s recorded a stay from %(sending)s at %(receiving)s"),
        traveller,
    ),
    Notice(
        "mobility.stay.moved",
        _("%(actor)s changed the dates of a stay at %(receiving)s; it starts on %(starts_on)s"),
        traveller,
    ),
    Notice(
        "mobility.stay.cancelled",
        _("%(actor)s cancelled a stay at %(receiving)s: %(reason)s"),
        traveller,
    ),
    Notice(
        "mobility.enrolment.reported",
        _("%(actor)s reported %(students)s students at %(partner)s in %(year)s"),
    ),
)
