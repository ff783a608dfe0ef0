"""What belongs to one installation: its folder, secret, database and the environment of its processes."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from periplus.cli.embedded import Cluster
from periplus.cli.roles import APP_ROLE, prepare

DATABASE = "periplus"


@dataclass(frozen=True)
class Installation:
    """An installation whose own files live in one folder."""

    home: Path

    @classmethod
    def here(cls) -> "Installation":
        return cls(Path(os.environ.get("PERIPLUS_HOME", ".run")).resolve())

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.home / "postgres")

    @property
    def is_embedded(self) -> bool:
        """Whether the database is ours to start and stop."""
        return "PERIPLUS_DATABASE_URL" not in os.environ

    def prepare(self) -> dict[str, str]:
        """Starts what is ours and answers with the environment for all processes."""
        self.home.mkdir(parents=True, exist_ok=True)
        environment = {"PERIPLUS_HOME": str(self.home)}
        if not (os.environ.get("PERIPLUS_SECRET_KEY") or os.environ.get("PERIPLUS_SECRET_KEY_FILE")):
            environment["PERIPLUS_SECRET_KEY_FILE"] = str(self._secret())
        if self.is_embedded:
            self.cluster.start()
            prepare(self.cluster.address("postgres"), DATABASE)
            environment["PERIPLUS_DATABASE_URL"] = self.cluster.address(DATABASE, APP_ROLE)
            environment["PERIPLUS_DATABASE_OWNER_URL"] = self.cluster.address(DATABASE)
        return environment

    def log(self, name: str) -> Path:
        """Where the process of that name writes."""
        folder = self.home / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def _secret(self) -> Path:
        """Made once, readable by its owner only."""
        file = self.home / "secret"
        if not file.exists():
            half = file.with_suffix(".half")
            half.unlink(missing_ok=True)
            half.touch(mode=0o600)
            half.write_text(secrets.token_urlsafe(64))
            half.rename(file)
        return file
