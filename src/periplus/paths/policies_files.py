"""Who may read the files of a case, add some, and take them away."""

import uuid
from functools import reduce
from operator import or_

from periplus.core import clock
from periplus.core.documents.queries import handed_in_by, register_keeper, register_opener, register_reader
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.paths.enums import ALIVE
from periplus.paths.models import Case, WorkItem
from periplus.paths.policies import STEER, branches_of_work, may_steer_case, visible_cases, works_here
from periplus.paths.queries.charts import get_chart
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
    if document.confidentiality == Confidentiality.INTERNAL and _is_staff(person, case):
        return YES
    own = person.uuid == document.uploaded_by_uuid or person.pk == case.owner_id
    steers = standing_of(person, on=clock.today()).may(STEER, unit=case.unit)
    return YES if own or steers else unseen()


def _is_staff(person: Person, case: Case) -> bool:
    """Whether somebody works at the university of the case, as no student or guest."""
    return person.institution_id == case.institution_id and bool(works_here(person))


def list_opened(person: object, reference: uuid.UUID) -> set[uuid.UUID]:
    """What the steps of a student or guest read and produce."""
    case = _case(person, reference)
    if case is None or not isinstance(person, Person):
        return set()
    nodes, named = get_chart(case.version).node, set[uuid.UUID]()
    works = WorkItem.objects.filter(reduce(or_, branches_of_work(person)), case=case)
    for key in works.values_list("node__key", flat=True):
        asked = nodes[key].items if key in nodes else ()
        named |= uuids_in([case.values.get(each.key) for each in asked])
    return named


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
