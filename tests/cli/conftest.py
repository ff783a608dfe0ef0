"""A running installation in a folder of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

SECONDS = 90.0


@dataclass
class Up:
    """`periplus up` as a person starts it."""

    home: Path
    arguments: tuple[str, ...] = ()
    process: "subprocess.Popen[str]" = field(init=False)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        ours = ("PERIPLUS_", "DJANGO_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "periplus.cli", "up", *self.arguments],
            env={**environment, "PERIPLUS_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def address(self) -> str:
        """Reads on until the address is told."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if " is open at " in line:
                return line.split(" is open at ")[1].strip()
        pytest.fail(f"ended before it opened: {''.join(self.said)}")

    def end(self) -> str:
        """Everything that it said, after its end."""
        rest, _ = self.process.communicate(timeout=SECONDS)
        return "".join(self.said) + rest


def processes_of(home: Path) -> list[psutil.Process]:
    """Every process that names the installation's folder in its command or environment."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            told = " ".join(process.cmdline()), process.environ().get("PERIPLUS_HOME", "")
            if process.pid != os.getpid() and any(str(home) in text for text in told):
                found.append(process)
    return found


def all_gone(home: Path) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not processes_of(home):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    """Starts an installation in tmp_path; whatever is left of it afterwards is ended."""
    started: list[Up] = []

    def start(*arguments: str) -> Up:
        started.append(Up(tmp_path / "home", arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
    for process in processes_of(tmp_path):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    for one in started:
        if one.process.stdout and not one.process.stdout.closed:
            one.process.communicate()
