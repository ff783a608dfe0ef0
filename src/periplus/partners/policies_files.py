"""Who may read, add and withdraw files of agreements and partners."""

import uuid

from periplus.core import clock
from periplus.core.documents.queries import handed_in_by, register_keeper, register_reader
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.core.verdicts import Verdict, unseen
from periplus.partners import lives
from periplus.partners.models import Agreement, Partner
from periplus.partners.policies import (
    may_change_partner,
    may_see_agreement,
    may_see_partner,
    may_with_agreement,
    may_with_partner,
)
from periplus.people.models import Person
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of


def may_read_document(person: object, document: Document) -> Verdict:
    """Guests read public files of their agreements; confidential ones are for those who draft."""
    agreement = _agreement(document.subject_uuid)
    if not isinstance(person, Person) or agreement is None:
        return unseen()
    seen = may_see_agreement(person, agreement)
    if not seen or document.confidentiality == Confidentiality.PUBLIC:
        return seen
    if document.confidentiality == Confidentiality.INTERNAL:
        return standing_of(person, on=clock.today()).may("partners.agreements.see")
    return may_with_agreement(person, lives.DRAFT, agreement)


def may_keep_document(person: object, subject: uuid.UUID, _document: Document | None) -> Verdict:
    """The office, those who draft the agreement, and the vice-rector, who signs it."""
    agreement = _agreement(subject)
    if not isinstance(person, Person) or agreement is None:
        return unseen()
    may = may_with_agreement(person, "partners.agreements.file", agreement)
    return may_see_agreement(person, agreement) & may


register_reader(Agreement, may_read_document)
register_keeper(Agreement, may_keep_document)


def may_read_partner_document(person: object, document: Document) -> Verdict:
    """Guests and students read public files of a partner; confidential ones are for those who keep it."""
    partner = _partner(document.subject_uuid)
    if not isinstance(person, Person) or partner is None:
        return unseen()
    seen = may_see_partner(person, partner)
    if not seen or document.confidentiality == Confidentiality.PUBLIC:
        return seen
    if document.confidentiality == Confidentiality.INTERNAL:
        return standing_of(person, on=clock.today()).may("partners.partners.see")
    return may_change_partner(person, partner)


def may_keep_partner_document(person: object, subject: uuid.UUID, document: Document | None) -> Verdict:
    """Staff who look after partners; guests add to their institution and withdraw what they added."""
    partner = _partner(subject)
    if not isinstance(person, Person) or partner is None:
        return unseen()
    action = "partners.partners.file"
    may = may_see_partner(person, partner) & may_with_partner(person, action, partner)
    if standing_of(person, on=clock.today()).reach(action) == Reach.PARTNER:
        return may & handed_in_by(person, document)
    return may


register_reader(Partner, may_read_partner_document)
register_keeper(Partner, may_keep_partner_document)


def _agreement(reference: uuid.UUID | None) -> Agreement | None:
    return Agreement.objects.filter(uuid=reference).first() if reference else None


def _partner(reference: uuid.UUID | None) -> Partner | None:
    return Partner.objects.filter(uuid=reference).first() if reference else None
