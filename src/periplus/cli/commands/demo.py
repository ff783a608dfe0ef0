"""`periplus demo`: tells the demo story into an empty database."""

from argparse import ArgumentParser, Namespace

import django
from django.contrib.auth import get_user_model

NAME = "demo"
HELP = "tells the demo story into an empty database; leaves any other database alone"


def add_arguments(parser: ArgumentParser) -> None:
    """It takes none."""


def run(options: Namespace) -> int:  # noqa: ARG001 -- every command has the same shape
    django.setup()
    if not get_user_model().objects.exists():
        from periplus.demo.services import tell_story  # noqa: PLC0415 -- imports models, so after setup

        tell_story()
    return 0
