"""Reading our own code as a tree: what the tests of the house look for in it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "periplus"
TESTS = ROOT / "tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def place(file: Path, node: ast.AST) -> str:
    """Where something stands, as editors write it."""
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def strings(node: ast.AST) -> set[str]:
    """Every literal text below a node."""
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def called(call: ast.Call) -> str:
    """The last name of what is called: `record` of `ledger.record(...)`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def functions(tree: ast.Module) -> Iterator[Function]:
    return (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
