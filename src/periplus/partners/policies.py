"""Who may do what with partners and agreements."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, Verdict, no, unseen
from periplus.partners import lives
from periplus.partners.enums import AgreementState, PartnerState
from periplus.partners.models import Agreement, AgreementLine, Contact, Partner
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.permissions import Action, Reach, declare
from periplus.people.standing import Standing, in_force, standing_of, units_within

Actor = Person | System

STAFF = {
    Role.VICE_RECTOR: Reach.ALL,
    Role.OFFICE: Reach.ALL,
    Role.COORDINATOR: Reach.ALL,
    Role.REVIEWER: Reach.ALL,
    Role.TEACHER: Reach.ALL,
    Role.ADMINISTRATOR: Reach.ALL,
}
OFFICE = {Role.OFFICE: Reach.ALL}
LEAD_AND_OFFICE = {Role.VICE_RECTOR: Reach.ALL, Role.OFFICE: Reach.ALL}
WORK = {Role.OFFICE: Reach.ALL, Role.COORDINATOR: Reach.UNIT}
FILE = LEAD_AND_OFFICE | {Role.COORDINATOR: Reach.UNIT, Role.TEACHER: Reach.OWN}

declare(
    # A student's own partners are those with which the student's university has an agreement in force.
    Action(
        "partners.partners.see",
        gettext_lazy("see partners"),
        STAFF | {Role.STUDENT: Reach.OWN, Role.PARTNER: Reach.PARTNER},
    ),
    Action("partners.partners.change", gettext_lazy("register and correct partners"), OFFICE),
    Action("partners.partners.watch", gettext_lazy("put partners on watch"), LEAD_AND_OFFICE),
    Action(
        "partners.contacts.see",
        gettext_lazy("see contacts at partners"),
        STAFF | {Role.PARTNER: Reach.PARTNER},
    ),
    Action(
        "partners.contacts.keep",
        gettext_lazy("add and end contacts at partners"),
        OFFICE | {Role.COORDINATOR: Reach.ALL, Role.PARTNER: Reach.PARTNER},
    ),
    Action(
        "partners.agreements.see",
        gettext_lazy("see agreements"),
        STAFF | {Role.PARTNER: Reach.PARTNER},
    ),
    Action(lives.DRAFT, gettext_lazy("draft and change agreements"), WORK | {Role.TEACHER: Reach.OWN}),
    Action(lives.MOVE, gettext_lazy("move agreements on, or drop them"), WORK),
    Action(lives.APPROVE, gettext_lazy("approve agreements, or send them back"), LEAD_AND_OFFICE),
    Action(lives.SIGN, gettext_lazy("sign agreements"), {Role.VICE_RECTOR: Reach.ALL}),
    Action(lives.END, gettext_lazy("end agreements by notice"), LEAD_AND_OFFICE),
    Action("partners.agreements.watch", gettext_lazy("put agreements on watch"), LEAD_AND_OFFICE),
    Action(
        "partners.agreements.change_lines",
        gettext_lazy("change the places of agreements in force"),
        LEAD_AND_OFFICE,
    ),
    Action("partners.agreements.file", gettext_lazy("add and withdraw files of agreements"), FILE),
    Action(
        "partners.partners.file",
        gettext_lazy("add and withdraw files of partners"),
        LEAD_AND_OFFICE | {Role.COORDINATOR: Reach.ALL, Role.PARTNER: Reach.PARTNER},
    ),
    Action("partners.agreements.report_use", gettext_lazy("report how many places were used"), WORK),
)


def _may(actor: Actor, action: str, *, unit: Unit | None = None) -> Verdict:
    """The matrix alone. Named parts of the system act on what a person ordered before."""
    if isinstance(actor, System):
        return YES
    return standing_of(actor, on=clock.today()).may(action, unit=unit)


def may_with_partner(actor: Actor, action: str, partner: Partner) -> Verdict:
    """The matrix, a partner belonging to the guests it sends."""
    if isinstance(actor, System):
        return YES
    return standing_of(actor, on=clock.today()).may(action, partners=[partner.uuid])


def may_with_agreement(actor: Actor, action: str, agreement: Agreement) -> Verdict:
    """The matrix, an agreement belonging to its unit, its coordinator and its partners."""
    if isinstance(actor, System):
        return YES
    standing = standing_of(actor, on=clock.today())
    owner = agreement.coordinator.uuid if agreement.coordinator else None
    parties = (
        agreement.partners.values_list("uuid", flat=True) if standing.reach(action) == Reach.PARTNER else ()
    )
    return standing.may(action, unit=agreement.unit, owners=[owner], partners=parties)


# Partners


def visible_partners(person: Person) -> QuerySet[Partner]:
    """The partners a person may see; merged ones live on in those that took them in."""
    standing = standing_of(person, on=clock.today())
    partners = Partner.objects.exclude(state=PartnerState.MERGED)
    reach = standing.reach("partners.partners.see")
    if reach == Reach.ALL:
        return partners
    own = Q(uuid__in=standing.partner_uuids())
    if reach == Reach.OWN:
        own |= Q(pk__in=_partners_in_force(person))
    return partners.filter(own) if reach != Reach.NOTHING else partners.none()


def _partners_in_force(person: Person) -> QuerySet[Agreement, int]:
    effective = Agreement.objects.filter(
        in_force(clock.today()), institution=person.institution, state__in=lives.EFFECTIVE_STATES
    )
    return effective.values_list("partners", flat=True)


def may_see_partner(person: Person, partner: Partner) -> Verdict:
    return YES if visible_partners(person).filter(pk=partner.pk).exists() else unseen()


def may_register_partner(actor: Actor) -> Verdict:
    return _may(actor, "partners.partners.change")


def may_change_partner(actor: Actor, partner: Partner) -> Verdict:
    return _may(actor, "partners.partners.change") & _living(partner)


def may_watch_partner(actor: Actor, partner: Partner) -> Verdict:
    return _may(actor, "partners.partners.watch") & _living(partner)


def _living(partner: Partner) -> Verdict:
    if partner.state != PartnerState.MERGED:
        return YES
    return no(_("This institution was merged into another. Change the other one."))


# Contacts


def visible_contacts(person: Person) -> QuerySet[Contact]:
    """The contacts a person may see: all for staff, their own institution's for partner guests."""
    standing = standing_of(person, on=clock.today())
    reach = standing.reach("partners.contacts.see")
    if reach == Reach.ALL:
        return Contact.objects.all()
    return Contact.objects.filter(partner__uuid__in=_guest_of(standing, reach))


