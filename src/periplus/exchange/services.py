"""Handing in spreadsheets, matching their columns, importing them, and taking imports back."""

import datetime as dt
from collections.abc import Mapping
from itertools import islice
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.documents.services import store_document
from periplus.core.enums import Confidentiality
from periplus.core.ledger.services import System, record
from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.exchange import policies
from periplus.exchange.enums import ImportKind, RunState
from periplus.exchange.models import ImportRun, ImportSource
from periplus.exchange.policies import Actor
from periplus.exchange.spreadsheets import preview as trying
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.exchange.spreadsheets.mapping import check_mapping, guess_mapping, guess_options
from periplus.exchange.spreadsheets.obstacles import list_obstacles, undo_refusal
from periplus.exchange.spreadsheets.passage import table_of
from periplus.exchange.spreadsheets.running import is_attended, told
from periplus.people.models import Institution

_SOURCE_NAME = 60
_SAMPLE = 1_000


@transaction.atomic
def start_import(
    *,
    actor: Actor,
    kind: ImportKind,
    source: str,
    institution: Institution | None,
    file: UploadedFile | BinaryIO,
    name: str,
) -> ImportRun:
    """Hand in a spreadsheet. Its columns are guessed, from what the source remembers and the headings.

    Raises `Invalid` when the file cannot be read, or the source is of another kind.
    """
    require(policies.may_import(actor))
    known = _source(kind, source)
    if kind_of(kind).for_institution and institution is None:
        raise Invalid({"institution": _("Choose the institution whose list this is.")})
    person = None if isinstance(actor, System) else actor
    run = ImportRun(source=known, institution=institution, started_by=person, created_at=clock.now())
    run.document = store_document(
        actor=person, file=file, name=name, subject=run, confidentiality=Confidentiality.CONFIDENTIAL
    )
    table = table_of(run)
    run.headings = list(table.headings)
    run.mapping = guess_mapping(kind_of(kind), run.headings, known.mapping)
    sample = (cells for _number, cells in islice(table.rows(), _SAMPLE))
    run.options = known.options or guess_options(kind_of(kind), run.mapping, run.headings, sample)
    run.save()
    record("exchange.import.uploaded", actor=actor, objects={"run": run}, attributes=told(run))
    return run


@transaction.atomic
def map_columns(
    *,
    actor: Actor,
    run: ImportRun,
    mapping: Mapping[str, Any],
    options: Mapping[str, Any] | None = None,
    today: dt.date,
) -> ImportRun:
    """Say which column is what, and try it out: the run then carries its preview.

    The source remembers the mapping for its next file. Raises `Invalid` by field.
    """
    require(policies.may_move_import(actor, run, "preview"))
    kind = kind_of(run.source.kind)
    check_mapping(kind, run.headings, mapping)
    run.mapping, run.options = dict(mapping), dict(run.options if options is None else options)
    run.preview = trying.preview(run, actor=actor, today=today)
    run.rows_total = run.preview["total"]
    run.state = RunState.PREVIEWED
    run.save(update_fields=["mapping", "options", "preview", "rows_total", "state"])
    ImportSource.objects.filter(pk=run.source_id).update(mapping=run.mapping, options=run.options)
    return run


@transaction.atomic
def begin_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Let the import begin; the worker (or the caller) carries it out after this is committed."""
    run = _locked(run)
    require(policies.may_move_import(actor, run, "begin"))
    run.state, run.started_at = RunState.RUNNING, clock.now()
    run.save(update_fields=["state", "started_at"])
    record("exchange.import.begun", actor=actor, objects={"run": run}, attributes=told(run))
    return run


@transaction.atomic
def resume_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Let an interrupted import go on at its next row."""
    run = _locked(run)
    require(policies.may_move_import(actor, run, "resume"))
    run.state, run.failure = RunState.RUNNING, ""
    run.save(update_fields=["state", "failure"])
    return run


@transaction.atomic
def stop_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Stop a running import after the batch it is at. It can go on later, or be undone."""
    run = _locked(run)
    require(policies.may_move_import(actor, run, "stop"))
    run.state, run.failure = RunState.FAILED, _("Somebody stopped it.")
    run.save(update_fields=["state", "failure"])
    record(
        "exchange.import.stopped",
        actor=actor,
        objects={"run": run},
        attributes={**told(run), "reason": run.failure},
    )
    return run


@transaction.atomic
def begin_undo(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Let the undoing of an import begin. Refused with what stands in the way."""
    run = _locked(run)
    require(policies.may_move_import(actor, run, "undo"))
    if run.state != RunState.UNDOING:
        if is_attended(run):
            raise Refused(no(_("Somebody is still at work on it. Wait a moment, then try again.")))
        obstacles = list_obstacles(run)
        if obstacles:
            raise Refused(no(undo_refusal(obstacles)))
        run.state = RunState.UNDOING
        record("exchange.import.undo_begun", actor=actor, objects={"run": run}, attributes=told(run))
    run.failure = ""
    run.save(update_fields=["state", "failure"])
    return run


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def _source(kind: ImportKind, name: str) -> ImportSource:
    errors: dict[str, str | Promise] = {}
    folded = fold_spaces(name)
    if not folded:
        errors["source"] = _("Name the source, so that its columns are remembered.")
    elif len(folded) > _SOURCE_NAME:
        errors["source"] = _("At most %(longest)s characters.") % {"longest": _SOURCE_NAME}
    if errors:
        raise Invalid(errors)
    source, _made = ImportSource.objects.get_or_create(name=folded, defaults={"kind": kind})
    if source.kind != kind:
        message = _("“%(name)s” brings %(kind)s. Choose another name for this list.")
        raise Invalid({"source": message % {"name": folded, "kind": source.get_kind_display()}})
    return source
