"""Who may read, add and withdraw files of stays."""

import uuid

from periplus.core import clock
from periplus.core.documents.queries import handed_in_by, register_keeper, register_reader
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.mobility.models import Stay
from periplus.mobility.policies import visible_stays
from periplus.people.models import Person
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of

FILE = "mobility.stays.file"


def may_read_document(person: object, document: Document) -> Verdict:
    """Whoever sees the stay reads public files, guests only these; confidential ones are for keepers."""
    stay = _seen(person, document.subject_uuid)
    if not isinstance(person, Person) or stay is None:
        return unseen()
    if document.confidentiality == Confidentiality.PUBLIC:
        return YES
    if document.confidentiality == Confidentiality.INTERNAL:
        guest = standing_of(person, on=clock.today()).reach("mobility.stays.see") == Reach.PARTNER
        return unseen() if guest else YES
    return _may_file(person, stay) or unseen()


def may_keep_document(person: object, subject: uuid.UUID, document: Document | None) -> Verdict:
    """Those who record the stay; the person of the stay adds files and withdraws the own ones."""
    stay = _seen(person, subject)
    if not isinstance(person, Person) or stay is None:
        return unseen()
    may = _may_file(person, stay)
    if standing_of(person, on=clock.today()).reach(FILE) == Reach.OWN:
        return may & handed_in_by(person, document)
    return may


def _may_file(person: Person, stay: Stay) -> Verdict:
    owner = stay.person.uuid if stay.person else None
    return standing_of(person, on=clock.today()).may(FILE, unit=stay.unit, owners=[owner])


def _seen(person: object, reference: uuid.UUID | None) -> Stay | None:
    if not isinstance(person, Person) or reference is None:
        return None
    return visible_stays(person).select_related("unit", "person").filter(uuid=reference).first()


register_reader(Stay, may_read_document)
register_keeper(Stay, may_keep_document)
