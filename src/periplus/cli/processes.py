"""Child processes that start together and stop in reverse order."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MARK = "PERIPLUS_SUPERVISED"  # in the environment of every child: the folder of its installation
PATIENCE = 15.0  # seconds that a process has to end by itself


@dataclass
class Crew:
    """The processes of one installation."""

    home: Path
    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        """Starts a child in a process group of its own: Ctrl-C reaches only the supervisor."""
        marked = {**os.environ, **environment, MARK: str(self.home)}
        with log.open("ab") as output:
            self.members[name] = subprocess.Popen(
                command,
                env=marked,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def first_ended(self) -> str | None:
        """The name of a child that runs no more."""
        return next((name for name, member in self.members.items() if member.poll() is not None), None)

    def stop(self) -> None:
        """Stops the last first, each with its own children, and leaves nobody behind."""
        for member in reversed(self.members.values()):
            _stop_group(member)
        self.members.clear()
        stop_leftovers(self.home)


def stop_leftovers(home: Path) -> int:
    """Ends what a killed supervisor of this installation left running; says how many."""
    left = list(_leftovers(home))
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=PATIENCE)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=PATIENCE)
    return len(left)


def _leftovers(home: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == str(home):
                yield process


def _stop_group(member: subprocess.Popen[bytes]) -> None:
    """Asks the group to end, waits, and insists."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(member.pid, sign)
        if _ends_within(member, PATIENCE):
            return


def _ends_within(member: subprocess.Popen[bytes], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if member.poll() is not None:
            return True
        time.sleep(0.05)
    return False
