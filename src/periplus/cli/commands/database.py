"""`periplus database`: the embedded PostgreSQL by itself, for a backup or a look with psql."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from periplus.cli.embedded import UNSAFE_BUT_FAST, Cluster
from periplus.cli.installation import DATABASE, Installation

NAME = "database"
ENDING_SECONDS = 2.0
HELP = "starts or stops the embedded PostgreSQL and tells its address"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["start", "stop", "address"])
    parser.add_argument(
        "--folder", type=Path, help="folder of the database (default: that of the installation)"
    )
    parser.add_argument("--for-tests", action="store_true", help="fast, and lost when the machine stops")


def run(options: Namespace) -> int:
    folder = options.folder or Installation.here().cluster.folder
    cluster = Cluster(folder, UNSAFE_BUT_FAST if options.for_tests else {})
    if options.action == "start":
        cluster.start()
    if options.action == "stop":
        _stop(cluster, options)
    else:
        sys.stdout.write(cluster.address("postgres" if options.for_tests else DATABASE) + "\n")
    return 0


def _stop(cluster: Cluster, options: Namespace) -> None:
    """A test database may be in use by another test run; that one stops it then."""
    if cluster.is_running() and not (options.for_tests and not cluster.is_idle(within=ENDING_SECONDS)):
        cluster.stop()