def may_keep_contacts(actor: Actor, partner: Partner) -> Verdict:
    return may_with_partner(actor, "partners.contacts.keep", partner) & _living(partner)


# Agreements


def visible_agreements(person: Person) -> QuerySet[Agreement]:
    """The agreements a person may see; partner guests see theirs once they are talked about."""
    standing = standing_of(person, on=clock.today())
    reach = standing.reach("partners.agreements.see")
    if reach == Reach.ALL:
        return Agreement.objects.all()
    shared = Agreement.objects.exclude(state__in=[AgreementState.IDEA, AgreementState.DROPPED])
    theirs = Partner.objects.filter(uuid__in=_guest_of(standing, reach))
    return shared.filter(pk__in=theirs.values("agreements"))


def visible_lines(person: Person) -> QuerySet[AgreementLine]:
    """The lines of the agreements a person may see."""
    return AgreementLine.objects.filter(agreement__in=visible_agreements(person))


def _guest_of(standing: Standing, reach: Reach) -> set[uuid.UUID]:
    return standing.partner_uuids() if reach == Reach.PARTNER else set()


def may_see_agreement(person: Person, agreement: Agreement) -> Verdict:
    return YES if visible_agreements(person).filter(pk=agreement.pk).exists() else unseen()


def may_draft_agreement(actor: Actor, unit: Unit | None) -> Verdict:
    """A teacher drafts for whichever unit, and then answers for it."""
    if isinstance(actor, System):
        return YES
    return standing_of(actor, on=clock.today()).may(lives.DRAFT, unit=unit, owners=_teacher(actor))


def _teacher(person: Person) -> list[uuid.UUID | None]:
    standing = standing_of(person, on=clock.today())
    return [person.uuid] if standing.reach(lives.DRAFT) == Reach.OWN else []


def draftable_units(person: Person) -> QuerySet[Unit]:
    """The units for which a person may draft an agreement."""
    standing = standing_of(person, on=clock.today())
    reach = standing.reach(lives.DRAFT)
    if reach in {Reach.ALL, Reach.OWN}:
        return Unit.objects.filter(institution=person.institution)
    return units_within(standing.unit_paths(lives.DRAFT))


def may_change_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    """What is agreed is written freely only until it goes to approval."""
    return may_with_agreement(actor, lives.DRAFT, agreement) & _still_open(agreement)


def may_move_agreement(actor: Actor, agreement: Agreement, verb: str) -> Verdict:
    """Whether the person may take this step, and whether the agreement is where it starts."""
    action = lives.BY_VERB[verb].action
    allowed = may_with_agreement(actor, action, agreement) if action else _calendar_only(actor)
    return allowed & lives.allows(agreement.state, verb)


def may_sign_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    return may_move_agreement(actor, agreement, "sign")


def may_record_partner_signature(actor: Actor, agreement: Agreement) -> Verdict:
    return may_with_agreement(actor, lives.MOVE, agreement) & lives.allows(agreement.state, "sign")


def may_renew_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    if agreement.state not in lives.EFFECTIVE_STATES:
        return no(_("Only an agreement that is or was in force can be renewed."))
    return may_with_agreement(actor, lives.DRAFT, agreement)


def may_watch_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    return _may(actor, "partners.agreements.watch") & _in_force(agreement)


def may_set_places(actor: Actor, line: AgreementLine) -> Verdict:
    return _may(actor, "partners.agreements.change_lines") & _in_force(line.agreement)


def may_report_use(actor: Actor, line: AgreementLine) -> Verdict:
    return may_with_agreement(actor, "partners.agreements.report_use", line.agreement)


def _still_open(agreement: Agreement) -> Verdict:
    if agreement.state in lives.OPEN_STATES:
        return YES
    return no(_("Only an idea or a draft in negotiation can be changed. Send it back to negotiation first."))


def _in_force(agreement: Agreement) -> Verdict:
    if agreement.state == AgreementState.IN_FORCE:
        return YES
    return no(_("The agreement is not in force."))


def _calendar_only(actor: Actor) -> Verdict:
    if isinstance(actor, System):
        return YES
    return no(_("This happens by itself on its date."))
