"""`periplus manage`: Django's own commands, for whoever knows them."""

from argparse import REMAINDER, ArgumentParser, Namespace

from django.core.management import execute_from_command_line

NAME = "manage"
HELP = "runs one of Django's own commands"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs=REMAINDER, help="the command and its arguments")


def run(options: Namespace) -> int:
    execute_from_command_line(["periplus manage", *options.words])
    return 0
