"""Starts PostgreSQL before Django reads its settings, so it must happen while this file is imported."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

from periplus.cli.embedded import UNSAFE_BUT_FAST, Cluster

ROOT = Path(__file__).resolve().parents[1]

if "PERIPLUS_DATABASE_URL" not in os.environ:
    # Left running for the next run; `./dev test` stops it at its end.
    cluster = Cluster(ROOT / ".run" / "test-postgres", UNSAFE_BUT_FAST)
    cluster.start()
    os.environ["PERIPLUS_DATABASE_URL"] = cluster.address("postgres")

if "PERIPLUS_TEST_HOME" not in os.environ:
    # Uploaded documents and letters of the tests; the processes of one run share it.
    os.environ["PERIPLUS_TEST_HOME"] = tempfile.mkdtemp(prefix="periplus-test-")
    atexit.register(shutil.rmtree, os.environ["PERIPLUS_TEST_HOME"], ignore_errors=True)

os.environ["PERIPLUS_HOME"] = os.environ["PERIPLUS_TEST_HOME"]
os.environ["PERIPLUS_GUARD_READS"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "periplus.config.settings"

django.setup()
