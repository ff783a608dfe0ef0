"""Documents that are written from the code, so that they cannot lie.

`./dev docs` writes them and `./dev check` refuses old ones. To add one, add a line: the file's
path, with `#name` for only the part of it between the lines `<!-- name -->` and `<!-- /name -->`,
and the function that returns its text as `package.module:function`.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

DOCUMENTS: Mapping[str, str] = {
    "docs/reference/commands.md": "periplus.cli.reference:commands",
    "docs/reference/events.md": "periplus.web.guide.reference.held:events",
    "docs/reference/imports.md": "periplus.web.guide.reference.imports:imports",
    "docs/reference/indicators.md": "periplus.web.guide.reference.loop:indicators",
    "docs/reference/levers.md": "periplus.web.guide.reference.loop:levers",
    "docs/reference/lives.md": "periplus.web.guide.reference.lives:lives",
    "docs/reference/openapi.json": "periplus.api.reference:openapi",
    "docs/reference/permissions.md": "periplus.web.guide.reference.rights:permissions",
    "docs/reference/privacy.md": "periplus.web.guide.reference.held:privacy",
    "docs/reference/settings.md": "periplus.cli.reference:settings",
    "src/periplus/exchange/README.md#states": "periplus.web.guide.reference.lives:import_states",
    "src/periplus/loop/README.md#states": "periplus.web.guide.reference.lives:loop_states",
    "src/periplus/partners/README.md#states": "periplus.web.guide.reference.lives:agreement_states",
}


def texts(root: Path) -> dict[Path, str]:
    """What every generated file has to contain now."""
    found: dict[Path, str] = {}
    for target, place in DOCUMENTS.items():
        name, _, part = target.partition("#")
        path = root / name
        text = _write(place)
        if part:
            before = found.get(path) or path.read_text(encoding="utf-8")
            text = replace_part(before, part, text)
        found[path] = text
    return found


def replace_part(document: str, part: str, text: str) -> str:
    """The document with a new text between the two marks of `part`; ValueError without the marks."""
    opening, closing = f"<!-- {part} -->", f"<!-- /{part} -->"
    head, _, rest = document.partition(opening)
    _, found, tail = rest.partition(closing)
    if not found:
        message = f"The document has no lines {opening} and {closing}."
        raise ValueError(message)
    return f"{head}{opening}\n{text.strip()}\n{closing}{tail}"


def _write(place: str) -> str:
    module, _, function = place.partition(":")
    text: str = getattr(import_module(module), function)()
    return text
