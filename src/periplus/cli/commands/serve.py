"""`periplus serve`: the HTTP server alone, for an installation whose database runs elsewhere."""

import os
import sys
from argparse import ArgumentParser, Namespace

NAME = "serve"
HELP = "answers HTTP requests"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.add_argument(
        "--threads", type=int, default=4, help="threads in each process (default: %(default)s)"
    )


def run(options: Namespace) -> int:
    """Becomes granian, so that signals and exit codes are its own."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", str(options.workers), "--blocking-threads", str(options.threads)),
        *("--workers-kill-timeout", "10", "--respawn-failed-workers"),
        "periplus.config.wsgi:application",
    ]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 -- our own interpreter
