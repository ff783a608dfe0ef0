"""Finding files, and who may read them."""

import uuid
from collections.abc import Callable

from django.db import models
from django.db.models import QuerySet

from periplus.core.models import Document
from periplus.core.verdicts import Verdict, unseen

Reader = Callable[[object, Document], Verdict]
_readers: dict[str, Reader] = {}


def register_reader(model: type[models.Model], reader: Reader) -> None:
    """The domain that owns `model` says who may read the files that belong to one."""
    _readers[model._meta.label_lower] = reader


def may_read_document(person: object, document: Document) -> Verdict:
    """Files without a subject, or whose domain is silent, are closed to everyone."""
    reader = _readers.get(document.subject_type)
    return reader(person, document) if reader else unseen()


def list_documents_of(subject_uuid: uuid.UUID) -> QuerySet[Document]:
    return Document.objects.filter(subject_uuid=subject_uuid).order_by("-uploaded_at")


def find_document(reference: uuid.UUID) -> Document | None:
    return Document.objects.filter(uuid=reference).first()


def list_documents_by(person_uuid: uuid.UUID) -> QuerySet[Document]:
    """The files that somebody handed in."""
    return Document.objects.filter(uploaded_by_uuid=person_uuid)
