"""Paper: documents set as tagged PDF (PDF/UA-1), with letters for Latin script and Chinese.

A document is given as plain values. They reach the template as data, so nothing in them is ever read as
markup; the template is ours. Nothing is fetched: packages of templates are not used, fonts lie here.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import typst

from periplus.core.languages import active_language, language_of

HERE: Final = Path(str(files("periplus.core.printing")))


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with its heading. The first column names its row; `widths` are shares of the line.

    A cell may hold several lines.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    none: str = ""  # what stands there when there are no rows


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A document of a title, a sentence or two, facts and tables; `foot` stands on every page."""

    title: str
    lead: str = ""
    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[PrintedTable] = ()
    foot: str = ""


def print_report(report: PrintedReport) -> bytes:
    """The report as PDF, in the reader's language, A4 across."""
    language = language_of(active_language())
    content = {**asdict(report), "language": language.html.split("-")[0], "cjk": language.column == "zh"}
    return typst.compile(
        HERE / "report.typ",
        format="pdf",
        root=HERE,
        package_path=HERE / "fonts",  # holds no packages
        package_cache_path=HERE / "fonts",
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(content)},
        pdf_standards="ua-1",
    )


@cache
def _fonts() -> typst.Fonts:
    """Only ours, so that the same document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
