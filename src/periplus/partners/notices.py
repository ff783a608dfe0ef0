"""Sentences of the events of partners and agreements, and who is told."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.models import Event
from periplus.partners.models import Agreement
from periplus.people.enums import Role
from periplus.people.queries.persons import find_holders, list_office


def _agreement_of(event: Event) -> Agreement | None:
    touched = event.objects_touched.filter(qualifier="agreement").values("object_uuid")
    return Agreement.objects.filter(uuid__in=touched).select_related("institution", "coordinator").first()


def coordinator_of(event: Event) -> Iterable[uuid.UUID]:
    """Whoever answers for the agreement that the event is about."""
    agreement = _agreement_of(event)
    return [agreement.coordinator.uuid] if agreement and agreement.coordinator else []


def office_of(event: Event) -> Iterable[uuid.UUID]:
    """The coordination office of the institution whose agreement it is."""
    agreement = _agreement_of(event)
    if agreement is None:
        return []
    return [person.uuid for person in list_office(institution=agreement.institution, on=event.happened_on)]


def coordinator_and_office(event: Event) -> Iterable[uuid.UUID]:
    return {*coordinator_of(event), *office_of(event)}


def signatories(event: Event) -> Iterable[uuid.UUID]:
    """The vice-rector, who signs."""
    return [person.uuid for person in find_holders(Role.VICE_RECTOR, unit=None, on=event.happened_on)]


declare(
    Notice("partners.partner.registered", _("%(actor)s added %(partner)s to the register")),
    Notice("partners.partner.renamed", _("%(actor)s renamed “%(before)s” to “%(name)s”")),
    Notice("partners.partner.corrected", _("%(actor)s corrected the entry of %(partner)s")),
    Notice("partners.partner.identified", _("%(actor)s noted the identifier %(value)s of %(partner)s")),
    Notice("partners.partner.watched", _("%(actor)s put %(partner)s on watch until %(until)s")),
    Notice("partners.partner.unwatched", _("%(actor)s took %(partner)s off the watch")),
    Notice("partners.contact.added", _("%(actor)s added a contact at %(partner)s: %(role)s")),
    Notice("partners.contact.ended", _("%(actor)s ended a contact at %(partner)s: %(role)s")),
    Notice("partners.agreement.drafted", _("%(actor)s drafted %(agreement)s"), office_of),
    Notice("partners.agreement.changed", _("%(actor)s changed the draft %(agreement)s")),
    Notice("partners.agreement.line_added", _("%(actor)s added a line to %(agreement)s")),
    Notice("partners.agreement.line_changed", _("%(actor)s changed a line of %(agreement)s")),
    Notice("partners.agreement.line_removed", _("%(actor)s removed a line from %(agreement)s")),
    Notice(
        "partners.agreement.sent_to_negotiation",
        _("%(actor)s started negotiating %(agreement)s"),
        coordinator_of,
    ),
    Notice("partners.agreement.sent_to_approval", _("%(actor)s sent %(agreement)s to approval"), office_of),
    Notice(
        "partners.agreement.returned",
        _("%(actor)s sent %(agreement)s back to negotiation: %(reason)s"),
        coordinator_of,
    ),
    Notice("partners.agreement.approved", _("%(actor)s approved %(agreement)s for signature"), signatories),
    Notice(
        "partners.agreement.signed_by_us",
        _("%(actor)s signed %(agreement)s for our side"),
        coordinator_and_office,
    ),
    Notice(
        "partners.agreement.signed_by_partner",
        _("%(actor)s noted the signature of %(partner)s under %(agreement)s"),
        signatories,
    ),
    Notice(
        "partners.agreement.signed",
        _("%(agreement)s is signed by all and in force"),
        coordinator_and_office,
    ),
    Notice(
        "partners.agreement.terminated",
        _("%(actor)s gave notice of %(agreement)s; it holds until %(until)s"),
        coordinator_and_office,
    ),
    Notice("partners.agreement.expired", _("%(agreement)s has run out"), coordinator_and_office),
    Notice(
        "partners.agreement.renewed_by_itself",
        _("%(agreement)s renewed itself until %(until)s"),
        coordinator_and_office,
    ),
    Notice("partners.agreement.dropped", _("%(actor)s dropped %(agreement)s: %(reason)s"), coordinator_of),
    Notice("partners.agreement.renewal_drafted", _("%(actor)s drafted the renewal of %(renews)s")),
    Notice(
        "partners.agreement.watched",
        _("%(actor)s put %(agreement)s on watch until %(until)s"),
        coordinator_and_office,
    ),
    Notice("partners.agreement.unwatched", _("%(actor)s took %(agreement)s off the watch"), coordinator_of),
    Notice(
        "partners.agreement.places_changed",
        _("%(actor)s changed the places of a line of %(agreement)s from %(before)s to %(places)s"),
        coordinator_and_office,
    ),
    Notice("partners.agreement.use_reported", _("%(actor)s reported %(used)s used places of %(agreement)s")),
)
