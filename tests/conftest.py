"""Starts PostgreSQL before Django reads its settings, so it must happen while this file is imported."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

import django
import psutil
import psycopg
from hypothesis import HealthCheck, settings
from psycopg import sql

from periplus.cli.embedded import UNSAFE_BUT_FAST, Cluster

ROOT = Path(__file__).resolve().parents[1]


def drop_orphans(address: str) -> None:
    """Drop what runs left behind that were killed."""
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_periplus_%'")
        for (name,) in found.fetchall():
            run = re.match(r"test_periplus_(\d+)", name)
            if run and not psutil.pid_exists(int(run[1])):
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )


if "PERIPLUS_DATABASE_URL" not in os.environ:
    # Left running for the next run; `./dev test` stops it at its end.
    cluster = Cluster(ROOT / ".run" / "test-postgres", UNSAFE_BUT_FAST)
    cluster.start()
    os.environ["PERIPLUS_DATABASE_URL"] = cluster.address("postgres")
    drop_orphans(cluster.address("postgres"))

if "PERIPLUS_TEST_HOME" not in os.environ:
    # Uploaded documents and letters of the tests; the processes of one run share it.
    os.environ["PERIPLUS_TEST_HOME"] = tempfile.mkdtemp(prefix="periplus-test-")
    atexit.register(shutil.rmtree, os.environ["PERIPLUS_TEST_HOME"], ignore_errors=True)

# A database of its own for every run, so that two runs side by side do not empty each other's.
os.environ.setdefault("PERIPLUS_TEST_NAME", f"test_periplus_{os.getpid()}")
os.environ["PERIPLUS_HOME"] = os.environ["PERIPLUS_TEST_HOME"]
os.environ["PERIPLUS_GUARD_READS"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "periplus.config.settings"

django.setup()

# How long an example takes says something of the machine, not of the code; and the same code gets the
# same answer each time. `--hypothesis-profile chance` looks for examples that nobody has tried yet.
UNTIMED = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("chance", UNTIMED)
settings.register_profile("gate", UNTIMED, derandomize=True, database=None)
settings.load_profile("gate")
