"""Event logs of other systems, brought in to be looked at like our own cases, and taken out again."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import IO, Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.copying import copy_rows
from periplus.core.ledger.services import record
from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies_lists
from periplus.paths.eventlogs import Entry, LogError, read_log
from periplus.paths.models import EventLog, LogEvent
from periplus.people.models import Person

_COLUMNS: Final = ("log_id", "case_key", "no", "activity", "at", "resource")
_PIECE: Final = 1 << 20


@transaction.atomic
def import_log(
    *, actor: Person, name: str, file: IO[bytes], at: dt.datetime, case_type: str = ""
) -> EventLog:
    """Bring a log in: XES, plain or packed, or OCEL 2.0 in JSON. All of it, or nothing.

    Raises `Invalid` with a sentence when it cannot be read, or is here already.
    """
    require(policies_lists.may_bring_log(actor))
    if actor.institution is None:
        raise Refused(no(_("You belong to no institution, so there is nowhere to keep a log.")))
    if not fold_spaces(name):
        raise Invalid({"name": _("Give the log a name by which colleagues know it.")})
    sha256 = _sum_of(file)
    _demand_new(actor, sha256)
    log = EventLog.objects.create(
        institution=actor.institution,
        name=fold_spaces(name)[:200],
        sha256=sha256,
        format="",
        brought_by=actor,
        brought_at=at,
    )
    try:
        form, entries = read_log(file, case_type=case_type.strip())
        tally = _Tally()
        copy_rows(LogEvent, _COLUMNS, tally.rows(log.pk, entries))
    except LogError as error:
        raise Invalid({"file": str(error)}) from error
    log.format, log.cases, log.events = str(form), tally.cases, tally.events
    log.save(update_fields=["format", "cases", "events"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE paths_logevent")
    facts = {"name": log.name, "cases": log.cases, "events": log.events, "format": log.format}
    _record("paths.log.brought", actor, log, facts, at)
    return log


@transaction.atomic
def delete_log(*, actor: Person, log: EventLog, at: dt.datetime) -> None:
    """Take a log out again, with all its events. What is seen of it goes with it."""
    require(policies_lists.may_bring_log(actor))
    facts = {"name": log.name, "cases": log.cases, "events": log.events}
    _record("paths.log.deleted", actor, log, facts, at)
    rows = LogEvent.objects.filter(log=log)
    rows._raw_delete(rows.db)  # noqa: SLF001 -- millions of rows that nothing points to
    log.delete()


def _record(event: str, actor: Person, log: EventLog, facts: dict[str, Any], at: dt.datetime) -> None:
    on = day_in(log.institution.time_zone, at)
    record(event, actor=actor, objects={"log": log}, attributes=facts, on=on)


class _Tally:
    """Counts what passes by."""

    def __init__(self) -> None:
        self.cases = self.events = 0

    def rows(self, log: int, entries: Iterator[Entry]) -> Iterator[tuple[Any, ...]]:
        """Rows numbered case by case, in the order of time: the facts rely on it."""
        last = None
        for entry in entries:
            self.cases += entry.case != last
            last = entry.case
            self.events += 1
            yield log, entry.case, self.events, entry.activity, entry.at, entry.resource


def _sum_of(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _demand_new(actor: Person, sha256: str) -> None:
    before = EventLog.objects.filter(institution=actor.institution_id, sha256=sha256).first()
    if before is not None:
        sentence = _("This file is here already, as “%(name)s”.")
        raise Invalid({"file": sentence % {"name": before.name}})
