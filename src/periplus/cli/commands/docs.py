"""`periplus docs`: writes the documents that are generated from the code, or says which are old."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import django

from periplus.cli.failures import Failure
from periplus.cli.generated import texts

NAME = "docs"
HELP = "writes the generated documents, or checks that they are up to date"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; fail when one is out of date")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the repository (default: here)")


def run(options: Namespace) -> int:
    django.setup()
    old = {path: text for path, text in texts(options.root).items() if _is_old(path, text)}
    if options.check and old:
        names = ", ".join(str(path.relative_to(options.root)) for path in old)
        message = f"Out of date: {names}. Run ./dev docs."
        raise Failure(message)
    for path, text in old.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def _is_old(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text
