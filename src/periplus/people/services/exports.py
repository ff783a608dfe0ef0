"""Long lists as spreadsheets: asked for by a person, made by a job, kept for a week."""

import datetime as dt
from typing import BinaryIO

from django.db import transaction

from periplus.core import clock
from periplus.core.documents.services import discard_document, store_document
from periplus.core.enums import Confidentiality
from periplus.core.ledger.services import System, record
from periplus.people.enums import ExportState
from periplus.people.models import ListExport, Person
from periplus.people.queries.exports import KEPT, list_left_alone

MAKER = System("exports")


@transaction.atomic
def ask_for_export(
    *, actor: Person, list_key: str, title: str, query: str, language: str, rows: int
) -> ListExport:
    """Have a list made into a spreadsheet; whoever asks twice gets the one that is being made."""
    Person.objects.select_for_update().get(pk=actor.pk)
    same = ListExport.objects.filter(
        person=actor, list_key=list_key, query=query, language=language, state=ExportState.WAITING
    ).first()
    if same:
        return same
    export = ListExport.objects.create(
        person=actor,
        list_key=list_key,
        title=title[:120],
        query=query,
        language=language,
        rows_total=rows,
        asked_at=clock.now(),
    )
    record("people.export.asked", actor=actor, objects={"export": export}, attributes={"title": title})
    return export


def claim_export(*, export: ListExport) -> bool:
    """Whether this worker may make it: nobody else is at it."""
    return bool(list_left_alone().filter(pk=export.pk).update(touched_at=clock.now()))


def note_progress(*, export: ListExport, done: int) -> None:
    """How many rows are written: for the page, and as a sign of life."""
    ListExport.objects.filter(pk=export.pk).update(rows_done=done, touched_at=clock.now())


@transaction.atomic
def finish_export(*, export: ListExport, file: BinaryIO, name: str, rows: int) -> ListExport:
    """Keep the file and tell the person. Raises `Invalid` when it is too large to be kept."""
    export.document = store_document(
        actor=MAKER, file=file, name=name, subject=export, confidentiality=Confidentiality.CONFIDENTIAL
    )
    export.state, export.rows_done, export.ended_at = ExportState.MADE, rows, clock.now()
    export.save()
    told = {"export": export, "person": export.person}
    record("people.export.made", actor=MAKER, objects=told, attributes={"title": export.title})
    return export


@transaction.atomic
def fail_export(*, export: ListExport, reason: str) -> None:
    """Say that it could not be made, and why."""
    export.state, export.failure, export.ended_at = ExportState.FAILED, reason, clock.now()
    export.save()
    told = {"export": export, "person": export.person}
    record("people.export.failed", actor=MAKER, objects=told, attributes={"title": export.title})


def forget_exports(*, now: dt.datetime) -> int:
    """Delete the files of spreadsheets that were made a week ago; returns how many."""
    old = ListExport.objects.filter(ended_at__lte=now - KEPT, document__discarded_at=None)
    files = [export.document for export in old.select_related("document") if export.document]
    for document in files:
        discard_document(document=document, now=now)
    return len(files)
