"""One supervisor for each folder, and what signals mean to it."""

import fcntl
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from periplus.cli.failures import Failure

SIGNS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Told(BaseException):
    """Somebody told us to stop; a BaseException, so that nothing on the way swallows it."""


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Two supervisors of one folder would stop each other's processes. A killed one leaves no lock."""
    with (home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"Periplus already runs from {home}. Stop it, or set PERIPLUS_HOME to another folder."
            raise Failure(message) from error
        yield


@contextmanager
def told_by_signals() -> Iterator[None]:
    """Turns the signals that end a program into `Told`."""

    def tell(_number: int, _frame: FrameType | None) -> None:
        raise Told

    before = {sign: signal.signal(sign, tell) for sign in SIGNS}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def deaf() -> None:
    """A second Ctrl-C would leave processes behind; stopping has its own time limits."""
    for sign in SIGNS:
        signal.signal(sign, signal.SIG_IGN)
