"""`periplus migrate`: brings the database up to this release, as its owner."""

import os
from argparse import ArgumentParser, Namespace

import django
from django.core.management import call_command
from psycopg.errors import UndefinedObject

from periplus.cli.failures import Failure
from periplus.cli.roles import grant, user_of

NAME = "migrate"
HELP = "brings the database up to this release and gives the application's role its rights"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")


def run(options: Namespace) -> int:
    application = os.environ.get("PERIPLUS_DATABASE_URL", "")
    owner = os.environ.get("PERIPLUS_DATABASE_OWNER_URL") or application
    os.environ["PERIPLUS_DATABASE_URL"] = owner  # settings are read after this line
    django.setup()
    call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
    if user_of(application) != user_of(owner):
        _grant(owner, user_of(application))
    return 0


def _grant(owner: str, role: str) -> None:
    try:
        grant(owner, role)
    except UndefinedObject as error:
        message = (
            f"The database has no role {role}. Create it with CREATE ROLE {role} LOGIN, then migrate again."
        )
        raise Failure(message) from error
