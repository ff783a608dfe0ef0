"""Locks pin by hash and name no host: every machine asks the registry that it is set up for."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json"]
HOST = re.compile(r"://|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:org|com|io|net|dev|cn)\b", re.IGNORECASE)
NAMED_LIKE_A_HOST = re.compile(r"\bhtmx\.org\b")  # a package, not an address


def named_hosts(text: str) -> list[str]:
    return HOST.findall(NAMED_LIKE_A_HOST.sub("htmx", text))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    assert named_hosts(lock.read_text()) == []


def test_a_host_is_recognised() -> None:
    assert named_hosts("--index-url https://example.org/simple")
    assert named_hosts('"resolved": "registry.example.com/x.tgz"')
    assert named_hosts("# from packages.example.net")
    assert not named_hosts('"node_modules/htmx.org": {"version": "2.0.11"}')


@pytest.mark.parametrize("lock", LOCKS[:-1], ids=lambda path: path.name)
def test_every_python_package_is_pinned_by_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text().replace("\\\n", " "))
    for block in blocks:
        if block.strip() and not block.startswith("#"):
            assert re.match(r"[\w.\[\]-]+==\S+", block), block[:80]
            assert "--hash=sha256:" in block, block[:80]


def test_every_node_package_is_pinned_by_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
