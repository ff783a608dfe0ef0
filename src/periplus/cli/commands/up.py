"""`periplus up`: everything on one machine, until Ctrl-C."""

import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from periplus.cli.failures import Failure
from periplus.cli.installation import Installation
from periplus.cli.ports import FIRST, free_port
from periplus.cli.processes import MARK, Crew, stop_leftovers
from periplus.cli.programs import ClusterError

NAME = "up"
HELP = "starts database, server and worker on this machine and stops them on Ctrl-C"
READY_SECONDS = 60.0
PERIPLUS = (sys.executable, "-m", "periplus.cli")


class _Told(BaseException):
    """Somebody told us to stop; a BaseException, so that nothing on the way swallows it."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="tell the demo story into an empty database")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=FIRST, help="first port to try (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="server processes (default: %(default)s)")


def run(options: Namespace) -> int:
    here = Installation.here()
    here.home.mkdir(parents=True, exist_ok=True)
    crew = Crew(here.home)
    with _only_one(here), _signals():
        try:
            _start(here, crew, options)
            return _watch(here, crew)
        except (_Told, KeyboardInterrupt):
            return 0
        except ClusterError as error:
            raise Failure(str(error)) from error
        finally:
            _ignore_signals()
            _say("Stopping …")
            crew.stop()
            if here.is_embedded:
                here.cluster.stop()
            _say("Stopped.")


def _start(here: Installation, crew: Crew, options: Namespace) -> None:
    if stop_leftovers(here.home):
        _say("Ended what an earlier run had left behind.")
    port = free_port(options.host, options.port)
    address = f"http://{'localhost' if options.host in {'127.0.0.1', '0.0.0.0'} else options.host}:{port}"  # noqa: S104
    environment = {**here.prepare(), MARK: str(here.home)}
    environment.setdefault("PERIPLUS_SITE_URL", os.environ.get("PERIPLUS_SITE_URL", address))
    if options.demo:
        environment["PERIPLUS_DEMO"] = "1"
    _once(environment, "migrate", "--quiet")
    if options.demo:
        _once(environment, "demo")
    serve = [
        *PERIPLUS,
        "serve",
        "--host",
        options.host,
        "--port",
        str(port),
        "--workers",
        str(options.workers),
    ]
    crew.start("server", serve, environment=environment, log=here.log("server"))
    crew.start("worker", [*PERIPLUS, "worker"], environment=environment, log=here.log("worker"))
    _wait_until_ready(here, crew, f"http://{options.host}:{port}/")
    _say(f"\nPeriplus is open at {address}")
    if options.demo:
        _say(f"Choose a role on the first page: {', '.join(_role_names())}.")
    _say("Ctrl-C stops everything.")


def _once(environment: dict[str, str], *words: str) -> None:
    """Runs one of our own commands to its end, in a process of its own with its own settings."""
    finished = subprocess.run([*PERIPLUS, *words], env={**os.environ, **environment}, check=False)
    if finished.returncode:
        message = f"`periplus {words[0]}` ended with {finished.returncode}; what it said stands above."
        raise Failure(message)


def _wait_until_ready(here: Installation, crew: Crew, url: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        _fail_if_ended(here, crew)
        try:
            urllib.request.urlopen(url, timeout=10).close()  # noqa: S310 -- our own http address
        except urllib.error.HTTPError:
            return  # it answers; what it answers is its own matter
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"The server does not answer at {url}. See {here.log('server')}."
    raise Failure(message)


def _watch(here: Installation, crew: Crew) -> int:
    """Waits for a signal; a child that ends by itself ends everything: half a system is worse than none."""
    while True:
        _fail_if_ended(here, crew)
        time.sleep(0.5)


def _fail_if_ended(here: Installation, crew: Crew) -> None:
    name = crew.first_ended()
    if name:
        last = "\n".join(here.log(name).read_text(errors="replace").splitlines()[-15:])
        message = f"The {name} ended by itself. Its last words, from {here.log(name)}:\n{last}"
        raise Failure(message)


def _role_names() -> list[str]:
    from periplus.people.enums import Role  # noqa: PLC0415 -- needs Django, which `up` itself does not start

    return [str(role.label) for role in Role]


@contextmanager
def _only_one(here: Installation) -> Iterator[None]:
    """Two supervisors of one folder would stop each other's processes."""
    with (here.home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = (
                f"Periplus already runs from {here.home}. Stop it, or set PERIPLUS_HOME to another folder."
            )
            raise Failure(message) from error
        yield


@contextmanager
def _signals() -> Iterator[None]:
    def tell(_number: int, _frame: FrameType | None) -> None:
        raise _Told

    before = {
        number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    """A second Ctrl-C would leave processes behind; stopping has its own time limits."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
