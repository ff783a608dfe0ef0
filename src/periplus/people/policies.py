"""Who may do what with people and rights."""

import uuid
from typing import TypeAlias

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.documents.queries import register_reader
from periplus.core.ledger.services import System
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, lacking, no, unseen
from periplus.people.enums import Role
from periplus.people.models import (
    Affiliation,
    ApiToken,
    Institution,
    ListExport,
    Person,
    RoleAssignment,
    Unit,
)
from periplus.people.permissions import Action, Reach, declare
from periplus.people.standing import Standing, in_force, standing_of, units_within

# The product itself acts when it is set up, at sign-in through another university, and by schedule.
Doer: TypeAlias = Person | System

EVERYONE_OWN = dict.fromkeys(Role, Reach.OWN)
STAFF_ALL = {role: Reach.ALL for role in Role if role not in {Role.STUDENT, Role.PARTNER}}
KEEPERS = {Role.ADMINISTRATOR: Reach.ALL}

declare(
    Action(
        "people.persons.see",
        _("see people"),
        EVERYONE_OWN
        | {
            Role.VICE_RECTOR: Reach.ALL,
            Role.OFFICE: Reach.ALL,
            Role.COORDINATOR: Reach.UNIT,
            Role.REVIEWER: Reach.ALL,
            Role.ADMINISTRATOR: Reach.ALL,
        },
    ),
    Action("people.persons.add", _("add people and invite them"), KEEPERS),
    Action("people.persons.change", _("change people"), EVERYONE_OWN | KEEPERS),
    Action(
        "people.persons.affiliate",
        _("say who belongs to which unit"),
        {Role.COORDINATOR: Reach.UNIT, Role.OFFICE: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL},
    ),
    Action("people.persons.leave", _("record that somebody leaves"), {Role.OFFICE: Reach.ALL} | KEEPERS),
    Action("people.roles.assign", _("give and take roles"), KEEPERS),
    Action("people.institutions.change", _("add and change institutions served here"), KEEPERS),
    Action("people.units.see", _("see the units"), STAFF_ALL | {Role.STUDENT: Reach.OWN}),
    Action(
        "people.units.change",
        _("change units"),
        {Role.ADMINISTRATOR: Reach.ALL, Role.OFFICE: Reach.ALL},
    ),
    Action("people.tokens.make", _("make keys for machines"), STAFF_ALL),
    Action("people.permissions.see", _("see the permission matrix"), STAFF_ALL),
    Action("people.privacy.see", _("see the register of personal data"), dict.fromkeys(Role, Reach.ALL)),
    Action(
        "ledger.entries.see",
        _("read the ledger"),
        {
            Role.VICE_RECTOR: Reach.ALL,
            Role.OFFICE: Reach.ALL,
            Role.REVIEWER: Reach.ALL,
            Role.ADMINISTRATOR: Reach.ALL,
        },
    ),
)


def visible_persons(person: Person) -> QuerySet[Person]:
    """The people this person may see: all, those of the own units, or only the own record."""
    standing = _standing(person)
    reach = standing.reach("people.persons.see")
    if reach == Reach.ALL:
        return Person.objects.all()
    own = Q(pk=person.pk)
    if reach == Reach.UNIT:
        units = units_within(standing.unit_paths("people.persons.see"))
        members = Person.objects.filter(
            in_force(clock.today(), "affiliations__"), affiliations__unit__in=units
        )
        own |= Q(pk__in=members.values("pk"))
    return Person.objects.filter(own)


def visible_units(person: Person) -> QuerySet[Unit]:
    """Units are no secret among staff; students see their own, partner guests none."""
    reach = _standing(person).reach("people.units.see")
    if reach == Reach.ALL:
        return Unit.objects.all()
    if reach == Reach.NOTHING:
        return Unit.objects.none()
    own = Affiliation.objects.filter(in_force(clock.today()), person=person)
    return Unit.objects.filter(pk__in=own.values("unit"))


def visible_institutions(person: Person) -> QuerySet[Institution]:  # noqa: ARG001 -- asked as of every kind
    """The institutions served here are no secret."""
    return Institution.objects.all()


def visible_assignments(person: Person) -> QuerySet[RoleAssignment]:
    """Roles of the people whom the person may see."""
    return RoleAssignment.objects.filter(person__in=visible_persons(person)).select_related("person", "unit")


def visible_affiliations(person: Person) -> QuerySet[Affiliation]:
    """Places of the people whom the person may see."""
    return Affiliation.objects.filter(person__in=visible_persons(person)).select_related("person", "unit")


def visible_tokens(person: Person) -> QuerySet[ApiToken]:
    """Everybody sees only the own keys."""
    return ApiToken.objects.filter(person=person)


def may_add_person(actor: Doer) -> Verdict:
    return _may(actor, "people.persons.add")


def may_change_person(actor: Doer, person: Person) -> Verdict:
    """Everybody changes the own name; the address is changed by those who add people."""
    return _may(actor, "people.persons.change", owners=(person.uuid,))


def may_affiliate(actor: Doer, unit: Unit) -> Verdict:
    return _may(actor, "people.persons.affiliate", unit=unit)


def may_affiliate_somewhere(actor: Doer) -> Verdict:
    """Whether there is any unit for which the actor may say who belongs to it."""
    if isinstance(actor, System) or _standing(actor).reach("people.persons.affiliate"):
        return YES
    return lacking(_("Your role does not include this. Ask the coordination office."))


def may_invite(actor: Doer, person: Person) -> Verdict:
    """Those who add people invite them, as long as they are here."""
    verdict = may_add_person(actor)
    if verdict and not person.is_active:
        return no(_("This person has left. There is nobody to invite."))
    return verdict


def may_record_leaving(actor: Doer, person: Person) -> Verdict:
    verdict = _may(actor, "people.persons.leave")
    if verdict and person.left_on:
        return no(_("It is already recorded when this person leaves."))
    return verdict


def may_assign_roles(actor: Doer) -> Verdict:
    return _may(actor, "people.roles.assign")


def may_change_institutions(actor: Doer) -> Verdict:
    return _may(actor, "people.institutions.change")


def may_change_units(actor: Doer) -> Verdict:
    return _may(actor, "people.units.change")


def may_make_tokens(actor: Doer) -> Verdict:
    return _may(actor, "people.tokens.make")


def may_gather_data(actor: Doer, person: Person) -> Verdict:
    """What is held about a person is handed to that person only."""
    if isinstance(actor, System) or actor.pk == person.pk:
        return YES
    return unseen(_("Everybody downloads only their own data."))


def may_see_permissions(person: Person) -> Verdict:
    return _may(person, "people.permissions.see")


def may_read_ledger(person: Person) -> Verdict:
    return _may(person, "ledger.entries.see")


def _may(
    actor: Doer, action: str, *, unit: Unit | None = None, owners: tuple[uuid.UUID, ...] = ()
) -> Verdict:
    if isinstance(actor, System):
        return YES
    return _standing(actor).may(action, unit=unit, owners=owners)


def _standing(person: Person) -> Standing:
    return standing_of(person, on=clock.today())


# Spreadsheets of long lists


def may_read_export(person: object, document: Document) -> Verdict:
    """Only whoever asked for it: it holds what that person may see."""
    if not isinstance(person, Person) or document.subject_uuid is None:
        return unseen()
    own = ListExport.objects.filter(uuid=document.subject_uuid, person=person).exists()
    return YES if own else unseen()


register_reader(ListExport, may_read_export)
