"""Who may do what with stays."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, Verdict, no
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.permissions import Action, Reach, declare
from periplus.people.standing import standing_of, units_within

Actor = Person | System

declare(
    Action(
        "mobility.stays.see",
        gettext_lazy("see stays"),
        {
            Role.VICE_RECTOR: Reach.ALL,
            Role.OFFICE: Reach.ALL,
            Role.REVIEWER: Reach.ALL,
            Role.COORDINATOR: Reach.UNIT,
            Role.TEACHER: Reach.OWN,
            Role.STUDENT: Reach.OWN,
            Role.PARTNER: Reach.PARTNER,
        },
    ),
    Action(
        "mobility.stays.record",
        gettext_lazy("record, change and cancel stays"),
        {Role.OFFICE: Reach.ALL, Role.COORDINATOR: Reach.UNIT},
    ),
    Action(
        "mobility.stays.file",
        gettext_lazy("add and withdraw files of stays"),
        {
            Role.OFFICE: Reach.ALL,
            Role.COORDINATOR: Reach.UNIT,
            Role.TEACHER: Reach.OWN,
            Role.STUDENT: Reach.OWN,
        },
    ),
    Action(
        "mobility.enrolment.report",
        gettext_lazy("report how many students are enrolled"),
        {Role.OFFICE: Reach.ALL},
    ),
)


def visible_stays(person: Person) -> QuerySet[Stay]:
    """All; those of one's units; one's own; or those from and to the guest's institution."""
    standing = standing_of(person, on=clock.today())
    reach = standing.reach("mobility.stays.see")
    if reach == Reach.ALL:
        return Stay.objects.all()
    if reach == Reach.NOTHING:
        return Stay.objects.none()
    seen = Q(person_id=person.pk)
    if reach == Reach.UNIT:
        seen |= Q(unit__in=units_within(standing.unit_paths("mobility.stays.see")))
    if reach == Reach.PARTNER:
        guest_of = standing.partner_uuids()
        seen |= Q(sending__uuid__in=guest_of) | Q(receiving__uuid__in=guest_of)
    return Stay.objects.filter(seen)


def may_record_stay(actor: Actor, unit: Unit | None) -> Verdict:
    return _may(actor, "mobility.stays.record", unit)


def may_change_stay(actor: Actor, stay: Stay) -> Verdict:
    return _may(actor, "mobility.stays.record", stay.unit) & _not_cancelled(stay)


def may_cancel_stay(actor: Actor, stay: Stay) -> Verdict:
    return may_change_stay(actor, stay) & _not_ended(stay)


def may_report_enrolment(actor: Actor) -> Verdict:
    return _may(actor, "mobility.enrolment.report", None)


def _may(actor: Actor, action: str, unit: Unit | None) -> Verdict:
    if isinstance(actor, System):
        return YES
    return standing_of(actor, on=clock.today()).may(action, unit=unit)


def _not_cancelled(stay: Stay) -> Verdict:
    return no(_("The stay was cancelled.")) if stay.state == StayState.CANCELLED else YES


def _not_ended(stay: Stay) -> Verdict:
    if stay.state != StayState.ENDED:
        return YES
    return no(_("The stay is over. Correct its dates instead."))
