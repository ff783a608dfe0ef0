"""Keeping files: checked for size and type, stored once under the hash of their content, withdrawn again."""

import datetime as dt
import hashlib
import os
import tempfile
import uuid
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.documents import queries, types
from periplus.core.enums import Confidentiality
from periplus.core.ledger.services import Actor, System, record
from periplus.core.models import Document
from periplus.core.verdicts import Invalid, Refused, require, unseen


@transaction.atomic
def store_document(
    *,
    actor: Actor | System | None,
    file: "UploadedFile | BinaryIO",
    name: str,
    subject: models.Model | None = None,
    confidentiality: Confidentiality = Confidentiality.INTERNAL,
) -> Document:
    """Keep a file. Raises `Invalid` when it is empty, too large, or not what its name says."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size, temporary = _copy(file, folder)
    try:
        content_type = types.recognise(Path(temporary), name)
        _lock_content(digest)
        _keep(Path(temporary), digest)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    document = Document.objects.create(
        name=os.path.basename(name)[:255],  # noqa: PTH119 -- a name from outside, not a path here
        content_type=content_type,
        size=size,
        sha256=digest,
        confidentiality=confidentiality,
        subject_type=subject._meta.label_lower if subject else "",
        subject_uuid=subject.uuid if subject else None,  # type: ignore[attr-defined]
        uploaded_by_uuid=None if isinstance(actor, System | None) else actor.uuid,
        uploaded_at=clock.now(),
    )
    touched = {"document": document} | ({"subject": subject} if subject else {})
    record("core.document.stored", actor=actor, objects=touched, attributes={"sha256": digest})
    return document


def add_document(
    *,
    actor: Actor,
    file: "UploadedFile | BinaryIO",
    name: str,
    subject_type: str,
    subject_uuid: uuid.UUID,
    confidentiality: Confidentiality,
) -> Document:
    """Add a file to a thing. Raises `Refused`, and `Invalid` by field: `file`, `confidentiality`."""
    require(queries.may_add_document(actor, subject_type, subject_uuid))
    subject = queries.find_subject(subject_type, subject_uuid)
    if subject is None:
        raise Refused(unseen())
    if confidentiality not in queries.list_classes(actor, subject_type, subject_uuid):
        sentence = _("You could not read it yourself. Choose another class.")
        raise Invalid({"confidentiality": sentence})
    with transaction.atomic():
        document = store_document(
            actor=actor, file=file, name=name, subject=subject, confidentiality=confidentiality
        )
        _demand_new(document)
    return document


@transaction.atomic
def withdraw_document(*, actor: Actor, document: Document, reason: str) -> Document:
    """Take a file out of keeping: nobody reads it any more. Raises `Refused` and `Invalid`."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(queries.may_withdraw_document(actor, document))
    if not reason.strip():
        raise Invalid({"reason": _("Say why, so that others understand it later.")})
    document.withdrawn_at = clock.now()
    document.save(update_fields=["withdrawn_at"])
    told = {"reason": reason.strip()}
    record("core.document.withdrawn", actor=actor, objects=_touched(document), attributes=told)
    return document


@transaction.atomic
def restore_document(*, actor: Actor, document: Document) -> Document:
    """Put a withdrawn file back. Raises `Refused` when it is too late."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(queries.may_restore_document(actor, document))
    document.withdrawn_at = None
    document.save(update_fields=["withdrawn_at"])
    record("core.document.restored", actor=actor, objects=_touched(document))
    return document


def discard_withdrawn(*, now: dt.datetime) -> int:
    """Delete the content of files withdrawn weeks ago, unless another file has the same; returns how many."""
    due = list(Document.objects.filter(withdrawn_at__lte=now - queries.GRACE, discarded_at=None))
    for document in due:
        discard_document(document=document, now=now)
    return len(due)


@transaction.atomic
def discard_document(*, document: Document, now: dt.datetime) -> None:
    """Delete the content of a file that nobody needs any more. Asks no policy: the system does it by date."""
    _lock_content(document.sha256)
    document.withdrawn_at, document.discarded_at = document.withdrawn_at or now, now
    document.save(update_fields=["withdrawn_at", "discarded_at"])
    record("core.document.discarded", actor=System("retention"), objects=_touched(document))
    if not Document.objects.filter(sha256=document.sha256, discarded_at=None).exists():
        path_of(document).unlink(missing_ok=True)


def _touched(document: Document) -> dict[str, models.Model]:
    subject = queries.find_subject(document.subject_type, document.subject_uuid)
    return {"document": document} | ({"subject": subject} if subject else {})


def _demand_new(document: Document) -> None:
    beside = (
        queries.list_documents_of(document.subject_uuid) if document.subject_uuid else Document.objects.none()
    )
    same = beside.filter(sha256=document.sha256).exclude(pk=document.pk).first()
    if same:
        raise Invalid({"file": _("This file is here already, as “%(name)s”.") % {"name": same.name}})


def _lock_content(digest: str) -> None:
    """Until the transaction ends, nobody else keeps or deletes this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def _copy(file: "UploadedFile | BinaryIO", folder: Path) -> tuple[str, int, str]:
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        while chunk := file.read(1 << 20):
            size += len(chunk)
            if size > settings.UPLOAD_LIMIT:
                copy.close()
                Path(copy.name).unlink()
                limit = settings.UPLOAD_LIMIT // (1024 * 1024)
                raise Invalid({"file": _("The file is larger than %(limit)s MB.") % {"limit": limit}})
            digest.update(chunk)
            copy.write(chunk)
    if not size:
        Path(copy.name).unlink()
        raise Invalid({"file": _("The file is empty. Choose another one.")})
    return digest.hexdigest(), size, copy.name


def path_of(document: Document) -> Path:
    """Where the content lies on this machine."""
    return _place(document.sha256)


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _keep(temporary: Path, digest: str) -> None:
    place = _place(digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o640)
    temporary.replace(place)
