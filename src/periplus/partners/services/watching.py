"""Watches: that a partnership is to be renewed, or to be closed, until a date."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.partners import policies
from periplus.partners.enums import Watch
from periplus.partners.models import Agreement, Partner
from periplus.partners.policies import Actor


@transaction.atomic
def watch_partner(
    *, actor: Actor, partner: Partner, watch: Watch, until: dt.date | None, on: dt.date
) -> Partner:
    """Put a partner on watch until a day still to come, or take it off (`Watch.NONE`, no day)."""
    _demand_ahead(watch, until, on)
    return set_partner_watch(actor=actor, partner=partner, watch=watch, until=until, on=on)


@transaction.atomic
def set_partner_watch(
    *, actor: Actor, partner: Partner, watch: Watch, until: dt.date | None, on: dt.date
) -> Partner:
    """The same without a look at the day: what is put back may lie behind."""
    require(policies.may_watch_partner(actor, partner))
    _demand_pair(watch, until)
    partner.watch, partner.watch_until = watch, until
    partner.save(update_fields=["watch", "watch_until"])
    record(
        "partners.partner.watched" if watch != Watch.NONE else "partners.partner.unwatched",
        actor=actor,
        objects={"partner": partner},
        attributes=_attributes(watch, until),
        on=on,
    )
    return partner


@transaction.atomic
def watch_agreement(
    *, actor: Actor, agreement: Agreement, watch: Watch, until: dt.date | None, on: dt.date
) -> Agreement:
    """Put an agreement on watch until a day still to come, or take it off (`Watch.NONE`, no day)."""
    _demand_ahead(watch, until, on)
    return set_agreement_watch(actor=actor, agreement=agreement, watch=watch, until=until, on=on)


@transaction.atomic
def set_agreement_watch(
    *, actor: Actor, agreement: Agreement, watch: Watch, until: dt.date | None, on: dt.date
) -> Agreement:
    """The same without a look at the day: what is put back may lie behind."""
    require(policies.may_watch_agreement(actor, agreement))
    _demand_pair(watch, until)
    agreement.watch, agreement.watch_until = watch, until
    agreement.save(update_fields=["watch", "watch_until"])
    record(
        "partners.agreement.watched" if watch != Watch.NONE else "partners.agreement.unwatched",
        actor=actor,
        objects={"agreement": agreement, "partner": agreement.partners.all()},
        attributes={"reference": agreement.reference, **_attributes(watch, until)},
        on=on,
    )
    return agreement


def lift_watch(*, actor: Actor, agreement: Agreement, on: dt.date) -> None:
    """An agreement that ends is no longer watched: what the watch asked for is done, or too late."""
    if agreement.watch != Watch.NONE:
        set_agreement_watch(actor=actor, agreement=agreement, watch=Watch.NONE, until=None, on=on)


def _attributes(watch: Watch, until: dt.date | None) -> dict[str, str | None]:
    return {"watch": watch.value, "until": until.isoformat() if until else None}


def _demand_pair(watch: Watch, until: dt.date | None) -> None:
    if (watch == Watch.NONE) != (until is None):
        raise Invalid({"until": _("A watch lasts until a day; without a watch there is none.")})


def _demand_ahead(watch: Watch, until: dt.date | None, on: dt.date) -> None:
    if watch != Watch.NONE and (until is None or until <= on):
        raise Invalid({"until": _("Give a day after today until which the watch lasts.")})
