"""`periplus worker`: does the jobs and keeps the schedules; as many as needed, on any machine."""

from argparse import ArgumentParser, Namespace

import django
from django.core.management import call_command

NAME = "worker"
HELP = "does the jobs and keeps the schedules"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=1, help="jobs at a time (default: %(default)s)")


def run(options: Namespace) -> int:
    django.setup()
    call_command("procrastinate", "worker", concurrency=options.concurrency, shutdown_graceful_timeout=8)
    return 0
