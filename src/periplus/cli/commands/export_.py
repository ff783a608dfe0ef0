"""`periplus export ocel FILE`: writes the ledger for process-mining tools."""

import datetime as dt
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

import django

from periplus.cli.failures import Failure

NAME = "export"
HELP = "writes the ledger (ocel: OCEL 2.0 JSON that other tools read) or the register, line by line"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("format", choices=["ocel", "register"], help="the format")
    parser.add_argument("file", type=Path, help="where to write it; - writes it to the standard output")
    parser.add_argument("--from", dest="since", type=dt.date.fromisoformat, help="first day, as 2026-01-31")
    parser.add_argument("--to", dest="until", type=dt.date.fromisoformat, help="day before which it ends")
    parser.add_argument("--json", action="store_true", help="say what was written as one line of JSON")


def run(options: Namespace) -> int:
    django.setup()
    from periplus.core.ledger.ocel import Counts, write_ocel  # noqa: PLC0415 -- imports models, so after setup

    if options.since and options.until and options.since >= options.until:
        message = "The first day must lie before the end."
        raise Failure(message)
    if options.format == "register":
        from periplus.cli.register import export_to  # noqa: PLC0415 -- imports models, so after setup

        return export_to(options.file)
    counts = Counts()
    _write(options.file, write_ocel(since=options.since, until=options.until, counts=counts))
    said = {"events": counts.events, "objects": counts.objects, "links": counts.links}
    sentence = (
        json.dumps(said | {"file": str(options.file)}) if options.json else _sentence(said, options.file)
    )
    (sys.stderr if str(options.file) == "-" else sys.stdout).write(f"{sentence}\n")
    return 0


def _write(file: Path, pieces: Iterable[str]) -> None:
    """A half-written file would look like a whole one, so the name is given last."""
    if str(file) == "-":
        for piece in pieces:
            sys.stdout.write(piece)
        return
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as stream:
            stream.writelines(pieces)
        unfinished.replace(file)
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}."
        raise Failure(message) from error


def _sentence(said: dict[str, int], file: Path) -> str:
    return f"{said['events']} events, {said['objects']} objects and {said['links']} links written to {file}."
