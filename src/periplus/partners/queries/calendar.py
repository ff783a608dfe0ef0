"""Dates on which somebody has to act for an agreement."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.partners import lives
from periplus.partners.enums import AgreementState, Watch
from periplus.partners.models import Agreement
from periplus.partners.policies import visible_agreements
from periplus.people.models import Person


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something to be done for an agreement by a day."""

    agreement: Agreement
    on: dt.date
    sentence: str | Promise


def list_deadlines(person: Person, *, on: dt.date, months: int) -> list[Deadline]:
    """Days of notice, ends and watches within so many months, the next first."""
    horizon = lives.months_later(on, months)
    agreements = visible_agreements(person).filter(state=AgreementState.IN_FORCE)
    dated = agreements.filter(Q(valid_until__gte=on) | Q(watch_until__gte=on)).select_related("institution")
    found = [deadline for agreement in dated.order_by("id") for deadline in _of(agreement)]
    within = [deadline for deadline in found if on <= deadline.on <= horizon]
    return sorted(within, key=lambda deadline: (deadline.on, deadline.agreement.reference))


def _of(agreement: Agreement) -> list[Deadline]:
    notice_on = lives.notice_due_on(agreement)
    deadlines = []
    if notice_on and agreement.renews_by_itself:
        deadlines.append(Deadline(agreement, notice_on, _("Last day for notice; else it renews itself")))
    elif notice_on:
        deadlines.append(Deadline(agreement, notice_on, _("Decide on renewal")))
    if agreement.valid_until and not agreement.renews_by_itself:
        deadlines.append(Deadline(agreement, agreement.valid_until, _("The agreement runs out")))
    if agreement.watch_until and agreement.watch == Watch.RENEW:
        deadlines.append(Deadline(agreement, agreement.watch_until, _("To be renewed by this day")))
    if agreement.watch_until and agreement.watch == Watch.CLOSE:
        deadlines.append(Deadline(agreement, agreement.watch_until, _("To be closed by this day")))
    return deadlines
