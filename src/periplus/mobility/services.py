"""What changes stays, and how many could have gone."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.codes import code_list
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.mobility import policies
from periplus.mobility.enums import Precision, StayMode, StayState
from periplus.mobility.models import Enrolment, Stay, StayFunding
from periplus.mobility.policies import Actor
from periplus.partners.enums import Activity, PartnerState
from periplus.partners.models import AgreementLine, Partner
from periplus.people.models import Person, Unit

_LISTS = {"field": "isced_f", "level": "eqf"}


@dataclass(frozen=True, slots=True)
class StayDetails:
    """What is known of a stay when it is recorded. `ends_on` is its last day."""

    sending: Partner
    receiving: Partner
    starts_on: dt.date
    ends_on: dt.date | None = None
    precision: Precision = Precision.DAY
    activity: Activity = Activity.STUDY
    mode: StayMode = StayMode.PHYSICAL
    level: str = ""
    field: str = ""
    programme: str = ""
    unit: Unit | None = None
    person: Person | None = None
    line: AgreementLine | None = None
    funding: tuple[tuple[str, Decimal], ...] = ()


@transaction.atomic
def record_stay(*, actor: Actor, details: StayDetails, on: dt.date) -> Stay:
    """Record that somebody goes, is or was abroad. Its state follows from its dates on that day."""
    require(policies.may_record_stay(actor, details.unit))
    _check(details)
    stay = Stay.objects.create(
        **{name: getattr(details, name) for name in StayDetails.__dataclass_fields__ if name != "funding"},
        country_from=details.sending.country,
        country_to=details.receiving.country,
        start_year=details.starts_on.year,
        state=state_on(details.starts_on, details.ends_on, on),
    )
    StayFunding.objects.bulk_create(
        StayFunding(stay=stay, currency=currency, amount=amount) for currency, amount in details.funding
    )
    _tell("mobility.stay.recorded", actor, stay, on)
    return stay


@transaction.atomic
def change_stay_dates(
    *, actor: Actor, stay: Stay, starts_on: dt.date, ends_on: dt.date | None, on: dt.date
) -> Stay:
    """Move a stay, lengthen it, or note that somebody came back early."""
    _lock(stay)
    require(policies.may_change_stay(actor, stay))
    _check_dates(starts_on, ends_on)
    before = {"before_starts_on": _iso(stay.starts_on), "before_ends_on": _iso(stay.ends_on)}
    stay.starts_on, stay.ends_on, stay.start_year = starts_on, ends_on, starts_on.year
    stay.precision = Precision.DAY
    stay.state = state_on(starts_on, ends_on, on)
    stay.save(update_fields=["starts_on", "ends_on", "start_year", "precision", "state"])
    _tell("mobility.stay.moved", actor, stay, on, **before)
    return stay


@transaction.atomic
def cancel_stay(*, actor: Actor, stay: Stay, reason: str, on: dt.date) -> Stay:
    """Nobody goes, or somebody broke off before it counts. The stay no longer counts anywhere."""
    _lock(stay)
    require(policies.may_cancel_stay(actor, stay))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is cancelled.")})
    stay.state = StayState.CANCELLED
    stay.save(update_fields=["state"])
    _tell("mobility.stay.cancelled", actor, stay, on, reason=reason.strip())
    return stay


@transaction.atomic
def bring_states_up_to_date(*, today: dt.date) -> int:
    """Nightly: planned stays begin, those under way end. Told by the calendar, so not by the ledger."""
    living = Stay.objects.exclude(state=StayState.CANCELLED)
    ended = living.exclude(state=StayState.ENDED).filter(ends_on__lt=today).update(state=StayState.ENDED)
    begun = living.filter(state=StayState.PLANNED, starts_on__lte=today).update(state=StayState.UNDER_WAY)
    return ended + begun


@transaction.atomic
def report_enrolment(
    *, actor: Actor, partner: Partner, unit: Unit | None, year: int, students: int, source: str, on: dt.date
) -> Enrolment:
    """Note how many students there were in a year; said again, it replaces."""
    require(policies.may_report_enrolment(actor))
    if students <= 0:
        raise Invalid({"students": _("The number of students is a whole number above 0.")})
    enrolment, _is_new = Enrolment.objects.update_or_create(
        partner=partner, unit=unit, year=year, defaults={"students": students, "source": source}
    )
    record(
        "mobility.enrolment.reported",
        actor=actor,
        objects={"partner": partner, **({"unit": unit} if unit else {})},
        attributes={"year": year, "students": students, "source": source},
        on=on,
    )
    return enrolment


def state_on(starts_on: dt.date, ends_on: dt.date | None, day: dt.date) -> StayState:
    """What the calendar says of a stay on a day."""
    if day < starts_on:
        return StayState.PLANNED
    return StayState.ENDED if ends_on and ends_on < day else StayState.UNDER_WAY


def _lock(stay: Stay) -> None:
    stay.refresh_from_db(from_queryset=Stay.objects.select_for_update())


def _tell(event: str, actor: Actor, stay: Stay, on: dt.date, **attributes: str | None) -> None:
    ends = {"sending": stay.sending, "receiving": stay.receiving, "person": stay.person}
    record(
        event,
        actor=actor,
        objects={"stay": stay, **{part: thing for part, thing in ends.items() if thing is not None}},
        attributes={"starts_on": _iso(stay.starts_on), **attributes},
        on=on,
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _check(details: StayDetails) -> None:
    _check_dates(details.starts_on, details.ends_on)
    errors: dict[str, str | Promise] = {}
    if details.sending.pk == details.receiving.pk:
        errors["receiving"] = _("A stay leads from one institution to another.")
    elif PartnerState.MERGED in {details.sending.state, details.receiving.state}:
        errors["receiving"] = _("One of these institutions was merged into another. Choose the other one.")
    for name, key in _LISTS.items():
        value = getattr(details, name)
        if value and value not in code_list(key):
            errors[name] = _("“%(value)s” is not in the list of codes.") % {"value": value}
    if details.line and details.line.partner_id not in {details.sending.pk, details.receiving.pk}:
        errors["line"] = _("This agreement line is with another partner.")
    if any(amount <= 0 for _currency, amount in details.funding):
        errors["funding"] = _("An amount of money is above 0.")
    if errors:
        raise Invalid(errors)


def _check_dates(starts_on: dt.date, ends_on: dt.date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise Invalid({"ends_on": _("The stay ends before it begins.")})
