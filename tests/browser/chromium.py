"""Finds a real Chromium: Debian's if the machine has it, else the one that npm ships, unpacked once."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[2]
ARCHIVES = ROOT / "node_modules" / "@sparticuz" / "chromium"
INSTALLED = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))

FLAGS = [
    "--no-sandbox",  # also as root, as in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # containers give /dev/shm too little room
    "--font-render-hinting=none",  # the same picture on every machine
    "--force-color-profile=srgb",
]


@dataclass(frozen=True)
class Chromium:
    """An executable with the flags and the environment that it needs."""

    path: Path
    flags: list[str] = field(default_factory=lambda: list(FLAGS))
    environment: dict[str, str] = field(default_factory=dict)

    def launch(self, playwright: Playwright) -> Browser:
        return playwright.chromium.launch(
            executable_path=self.path,
            args=self.flags,
            env={**os.environ, **self.environment},
        )


def find_chromium() -> Chromium:
    """The installed Chromium, or npm's; a sentence that says what to do when there is neither."""
    for path in INSTALLED:
        if path.exists():
            return Chromium(path)
    if not ARCHIVES.exists():
        sentence = "No Chromium here. Run ./dev setup, or install your system's Chromium."
        raise FileNotFoundError(sentence)
    return _unpacked()


def _unpacked() -> Chromium:
    folder = ROOT / ".tools" / f"chromium-{_stamp()}"
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test processes unpack once
        if not folder.exists():
            _unpack(folder)
    libraries = os.pathsep.join(filter(None, [str(folder / "lib"), os.environ.get("LD_LIBRARY_PATH")]))
    return Chromium(
        folder / "chromium",
        # Its build knows no zygote process.
        [*FLAGS, "--no-zygote"],
        {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(folder / "fontconfig.xml")},
    )


def _stamp() -> str:
    """Changes with the package and with this recipe."""
    size = (ARCHIVES / "bin" / "chromium.br").stat().st_size
    return f"{size}-2"


def _unpack(folder: Path) -> None:
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    node = Path(sys.executable).parent / "node"
    script = Path(__file__).with_name("unpack.mjs")
    subprocess.run([node, script, ARCHIVES / "bin", half], check=True)
    for archive in half.glob("*.tar"):
        with tarfile.open(archive) as tar:
            tar.extractall(half, filter="data")
        archive.unlink()
    fontconfig = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{folder / 'fonts'}</dir><dir>/usr/share/fonts</dir><cachedir>{folder / 'cache'}</cachedir>"
        "</fontconfig>"
    )
    (half / "fontconfig.xml").write_text(fontconfig)
    half.rename(folder)
