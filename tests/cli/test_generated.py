"""Generated documents: whole files, parts of files, and the refusal of old ones."""

from argparse import Namespace
from pathlib import Path

import pytest

from periplus.cli import generated, reference
from periplus.cli.commands import docs
from periplus.cli.failures import Failure

ROOT = Path(__file__).resolve().parents[2]


def test_a_part_is_replaced_between_its_marks() -> None:
    before = "# Ours\n<!-- states -->\nold\n<!-- /states -->\nend\n"
    assert (
        generated.replace_part(before, "states", "new\n")
        == "# Ours\n<!-- states -->\nnew\n<!-- /states -->\nend\n"
    )
    with pytest.raises(ValueError, match="has no lines <!-- other -->"):
        generated.replace_part(before, "other", "new")


def test_old_documents_are_refused_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "DOCUMENTS", {"docs/settings.md": "periplus.cli.reference:settings"})
    with pytest.raises(Failure, match="Out of date"):
        docs.run(Namespace(check=True, root=tmp_path))
    assert not list(tmp_path.iterdir())
    docs.run(Namespace(check=False, root=tmp_path))
    assert docs.run(Namespace(check=True, root=tmp_path)) == 0


def test_the_documents_in_the_repository_are_up_to_date() -> None:
    assert docs.run(Namespace(check=True, root=ROOT)) == 0


def test_every_setting_has_a_meaning() -> None:
    table = reference.settings()
    assert "| `PERIPLUS_HOME` | text | `.run` |" in table
    assert "unsafe" not in table


def test_every_command_is_described() -> None:
    text = reference.commands()
    for name in ("up", "serve", "worker", "migrate", "check", "docs", "manage"):
        assert f"\n## {name}\n" in text
    assert "- `--port` first port to try (default: 8000)" in text
