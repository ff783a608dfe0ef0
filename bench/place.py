"""Where benchmarks run: a PostgreSQL of their own, with the settings a careful installation has."""

import fcntl
import os
from pathlib import Path
from typing import IO

from periplus.cli.embedded import Cluster

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "periplus_bench"
_held: list[IO[str]] = []
TUNING = {"shared_buffers": "512MB", "work_mem": "32MB", "synchronous_commit": "on"}


def open_database() -> Cluster:
    """Start the cluster with an empty database, and let Django use it."""
    _wait_for_turn()
    cluster = Cluster(ROOT / ".run" / "bench-postgres", TUNING)
    cluster.start()
    _make_anew(cluster)
    home = ROOT / ".run" / "bench-home"
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "PERIPLUS_DATABASE_URL": cluster.address(DATABASE),
        "PERIPLUS_HOME": str(home),
        "PERIPLUS_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "periplus.config.settings",
    }
    return cluster


def _wait_for_turn() -> None:
    """One benchmark at a time: two would share the machine, and empty each other's database."""
    folder = ROOT / ".run"
    folder.mkdir(exist_ok=True)
    lock = (folder / "bench.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    _held.append(lock)  # until the process ends


def _make_anew(cluster: Cluster) -> None:
    import psycopg  # noqa: PLC0415 -- nothing else here needs it

    with psycopg.connect(cluster.address("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{DATABASE}"')  # type: ignore[arg-type]


def migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415 -- settings must stand first

    call_command("migrate", verbosity=0, interactive=False)


def empty() -> None:
    """Take every row out between one benchmark and the next. No id comes again, since charts are kept."""
    from django.core.management import call_command  # noqa: PLC0415 -- settings must stand first

    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
