"""`periplus demo`: tells the demo story into an empty database."""

import sys
import time
from argparse import ArgumentParser, Namespace
from io import StringIO

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command

NAME = "demo"
HELP = "tells the demo story into an empty database; leaves any other database alone"


def add_arguments(parser: ArgumentParser) -> None:
    """It takes none."""


def run(options: Namespace) -> int:  # noqa: ARG001 -- every command has the same shape
    """Progress goes to the terminal, the roles to whoever reads on: `up` shows them with the address."""
    django.setup()
    from periplus.people.enums import Role  # noqa: PLC0415 -- after setup

    if not get_user_model().objects.exists():
        _tell()
    names = ", ".join(str(role.label) for role in Role)
    sys.stdout.write(f"Choose a role on the first page: {names}.\n")
    return 0


def _tell() -> None:
    start, told = time.monotonic(), StringIO()
    sys.stderr.write("Telling the demo story …\n")
    call_command("tell_demo_story", stdout=told)
    sys.stderr.write(f"Told in {time.monotonic() - start:.0f} s: {told.getvalue().strip()}.\n")
