"""Finding files, and who may read, add and withdraw them."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Final

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.copying import rows_of
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, lacking, no, unseen

# A reader looks at the subject, the class and who handed the file in, at nothing else of it.
Reader = Callable[[object, Document], Verdict]
# The internal files of a subject that a person needs for the own work, of whichever kind the person is.
Opener = Callable[[object, uuid.UUID], Collection[uuid.UUID]]
# Whether a person may add files to a subject (no document), or withdraw one: it looks at the same things.
Keeper = Callable[[object, uuid.UUID, Document | None], Verdict]

GRACE: Final = dt.timedelta(days=30)
_readers: dict[str, Reader] = {}
_openers: dict[str, Opener] = {}
_keepers: dict[str, Keeper] = {}


def register_reader(model: type[models.Model], reader: Reader) -> None:
    """The domain that owns `model` says who may read the files that belong to one."""
    _readers[model._meta.label_lower] = reader


def register_opener(model: type[models.Model], opener: Opener) -> None:
    """The domain that owns `model` says which internal files a person reads who otherwise reads none."""
    _openers[model._meta.label_lower] = opener


def register_keeper(model: type[models.Model], keeper: Keeper) -> None:
    """The domain that owns `model` says who may add files to one, and withdraw them."""
    _keepers[model._meta.label_lower] = keeper


def may_read_document(person: object, document: Document) -> Verdict:
    """Files without a subject, or whose domain is silent, are closed to everyone; so are withdrawn ones."""
    return unseen() if document.withdrawn_at else _may_read(person, document)


def may_add_document(person: object, subject_type: str, subject_uuid: uuid.UUID) -> Verdict:
    """Nobody adds files where the domain is silent."""
    keeper = _keepers.get(subject_type)
    return keeper(person, subject_uuid, None) if keeper else unseen()


def may_withdraw_document(person: object, document: Document) -> Verdict:
    """Take it out of keeping: only what one may read, and only where the domain lets one."""
    return may_read_document(person, document) & _may_keep(person, document)


def may_restore_document(person: object, document: Document) -> Verdict:
    """Put a withdrawn file back, as long as its content is still there."""
    if document.withdrawn_at is None or document.discarded_at is not None:
        return unseen()
    return _may_read(person, document) & _may_keep(person, document) & _in_time(document)


def handed_in_by(person: object, document: Document | None) -> Verdict:
    """For keepers who add files, but take away only what they handed in themselves."""
    if document is None or document.uploaded_by_uuid == getattr(person, "uuid", None):
        return YES
    return lacking(_("Somebody else added this file. Ask the coordination office."))


def list_classes(person: object, subject_type: str, subject_uuid: uuid.UUID) -> list[Confidentiality]:
    """The classes a person may give a file: those in which the person could still read it."""
    handed_in = {
        "subject_type": subject_type,
        "subject_uuid": subject_uuid,
        "uploaded_by_uuid": getattr(person, "uuid", None),
    }
    return [
        each for each in Confidentiality if _may_read(person, Document(confidentiality=each, **handed_in))
    ]


def list_documents_of(subject_uuid: uuid.UUID) -> QuerySet[Document]:
    """The files of a thing, the newest first, without withdrawn ones."""
    return Document.objects.filter(subject_uuid=subject_uuid, withdrawn_at=None).order_by("-uploaded_at")


def list_readable(person: object, subject_uuid: uuid.UUID) -> list[Document]:
    """The files of a thing that a person may read. The domain is asked once for each kind of file."""
    documents = list(list_documents_of(subject_uuid))
    readable = set(_those(person, documents, _may_read_kind))
    closed = [each for each in documents if each not in readable]
    readable |= set(_opened(person, closed))
    return [each for each in documents if each in readable]


def list_withdrawable(person: object, documents: Iterable[Document]) -> list[Document]:
    """Those of the files that a person reads which the person may also withdraw."""
    return _those(person, documents, _may_keep)


def list_withdrawn(person: object, subject_uuid: uuid.UUID) -> list[Document]:
    """The files of a thing that a person may still put back."""
    since = clock.now() - GRACE
    gone = Document.objects.filter(subject_uuid=subject_uuid, withdrawn_at__gt=since, discarded_at=None)
    return _those(person, gone.order_by("-withdrawn_at"), may_restore_document)


def find_document(reference: uuid.UUID) -> Document | None:
    return Document.objects.filter(uuid=reference).first()


def find_documents(references: Iterable[uuid.UUID]) -> list[Document]:
    """Those that exist; whether a person may read each, `may_read_document` says."""
    return list(Document.objects.filter(uuid__in=list(references)))


def find_subject(subject_type: str, subject_uuid: uuid.UUID | None) -> models.Model | None:
    """The thing that files belong to, whichever model it is."""
    if subject_type not in _keepers or subject_uuid is None:
        return None
    return rows_of(apps.get_model(subject_type)).filter(uuid=subject_uuid).first()


def list_documents_by(person_uuid: uuid.UUID) -> QuerySet[Document]:
    """The files that somebody handed in."""
    return Document.objects.filter(uploaded_by_uuid=person_uuid)


def _those(person: object, documents: Iterable[Document], ask: Reader) -> list[Document]:
    """The files of which the answer is yes; the domain is asked once for each kind of file."""
    own, asked = getattr(person, "uuid", None), dict[tuple[object, ...], bool]()
    found = []
    for each in documents:
        kind = (each.subject_type, each.subject_uuid, each.confidentiality, each.uploaded_by_uuid == own)
        if kind not in asked:
            asked[kind] = bool(ask(person, each))
        if asked[kind]:
            found.append(each)
    return found


def _may_read(person: object, document: Document) -> Verdict:
    verdict = _may_read_kind(person, document)
    return YES if not verdict and _opened(person, [document]) else verdict


def _opened(person: object, documents: Iterable[Document]) -> list[Document]:
    """Those that are opened by name; the domain is asked once for each thing."""
    named, found = dict[uuid.UUID, Collection[uuid.UUID]](), []
    for each in documents:
        opener, thing = _openers.get(each.subject_type), each.subject_uuid
        if opener is None or thing is None or each.confidentiality != Confidentiality.INTERNAL:
            continue
        if thing not in named:
            named[thing] = opener(person, thing)
        if each.uuid in named[thing]:
            found.append(each)
    return found


def _may_read_kind(person: object, document: Document) -> Verdict:
    reader = _readers.get(document.subject_type)
    return reader(person, document) if reader else unseen()


def _may_keep(person: object, document: Document) -> Verdict:
    keeper = _keepers.get(document.subject_type)
    if keeper is None or document.subject_uuid is None:
        return no(_("Files of this kind stay where they are."))
    return keeper(person, document.subject_uuid, document)


def _in_time(document: Document) -> Verdict:
    if document.withdrawn_at and document.withdrawn_at > clock.now() - GRACE:
        return YES
    return no(_("It was withdrawn too long ago. Add the file again."))
