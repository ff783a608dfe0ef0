"""What `periplus import` does: the services of imports, with progress told as they go."""

import json
import sys
import threading
import uuid
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from periplus.cli.failures import Failure
from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.core.verdicts import Invalid, Refused
from periplus.exchange import services
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.models import ImportRun
from periplus.exchange.policies import Actor
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.exchange.spreadsheets.mapping import check_mapping
from periplus.exchange.spreadsheets.preview import preview
from periplus.exchange.spreadsheets.running import carry_out
from periplus.exchange.spreadsheets.sentences import sentence_of
from periplus.exchange.spreadsheets.undoing import carry_out_undo
from periplus.people.models import Institution, Person

_FINE, _REFUSED, _WRONG_CALL = 0, 1, 2
_SECONDS: Final = 1.0


class _WrongCallError(Exception):
    """The command was called wrongly, or with a file that cannot be used."""


def answer(options: Namespace) -> int:
    """Do what was asked; tell it on stdout, progress and complaints on stderr; give the exit code."""
    try:
        return _answer(options)
    except _WrongCallError as error:
        sys.stderr.write(f"{error}\n")
        return _WRONG_CALL
    except Invalid as invalid:
        told = (f"{name}: {sentence}" if name else str(sentence) for name, sentence in invalid.errors.items())
        sys.stderr.write("\n".join(told) + "\n")
        return _WRONG_CALL
    except Refused as refused:
        raise Failure(str(refused.verdict.sentence)) from refused


def _answer(options: Namespace) -> int:
    actor = _actor(options.person)
    if options.undo:
        return _undo(options, actor)
    if options.resume:
        run = services.resume_import(actor=actor, run=_run(options.resume))
        return _carry_out(options, run)
    if options.dry_run:
        with transaction.atomic():
            code = _try(options, _hand_in(options, actor), actor)
            transaction.set_rollback(True)
        return code
    run = _hand_in(options, actor)
    services.map_columns(actor=actor, run=run, mapping=_mapping(options, run), today=clock.today())
    return _carry_out(options, services.begin_import(actor=actor, run=run))


def _hand_in(options: Namespace, actor: Actor) -> ImportRun:
    if not options.kind or not options.file:
        raise _WrongCallError(_("Say what the rows are and in which file: periplus import stays stays.csv"))
    if not options.file.is_file():
        raise _WrongCallError(_("There is no file %(file)s.") % {"file": options.file})
    kind = ImportKind(options.kind)
    institution = (
        _institution(options.institution) if kind_of(kind).for_institution or options.institution else None
    )
    path: Path = options.file
    with path.open("rb") as file:
        return services.start_import(
            actor=actor,
            kind=kind,
            source=options.source or path.name.split(".")[0][:60],
            institution=institution,
            file=file,
            name=path.name,
        )


def _mapping(options: Namespace, run: ImportRun) -> dict[str, Any]:
    mapping = {**run.mapping, **_pairs(options.map)}
    for name, text in _pairs(options.set).items():
        column = mapping.get(name)
        mapping[name] = {"fixed": text} | ({"column": column} if isinstance(column, str) else {})
    return mapping


def _try(options: Namespace, run: ImportRun, actor: Actor) -> int:
    run.mapping = _mapping(options, run)
    check_mapping(kind_of(run.source.kind), run.headings, run.mapping)
    told = preview(run, actor=actor, today=clock.today(), first=None)
    labels = kind_of(run.source.kind).labels()
    problems = [
        {
            "row": each["row"],
            "rows": each["rows"],
            "column": each["column"],
            "sentence": sentence_of(each, labels),
        }
        for each in told["problems"]
    ]
    summary = {"dry_run": True, "rows": told["total"], "counts": told["counts"], "problems": problems}
    _tell(options, summary)
    return _REFUSED if told["counts"][Outcome.REFUSED] else _FINE


def _carry_out(options: Namespace, run: ImportRun) -> int:
    with _progress(run):
        run = carry_out(run, today=clock.today())
    _tell(options, _summary(run))
    if run.state != RunState.DONE:
        raise Failure(run.failure or _("Somebody else is at work on it."))
    return _REFUSED if run.counts.get(Outcome.REFUSED) else _FINE


def _undo(options: Namespace, actor: Actor) -> int:
    run = services.begin_undo(actor=actor, run=_run(options.undo))
    with _progress(run):
        run = carry_out_undo(run, today=clock.today())
    _tell(options, _summary(run))
    return _FINE


def _summary(run: ImportRun) -> dict[str, Any]:
    labels = kind_of(run.source.kind).labels()
    refused = run.rows.filter(outcome=Outcome.REFUSED).order_by("number")[:20]
    return {
        "run": str(run.uuid),
        "source": run.source.name,
        "state": run.state,
        "rows": run.rows_total,
        "counts": run.counts,
        "refused": [
            {"row": row.number, "sentences": [sentence_of(each, labels) for each in row.errors]}
            for row in refused
        ],
    }


def _tell(options: Namespace, summary: dict[str, Any]) -> None:
    if options.json:
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        return
    counts = ", ".join(f"{count} {outcome}" for outcome, count in summary["counts"].items() if count)
    sys.stdout.write(f"{summary['rows']} rows: {counts or 'none'}\n")
    for each in summary.get("refused", ()):
        sys.stdout.write(f"  row {each['row']}: {' '.join(each['sentences'])}\n")
    for each in summary.get("problems", ()):
        sys.stdout.write(f"  row {each['row']} and {each['rows'] - 1} more: {each['sentence']}\n")
    if "run" in summary:
        sys.stdout.write(f"run {summary['run']}: {summary['state']}\n")


@contextmanager
def _progress(run: ImportRun) -> Iterator[None]:
    """Every second a line with the rows done, while the work goes on."""
    done = threading.Event()
    teller = threading.Thread(target=_tell_progress, args=(run.pk, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell_progress(run_id: int, done: threading.Event) -> None:
    try:
        while not done.wait(_SECONDS):
            row = ImportRun.objects.filter(pk=run_id).values_list("next_row", "rows_total").first()
            if row and row[1]:
                sys.stderr.write(f"{row[0] - 1} of {row[1]} rows\n")
    finally:
        connection.close()


def _actor(email: str | None) -> Actor:
    if not email:
        return System("periplus import")
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise _WrongCallError(_("Nobody here has the address %(email)s.") % {"email": email})
    return person


def _run(reference: str) -> ImportRun:
    try:
        run = ImportRun.objects.select_related("source", "document").filter(uuid=uuid.UUID(reference)).first()
    except ValueError:
        run = None
    if run is None:
        raise _WrongCallError(_("There is no import %(run)s.") % {"run": reference})
    return run


def _institution(name: str | None) -> Institution:
    several = Institution.objects.order_by("id")
    if name:
        try:
            several = several.filter(uuid=uuid.UUID(name))
        except ValueError:
            several = several.filter(short_name__iexact=name) | several.filter(name__iexact=name)
    found = list(several[:2])
    if len(found) != 1:
        known = ", ".join(Institution.objects.order_by("short_name").values_list("short_name", flat=True))
        raise _WrongCallError(
            _("Say for which institution: --institution, one of %(known)s.") % {"known": known}
        )
    return found[0]


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise _WrongCallError(_("“%(text)s” lacks an equals sign: field=Heading.") % {"text": text})
        pairs[name.strip()] = value.strip()
    return pairs
