"""The reference pages of commands and settings."""

import ast
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from periplus.cli.main import find_commands
from periplus.cli.meanings import MEANINGS, OUTSIDE_SETTINGS

CONFIG = Path(__file__).resolve().parent.parent / "config"
READERS = {"text": "text", "switch": "1 or 0", "whole": "whole number", "words": "list with commas"}


@dataclass(frozen=True)
class Setting:
    """One environment variable that the settings read."""

    name: str
    kind: str
    default: str


def settings() -> str:
    """The table of all environment variables."""
    found = {setting.name: setting for file in sorted(CONFIG.glob("*.py")) for setting in _settings_in(file)}
    lines = [
        "# Settings\n",
        "Every value comes from the environment. For a secret, `NAME_FILE` may name a file that holds it.",
        "Only the two database addresses must stand in the environment itself, where `migrate` and `up`",
        "look for them.\n",
        "| name | kind | default | meaning |",
        "|---|---|---|---|",
    ]
    for name in sorted({*found, *OUTSIDE_SETTINGS}):
        setting = found.get(name) or Setting(name, "text", "")
        meaning = MEANINGS.get(name) or OUTSIDE_SETTINGS[name]
        lines.append(f"| `{name}` | {setting.kind} | {setting.default} | {meaning} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """The commands with their options, as `--help` shows them."""
    parts = ["# Commands\n", "`periplus COMMAND`; `./dev help` lists the developer's own.\n"]
    for name, command in find_commands().items():
        parser = ArgumentParser(prog=f"periplus {name}", add_help=False)
        command.add_arguments(parser)
        parts.append(f"## {name}\n\n{command.HELP[:1].upper()}{command.HELP[1:]}.\n")
        parts.extend(_options(parser))
    return "\n".join(parts) + "\n"


def _options(parser: ArgumentParser) -> Iterator[str]:
    # argparse offers no public list of its actions; its formatted help depends on the terminal's width.
    for action in parser._actions:  # noqa: SLF001
        words = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        text = (action.help or "").replace("%(default)s", str(action.default))
        yield f"- `{words}` {text}".rstrip() + "\n"


def _settings_in(file: Path) -> Iterator[Setting]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            values = [value.value for value in node.args if isinstance(value, ast.Constant)]
            if values and str(values[0]).startswith("PERIPLUS_"):
                default = str(values[1]) if len(values) > 1 else ""
                yield Setting(str(values[0]), READERS[node.func.attr], _shown(str(values[0]), default))


def _shown(name: str, default: str) -> str:
    if not default:
        return ""
    return "only for demo and tests" if "SECRET" in name else f"`{default}`"
