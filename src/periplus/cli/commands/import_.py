"""`periplus import KIND FILE`: brings a spreadsheet into the register, goes on with one, or undoes it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import django

NAME = "import"
HELP = "brings a spreadsheet into the register; goes on after an interruption; undoes a whole import"


def add_arguments(parser: ArgumentParser) -> None:
    kinds = ("institutions", "agreements", "stays", "enrolments")
    parser.add_argument("kind", nargs="?", choices=kinds, help="what the rows are")
    parser.add_argument(
        "file", nargs="?", type=Path, help="CSV, XLSX or a JSON list; may be packed with gzip"
    )
    parser.add_argument("--source", help="name under which the columns are remembered (default: the file's)")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=HEADING", help="the column of a field"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=TEXT", help="a text for rows that say nothing"
    )
    parser.add_argument(
        "--institution", metavar="NAME", help="short name or uuid of the institution served here"
    )
    parser.add_argument("--as", dest="person", metavar="EMAIL", help="who answers for it")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    parser.add_argument("--resume", metavar="RUN", help="go on with an interrupted import (its uuid)")
    parser.add_argument("--undo", metavar="RUN", help="undo an import, or go on undoing it (its uuid)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """0: every row is in; 1: some were refused, or it cannot be done; 2: a wrong call or file."""
    django.setup()
    from periplus.cli import importing  # noqa: PLC0415 -- imports models, so after setup

    return importing.answer(options)
