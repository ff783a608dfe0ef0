"""`periplus check`: looks the installation over and changes nothing."""

from argparse import ArgumentParser, Namespace

import django
from django.core.management import CommandError, call_command

from periplus.cli import deployment
from periplus.cli.failures import Failure

NAME = "check"
HELP = "looks over settings and code; with --deploy also whether it is fit for real use"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--deploy", action="store_true", help="demand what a real server needs")


def run(options: Namespace) -> int:
    django.setup()
    deployment.register()
    try:
        call_command(
            "check", deploy=options.deploy, fail_level="WARNING", databases=["default"] * options.deploy
        )
    except CommandError as error:
        raise Failure(str(error)) from error
    return 0
