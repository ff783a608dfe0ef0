"""The developer's command skips what is done, and the wheel carries what a server needs."""

import ast
import importlib.util
import re
import subprocess
import sys
import zipfile
from importlib.machinery import SourceFileLoader
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The command as a module that works in a folder of its own."""
    loader = SourceFileLoader("dev_command", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev_command", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "TOOLS", tmp_path / ".tools")
    return module


def test_a_step_is_done_once_for_the_same_inputs(dev: ModuleType, tmp_path: Path) -> None:
    done: list[str] = []
    result = tmp_path / "result"
    (tmp_path / "lock.txt").write_text("one")

    def work() -> None:
        done.append("worked")
        result.touch()

    def step() -> int:
        dev.step("Some packages", work, ["lock.txt", "folder"], result)
        return len(done)

    assert (step(), step()) == (1, 1)
    (tmp_path / "lock.txt").write_text("two")
    assert (step(), step()) == (2, 2)
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "file").touch()
    assert (step(), step()) == (3, 3)
    result.unlink()
    assert (step(), step()) == (4, 4)


def test_a_step_that_failed_is_done_again(dev: ModuleType, tmp_path: Path) -> None:
    def fails() -> None:
        raise dev.Stop("it ended with 1")

    for _ in range(2):
        with pytest.raises(dev.Stop):
            dev.step("Node packages", fails, [], tmp_path)


def test_help_needs_nothing_installed(tmp_path: Path) -> None:
    (tmp_path / "dev").write_text((ROOT / "dev").read_text())
    result = subprocess.run(
        [sys.executable, "-I", "dev", "help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "./dev run" in result.stdout
    assert not (tmp_path / ".tools").exists()


def test_an_unknown_command_is_refused_with_a_sentence() -> None:
    result = subprocess.run([ROOT / "dev", "sail"], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "There is no command 'sail'" in result.stderr


def test_ci_runs_the_same_command() -> None:
    assert "exec python3 dev ci" in (ROOT / ".ci" / "run").read_text()


def third_party(file: Path) -> set[str]:
    """Top packages that a module imports, without Python's own and ours."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.partition(".")[0] for name in plain | taken} - sys.stdlib_module_names - {"periplus"}


def test_the_product_needs_nothing_that_only_developers_have() -> None:
    shipped = set(
        re.findall(
            r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements" / "base.txt").read_text(), re.MULTILINE
        )
    )
    homes = packages_distributions()
    wanted = {name: file for file in (ROOT / "src").rglob("*.py") for name in third_party(file)}
    assert {
        name: str(file)
        for name, file in wanted.items()
        if not shipped & {normal(home) for home in homes.get(name, [])}
    } == {}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_wheel_carries_pages_bundles_and_migrations(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for expected in (
        "periplus/py.typed",
        "periplus/core/migrations/0001_initial.py",
        "periplus/web/shell/templates/shell/base.html",
        "periplus/web/static/periplus/main.css",
        "periplus/web/static/periplus/main.js",
    ):
        assert expected in names
    assert any(name.endswith(".woff2") for name in names)
    assert not [name for name in names if "tests/" in name or "node_modules" in name]
