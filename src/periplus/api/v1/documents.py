"""Files: those of a thing, and their content."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from periplus.api.door import caller_of
from periplus.api.once import is_known
from periplus.api.tokens import Token
from periplus.core.documents.queries import find_document, list_documents_of, may_read_document
from periplus.core.documents.services import path_of
from periplus.core.enums import Confidentiality
from periplus.core.types import Document
from periplus.core.verdicts import require

router = Router(tags=["documents"])

_CONTENT: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "The file as it was handed in.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class DocumentShown(Schema):
    """A file as it was handed in; its content never changes."""

    uuid: UUID
    name: str
    content_type: str
    size: int
    sha256: str
    confidentiality: Confidentiality
    subject_type: str
    subject_uuid: UUID | None
    uploaded_at: dt.datetime


@router.get("/documents", auth=Token(), response=list[DocumentShown], summary="Files of a thing")
def list_documents(request: HttpRequest, object: UUID) -> list[Document]:  # noqa: A002 -- as in the ledger
    """Only those you may read."""
    person = caller_of(request)
    return [one for one in list_documents_of(object) if may_read_document(person, one)]


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
