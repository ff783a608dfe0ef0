"""Keeping files: checked for size and type, stored once under the hash of their content."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.documents import types
from periplus.core.enums import Confidentiality
from periplus.core.ledger.services import Actor, record
from periplus.core.models import Document
from periplus.core.verdicts import Invalid


@transaction.atomic
def store_document(
    *,
    actor: Actor | None,
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
        uploaded_by_uuid=actor.uuid if actor else None,
        uploaded_at=clock.now(),
    )
    touched = {"document": document} | ({"subject": subject} if subject else {})
    record("core.document.stored", actor=actor, objects=touched, attributes={"sha256": digest})
    return document


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
