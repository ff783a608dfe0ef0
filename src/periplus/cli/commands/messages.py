"""`periplus messages`: the catalogues of the languages, for developers and translators."""

from argparse import ArgumentParser, Namespace

import django

from periplus.cli.failures import Failure

NAME = "messages"
HELP = "brings the catalogues of the languages up to date, compiles or checks them"


def add_arguments(parser: ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--compile", action="store_true", help="only write the form that the server reads")
    choice.add_argument(
        "--check", action="store_true", help="change nothing; fail when a text has no translation"
    )


def run(options: Namespace) -> int:
    django.setup()
    from periplus.cli import catalogues  # noqa: PLC0415 -- Babel is slow to load, and only needed here

    if options.check:
        if found := catalogues.check():
            raise Failure("\n".join(f"{language}: {faults}" for language, faults in found.items()))
        return 0
    if not options.compile:
        catalogues.update()
    catalogues.compile_all()
    return 0
