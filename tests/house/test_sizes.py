"""A file, a function and a template stay small enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE, FUNCTION, TEMPLATE = 400, 50, 150


def python_files() -> list[Path]:
    """All code by hand; first migrations are written by Django."""
    found = [file for folder in ("src", "tests", "bench") for file in (ROOT / folder).rglob("*.py")]
    return [ROOT / "dev", *(file for file in found if not file.name.startswith("0001_"))]


def too_long(text: str, limit: int) -> bool:
    return text.count("\n") > limit


def long_functions(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION:
                yield f"{node.name}: {lines} lines"


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_no_file_is_too_long() -> None:
    scripts = [file for file in (ROOT / "assets").rglob("*") if file.suffix in {".js", ".mjs", ".css"}]
    assert [named(file) for file in [*python_files(), *scripts] if too_long(file.read_text(), FILE)] == []


def test_no_function_is_too_long() -> None:
    found = {named(file): list(long_functions(file.read_text())) for file in python_files()}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_no_template_is_too_long() -> None:
    templates = (ROOT / "src").rglob("templates/**/*.*")
    assert [named(file) for file in templates if too_long(file.read_text(), TEMPLATE)] == []


def test_the_limits_turn_red() -> None:
    assert too_long("line\n" * 401, FILE)
    assert not too_long("line\n" * 400, FILE)
    assert list(long_functions("def long():\n" + "    x = 1\n" * 50)) == ["long: 51 lines"]
    assert list(long_functions("def fine():\n" + "    x = 1\n" * 49)) == []
