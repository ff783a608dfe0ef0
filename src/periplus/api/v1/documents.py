"""Files: those of a thing, and their content."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from periplus.api.door import caller_of
from periplus.api.once import is_known
from periplus.api.tokens import Token
from periplus.core.documents import services
from periplus.core.documents.queries import find_document, list_readable, may_read_document
from periplus.core.documents.services import path_of
from periplus.core.enums import Confidentiality
from periplus.core.types import Document
from periplus.core.verdicts import require

router = Router(tags=["documents"])

# Whoever may add files to something; to what, the policies of its stretch say.
FILING = (
    "loop.goals.file",
    "loop.reviews.file",
    "mobility.stays.file",
    "partners.agreements.file",
    "partners.partners.file",
    "paths.work.do",
)

_CONTENT: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "The file as it was handed in.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class DocumentShown(Schema):
    """A file as it was handed in; its content never changes. A withdrawn one is no longer read."""

    uuid: UUID
    name: str
    content_type: str
    size: int
    sha256: str
    confidentiality: Confidentiality
    subject_type: str
    subject_uuid: UUID | None
    uploaded_at: dt.datetime
    withdrawn_at: dt.datetime | None


class FileOf(Schema):
    """What the file belongs to, as in the ledger, and who it is for."""

    object_type: str
    object: UUID
    confidentiality: Confidentiality = Confidentiality.INTERNAL


class Withdrawal(Schema):
    """Why a file is taken out of keeping."""

    reason: str


@router.get("/documents", auth=Token(), response=list[DocumentShown], summary="Files of a thing")
def list_documents(request: HttpRequest, object: UUID) -> list[Document]:  # noqa: A002 -- as in the ledger
    """Only those you may read."""
    return list_readable(caller_of(request), object)


@router.post(
    "/documents", auth=Token(*FILING), response={201: DocumentShown}, summary="Add a file to a thing"
)
def add_document(request: HttpRequest, file: File[UploadedFile], about: Form[FileOf]) -> Status[Document]:
    """To what you may add files to, in a class in which you can read it yourself."""
    document = services.add_document(
        actor=caller_of(request),
        file=file,
        name=file.name or "",
        subject_type=about.object_type,
        subject_uuid=about.object,
        confidentiality=about.confidentiality,
    )
    return Status(201, document)


@router.post(
    "/documents/{reference}/withdraw", auth=Token(*FILING), response=DocumentShown, summary="Withdraw a file"
)
def withdraw_document(request: HttpRequest, reference: UUID, body: Withdrawal) -> Document:
    """For 30 days it can be restored; then its content is deleted."""
    document = _known(reference)
    return services.withdraw_document(actor=caller_of(request), document=document, reason=body.reason)


@router.post(
    "/documents/{reference}/restore", auth=Token(*FILING), response=DocumentShown, summary="Put a file back"
)
def restore_document(request: HttpRequest, reference: UUID) -> Document:
    return services.restore_document(actor=caller_of(request), document=_known(reference))


def _known(reference: UUID) -> Document:
    document = find_document(reference)
    if document is None:
        raise Http404
    return document


@router.get("/documents/{reference}/content", auth=Token(), summary="The file itself", openapi_extra=_CONTENT)
def get_content(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    document = find_document(reference)
    if document is None or not path_of(document).is_file():
        raise Http404
    require(may_read_document(caller_of(request), document))
    tag = f'"{document.sha256}"'
    response = HttpResponseNotModified() if is_known(request, tag) else _file(document)
    response["ETag"] = tag
    return response


def _file(document: Document) -> HttpResponseBase:
    return FileResponse(
        path_of(document).open("rb"),
        content_type=document.content_type,
        as_attachment=True,
        filename=document.name,
    )
