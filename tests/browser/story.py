"""The demo as a visitor finds it: its story told into a database, served by the real server.

The story is told once for the code and the day it belongs to, and kept. Every server gets a copy of its
own, so that what a test does there is nobody else's matter.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from periplus.cli.ports import free_port
from periplus.core import clock
from tests.browser.chromium import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEPT = ROOT / ".run" / "story"  # what the story wrote beside the database, and what is known of its pages
TOLD = f"{os.environ.get('PERIPLUS_TEST_NAME', 'test_periplus')}_story"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
PERIPLUS = (sys.executable, "-m", "periplus.cli")
READY_SECONDS = 60
OUR_PORTS = range(20_000, 32_000, 20)  # below those that systems hand out to whoever connects


def address_of(database: str) -> str:
    """A database beside the tests' own."""
    return urlsplit(os.environ["PERIPLUS_DATABASE_URL"])._replace(path=f"/{database}").geturl()


def environment(database: str, home: str, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PERIPLUS_DATABASE_URL": address_of(database),
        "PERIPLUS_HOME": home,
        "PERIPLUS_DEMO": "1",
        "PERIPLUS_GUARD_READS": "1",  # a page that writes while it is read breaks here
        **more,
    }


def stamp() -> str:
    """Changes with the code and with the day."""
    digest = hashlib.sha256(clock.today().isoformat().encode())
    for file in sorted((ROOT / "src").rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def remembered(name: str, work_out: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What is the same for every copy of the story, worked out once."""
    file = KEPT / f"{TOLD}-{name}.json"
    with locked(file.with_suffix(".lock")):
        kept = json.loads(file.read_text()) if file.exists() else {}
        if kept.get("stamp") != stamp():
            kept = {"stamp": stamp(), "found": work_out()}
            file.write_text(json.dumps(kept))
    found: list[dict[str, Any]] = kept["found"]
    return found


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def alone() -> Iterator[psycopg.Connection]:
    """One test process at a time makes databases."""
    address = os.environ["PERIPLUS_DATABASE_URL"]
    with locked(KEPT / f"{TOLD}.lock"), psycopg.connect(address, autocommit=True) as server:
        yield server


def tell(server: psycopg.Connection) -> None:
    """Have the story told, unless it stands there as the code would tell it today."""
    wanted = stamp()
    found = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TOLD]
    ).fetchone()
    if found and found[0] == wanted and (KEPT / TOLD).exists():
        return
    name = sql.Identifier(TOLD)
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    server.execute(sql.SQL("CREATE DATABASE {}").format(name))
    shutil.rmtree(KEPT / TOLD, ignore_errors=True)
    for command in ("migrate", "demo"):
        told = environment(TOLD, str(KEPT / TOLD))
        subprocess.run([*PERIPLUS, command], env=told, check=True, capture_output=True)
    server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(wanted)))


@contextmanager
def copied(name: str) -> Iterator[str]:
    """A copy of the told story under a name of its own."""
    copy = f"{TOLD}_{WORKER}_{name}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    with alone() as server:
        tell(server)
        server.execute(drop)
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(make.format(sql.Identifier(copy), sql.Identifier(TOLD)))
    yield copy
    with alone() as server:
        server.execute(drop)


@contextmanager
def served(name: str) -> Iterator[str]:
    """The address of a server of the demo, on a copy of the story."""
    with copied(name) as database, tempfile.TemporaryDirectory() as folder:
        home = shutil.copytree(KEPT / TOLD, Path(folder, "home"))
        port = free_port("127.0.0.1", random.choice(OUR_PORTS))  # noqa: S311 -- no secret
        url = f"http://127.0.0.1:{port}"
        log = Path(folder, "server.log")
        with log.open("w") as output:
            server = subprocess.Popen(
                [*PERIPLUS, "serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"],
                env=environment(database, str(home), PERIPLUS_SITE_URL=url),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                wait_for(url, server, log)
                yield url
            finally:
                server.terminate()
                server.wait(timeout=READY_SECONDS)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/accounts/login/", timeout=5).close()  # noqa: S310 -- our own
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The demo does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
    """A demo to look at: whoever changes something there takes it back."""
    with served("look") as url:
        yield url


@pytest.fixture
def own_demo() -> Iterator[str]:
    """A demo of the test's own, to be changed as one likes."""
    with served("own") as url:
        yield url
