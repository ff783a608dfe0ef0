"""Tables of a page that are no list: the same rows on the page and in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import slugify

from periplus.web.lists.addresses import address
from periplus.web.lists.cells import cells_of, frames_of
from periplus.web.lists.columns import Column
from periplus.web.lists.exports import KINDS, XLSX, csv_lines, xlsx_bytes
from periplus.web.shell.doors import Request


class Rows(list[Any]):
    """Rows in memory, given out as those of a query are."""

    def iterator(self, chunk_size: int = 0) -> Iterator[Any]:  # noqa: ARG002 -- as a query has it
        return iter(self)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `lead` says how to read it, `empty` what it means that there is nothing."""

    key: str
    title: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Any]
    lead: str | Promise = ""
    empty: str | Promise = ""

    @property
    def cells(self) -> list[SafeString]:
        frames = frames_of(self.columns)
        return [cells_of(frames, row) for row in self.rows]

    def as_file(self, kind: str) -> HttpResponse:
        rows = cast("QuerySet[Any]", Rows(self.rows))
        if kind == "csv":
            content: bytes = "".join(csv_lines(rows, self.columns)).encode()
            response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        else:
            response = HttpResponse(xlsx_bytes(rows, self.columns, str(self.title)), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{slugify(self.key)}.{kind}"'
        return response


def asked_file(request: Request, sheets: Sequence[Sheet]) -> HttpResponse | None:
    """The table that the address asks for as a file; None when it asks for the page."""
    kind = request.GET.get("format")
    if kind is None:
        return None
    sheet = next((each for each in sheets if each.key == request.GET.get("sheet")), None)
    if sheet is None or kind not in KINDS:
        raise Http404
    return sheet.as_file(kind)


def shown(request: Request, sheets: Sequence[Sheet]) -> list[tuple[Sheet, list[tuple[str, str]]]]:
    """Tables for the page, with the addresses of their files."""
    return [
        (sheet, [(kind, address(request, sheet=sheet.key, format=kind)) for kind in KINDS])
        for sheet in sheets
    ]
