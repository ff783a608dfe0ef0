"""Who may read the files of a case, add some, and take them away."""

import uuid

from periplus.core import clock
from periplus.core.documents.queries import handed_in_by, register_keeper, register_opener, register_reader
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.paths.enums import ALIVE
from periplus.paths.models import Case
from periplus.paths.policies import STEER, may_steer_case, visible_cases
from periplus.paths.policies_reading import is_staff_of, values_of_own_steps
from periplus.paths.values import uuids_in
from periplus.people.models import Person
from periplus.people.standing import standing_of


def may_read_document(person: object, document: Document) -> Verdict:
    """Public files are for whoever may see the case, internal ones for staff.

    What is confidential is for those who steer it, its owner and who handed it in; they read the others, too.
    """
    case = _case(person, document.subject_uuid)
    if case is None or not isinstance(person, Person):
        return unseen()
    if document.confidentiality == Confidentiality.PUBLIC:
        return YES
    if document.confidentiality == Confidentiality.INTERNAL and is_staff_of(person, case):
        return YES
    own = person.uuid == document.uploaded_by_uuid or person.pk == case.owner_id
    steers = standing_of(person, on=clock.today()).may(STEER, unit=case.unit)
    return YES if own or steers else unseen()


def list_opened(person: object, reference: uuid.UUID) -> set[uuid.UUID]:
    """What the steps of a student or guest read and produce."""
    case = _case(person, reference)
    if case is None or not isinstance(person, Person):
        return set()
    return uuids_in(list(values_of_own_steps(person, case).values()))


def may_keep_document(person: object, subject: uuid.UUID, document: Document | None) -> Verdict:
    """Whoever may see a case adds files to it; those who steer it take them away, others only their own."""
    case = _case(person, subject)
    if case is None or not isinstance(person, Person) or case.state not in ALIVE:
        return unseen()
    return YES if may_steer_case(person, case) else handed_in_by(person, document)


def _case(person: object, reference: uuid.UUID | None) -> Case | None:
    if not isinstance(person, Person) or reference is None:
        return None
    return visible_cases(person).select_related("unit", "version").filter(uuid=reference).first()


register_reader(Case, may_read_document)
register_opener(Case, list_opened)
register_keeper(Case, may_keep_document)
