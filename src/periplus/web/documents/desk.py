"""Handing out files, to those who may read what they belong to."""

from uuid import UUID

from django.http import FileResponse, Http404

from periplus.core.documents.queries import find_document, may_read_document
from periplus.core.documents.services import path_of
from periplus.core.verdicts import require
from periplus.web.shell.doors import Request, page

SHOWN_HERE = {"image/png", "image/jpeg"}


@page("signed_in")
def download(request: Request, reference: UUID) -> FileResponse:
    """The file under its own name. Only pictures open in the browser; the rest is saved."""
    document = find_document(reference)
    if document is None:
        raise Http404
    require(may_read_document(request.user, document))
    path = path_of(document)
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        content_type=document.content_type,
        as_attachment=document.content_type not in SHOWN_HERE,
        filename=document.name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = f'"{document.sha256}"'
    response["Cache-Control"] = "private, no-cache"
    return response
