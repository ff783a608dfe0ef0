"""Spreadsheets: hand in, match columns, look at the preview, begin, follow, undo."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from periplus.api.door import caller_of
from periplus.api.finding import found, named
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.exchange import queries, services
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.policies import RUN, SEE
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.exchange.spreadsheets.sentences import sentence_of
from periplus.exchange.tasks import send
from periplus.people.queries.units import list_institutions

if TYPE_CHECKING:
    from periplus.exchange import models

router = Router(tags=["imports"])
_PLAIN = (
    "uuid",
    "state",
    "rows_total",
    "failure",
    "created_at",
    "started_at",
    "finished_at",
    "undone_at",
)


class FieldShown(Schema):
    """Something that a row of this kind may say."""

    name: str
    label: str
    required: bool
    hint: str


class KindShown(Schema):
    """A kind of rows; `for_institution` asks whose list it is."""

    kind: ImportKind
    title: str
    for_institution: bool
    fields: list[FieldShown]


class ProblemShown(Schema):
    """What is wrong with a cell; without a column, with the row."""

    column: str
    sentence: str


class CountedProblem(ProblemShown):
    """A kind of problem: in how many rows, the first of them, and whether it refuses them."""

    row: int
    rows: int
    refused: bool


class PreviewShown(Schema):
    """How the first rows would end, tried and taken back."""

    checked: int
    total: int
    counts: dict[Outcome, int]
    names: int
    problems: list[CountedProblem]


class ImportRow(Schema):
    """A spreadsheet on its way into the register: how far it is and how its rows ended so far."""

    uuid: UUID
    source: str
    kind: ImportKind
    institution: UUID | None
    file: str
    state: RunState
    rows_total: int
    rows_left: int
    counts: dict[Outcome, int]
    failure: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    undone_at: dt.datetime | None


class ImportWhole(ImportRow):
    """An import with its columns; `preview` is null until they are matched."""

    headings: list[str]
    mapping: dict[str, Any]
    options: dict[str, Any]
    preview: PreviewShown | None


class RowShown(Schema):
    """A row of the file: its cells, how it ended, what it became, what is to be said about it."""

    number: int
    cells: list[str]
    outcome: Outcome
    target_type: str
    target_uuid: UUID | None
    problems: list[ProblemShown]


class HandedIn(Schema):
    """What comes with the file. `source` names the list: its columns are remembered for the next time."""

    kind: ImportKind
    source: str
    institution: UUID | None = None


class ColumnIn(Schema):
    """A column, a text for all rows, or a text for the rows in which the column is empty."""

    column: str = ""
    fixed: str = ""


class MappingIn(Schema):
    """Which column says what, by field; `options` only to change what was guessed."""

    mapping: dict[str, str | ColumnIn]
    options: dict[str, bool] | None = None


def _row(run: "models.ImportRun") -> dict[str, Any]:
    return {name: getattr(run, name) for name in _PLAIN} | {
        "source": run.source.name,
        "kind": run.source.kind,
        "institution": run.institution.uuid if run.institution else None,
        "file": run.document.name,
        "rows_left": queries.rows_left(run),
        "counts": {outcome: run.counts.get(outcome.value, 0) for outcome in Outcome},
    }


def _whole(run: "models.ImportRun") -> dict[str, Any]:
    preview = None
    if run.preview:
        problems = [_counted(each, run) for each in run.preview["problems"]]
        preview = {name: run.preview[name] for name in ("checked", "total", "counts", "names")}
        preview["problems"] = problems
    told = {name: getattr(run, name) for name in ("headings", "mapping", "options")}
    return _row(run) | told | {"preview": preview}


def _problem(problem: Mapping[str, Any], run: "models.ImportRun") -> dict[str, Any]:
    sentence = sentence_of(problem, kind_of(run.source.kind).labels())
    return {"column": problem["column"], "sentence": sentence}


def _counted(problem: Mapping[str, Any], run: "models.ImportRun") -> dict[str, Any]:
    return _problem(problem, run) | {name: problem[name] for name in ("row", "rows", "refused")}


def _run(request: HttpRequest, reference: UUID) -> "models.ImportRun":
    return found(queries.list_runs(caller_of(request)), reference)


@router.get("/import-kinds", auth=Token(RUN), response=list[KindShown], summary="What can be imported")
def list_kinds(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 -- called so
    """The kinds of rows with the fields that columns are matched to."""
    return [_kind(kind) for kind in ImportKind]


def _kind(key: ImportKind) -> dict[str, Any]:
    kind = kind_of(key)
    return {
        "kind": key,
        "title": str(key.label),
        "for_institution": kind.for_institution,
        "fields": [
            {
                "name": field.name,
                "label": str(field.label),
                "required": field.required,
                "hint": str(field.hint),
            }
            for field in kind.fields
        ],
    }


@router.get("/imports", auth=Token(SEE), response=Page[ImportRow], summary="Imports you may see")
def list_imports(
    request: HttpRequest, state: RunState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = queries.list_runs(caller_of(request))
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_row)


@router.post("/imports", auth=Token(RUN), response={201: ImportWhole}, summary="Hand in a spreadsheet")
def start_import(
    request: HttpRequest, file: File[UploadedFile], about: Form[HandedIn]
) -> Status[dict[str, Any]]:
    """CSV, XLSX or a JSON list; may be packed with gzip. The answer carries the guessed columns."""
    run = services.start_import(
        actor=caller_of(request),
        kind=about.kind,
        source=about.source,
        institution=named(list_institutions(), about.institution, field="institution"),
        file=file,
        name=file.name or "",
    )
    return Status(201, _whole(run))


@router.get("/imports/{reference}", auth=Token(SEE), response=ImportWhole, summary="One import")
def get_import(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _whole(_run(request, reference))


@router.put(
    "/imports/{reference}/mapping", auth=Token(RUN), response=ImportWhole, summary="Match the columns"
)
def map_columns(request: HttpRequest, reference: UUID, body: MappingIn) -> dict[str, Any]:
    """Tries the first rows and answers with how they would end; nothing of it stays."""
    mapping = {
        name: entry if isinstance(entry, str) else entry.dict(exclude_defaults=True)
        for name, entry in body.mapping.items()
    }
    run = services.map_columns(
        actor=caller_of(request),
        run=_run(request, reference),
        mapping=mapping,
        options=body.options,
        today=clock.today(),
    )
    return _whole(run)


@router.get(
    "/imports/{reference}/rows", auth=Token(SEE), response=Page[RowShown], summary="How its rows ended"
)
def list_rows(
    request: HttpRequest,
    reference: UUID,
    outcome: Outcome | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    run = _run(request, reference)
    rows = queries.list_rows(run, outcome=outcome.value if outcome else "")
    return page_of(rows, cursor=cursor, limit=limit, shown=partial(_row_of_file, run))


def _row_of_file(run: "models.ImportRun", row: "models.ImportRow") -> dict[str, Any]:
    plain = ("number", "cells", "outcome", "target_type", "target_uuid")
    problems = [_problem(problem, run) for problem in row.errors]
    return {name: getattr(row, name) for name in plain} | {"problems": problems}


def _set_going(
    request: HttpRequest, reference: UUID, service: Callable[..., "models.ImportRun"]
) -> Status[dict[str, Any]]:
    """Take a step and leave the work to the worker, as soon as the step is sure."""
    with transaction.atomic():
        run = service(actor=caller_of(request), run=_run(request, reference))
        transaction.on_commit(partial(send, run))
    return Status(202, _row(run))


@router.post("/imports/{reference}/begin", auth=Token(RUN), response={202: ImportRow}, summary="Let it begin")
def begin_import(request: HttpRequest, reference: UUID) -> Status[dict[str, Any]]:
    return _set_going(request, reference, services.begin_import)


@router.post(
    "/imports/{reference}/resume", auth=Token(RUN), response={202: ImportRow}, summary="Let it go on"
)
def resume_import(request: HttpRequest, reference: UUID) -> Status[dict[str, Any]]:
    return _set_going(request, reference, services.resume_import)


@router.post("/imports/{reference}/undo", auth=Token(RUN), response={202: ImportRow}, summary="Undo it")
def undo_import(request: HttpRequest, reference: UUID) -> Status[dict[str, Any]]:
    """Everything that the import brought is taken back, the last row first."""
    return _set_going(request, reference, services.begin_undo)


@router.post("/imports/{reference}/stop", auth=Token(RUN), response=ImportRow, summary="Stop it")
def stop_import(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    """After the rows it is at. It can go on later, or be undone."""
    return _row(services.stop_import(actor=caller_of(request), run=_run(request, reference)))
