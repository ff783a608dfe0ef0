"""Sentences of the events about people, and whom they are told to."""

import uuid
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.models import Event
from periplus.people.enums import Role


def _the_person(event: Event) -> Iterable[uuid.UUID]:
    return event.objects_touched.filter(qualifier="person").values_list("object_uuid", flat=True)


def _role(event: Event) -> Mapping[str, str | Promise]:
    return {"role": Role(event.attributes["role"]).label}


declare(
    Notice("people.institution.added", _("%(actor)s added the institution %(institution)s")),
    Notice("people.unit.added", _("%(actor)s added the unit %(unit)s")),
    Notice("people.unit.changed", _("%(actor)s changed the unit %(unit)s")),
    Notice("people.unit.moved", _("%(actor)s moved the unit %(unit)s below %(parent)s")),
    Notice("people.unit.closed", _("%(actor)s closed the unit %(unit)s")),
    Notice("people.person.added", _("%(actor)s added %(person)s")),
    Notice("people.person.changed", _("%(actor)s corrected the record of %(person)s")),
    Notice("people.person.invited", _("%(actor)s invited %(person)s")),
    Notice("people.person.affiliated", _("%(actor)s noted that %(person)s belongs to %(unit)s"), _the_person),
    Notice("people.affiliation.ended", _("%(actor)s noted that %(person)s no longer belongs to %(unit)s")),
    Notice("people.person.left", _("%(actor)s recorded that %(person)s leaves")),
    Notice("people.account.closed", _("The account of %(person)s was closed")),
    Notice("people.role.given", _("%(actor)s gave %(person)s the role %(role)s"), _the_person, _role),
    Notice("people.role.ended", _("%(actor)s ended the role %(role)s of %(person)s"), _the_person, _role),
    Notice("people.token.made", _("%(actor)s made a key for machines")),
    Notice("people.token.revoked", _("%(actor)s revoked a key for machines")),
    Notice("people.calendar_key.reset", _("%(actor)s made a new address for the calendar feed")),
    Notice("people.export.asked", _("%(actor)s asked for the list “%(title)s” as a spreadsheet")),
    Notice("people.export.made", _("The spreadsheet %(export)s is ready"), _the_person),
    Notice("people.export.failed", _("The spreadsheet %(export)s could not be made"), _the_person),
    Notice("people.calendar_key.closed", _("%(actor)s closed the calendar feed")),
)
