"""PDF files: what they say can be read back, also Chinese; they are tagged; texts are no markup."""

import io
from typing import Any

from django.utils import translation
from pypdf import PdfReader

from periplus.core.printing import PrintedReport, PrintedTable, print_report

HOSTILE = '#read("/etc/passwd") *not bold* $x$ `code` @ref <label> \\ // no comment'
REPORT = PrintedReport(
    title="Responsibility list: ação conjunta",
    lead="Joint programme with 北京大学",
    facts=[("Kept by", "Alice"), ("Day", "2026-03-02")],
    tables=[
        PrintedTable("Modules", ["Module", "职责"], [["Sign it", "Carla\n国际交流与合作处"]], [2, 1]),
        PrintedTable("Empty", ["Nothing"], [], none="No module yet."),
        PrintedTable("Hostile", ["Text"], [[HOSTILE]]),
    ],
    foot="Periplus",
)


def reader(report: PrintedReport = REPORT) -> PdfReader:
    return PdfReader(io.BytesIO(print_report(report)))


def root_of(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def text_of(pdf: PdfReader) -> str:
    """Without breaks: where a line is broken is a matter of the letters."""
    return "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_the_words_are_in_it_in_every_script() -> None:
    said = text_of(reader())
    for words in ("Responsibilitylist:açãoconjunta", "北京大学", "国际交流与合作处", "职责", "Nomoduleyet."):
        assert words in said


def test_texts_are_data_and_never_markup() -> None:
    assert "".join(HOSTILE.split()) in text_of(reader())


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    pdf = reader()
    root = root_of(pdf)
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata is not None
    assert pdf.metadata.title == REPORT.title
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_it_speaks_the_language_of_the_reader() -> None:
    with translation.override("zh-hans"):
        assert str(root_of(reader())["/Lang"]).startswith("zh")


def test_many_rows_go_over_pages_with_their_headings() -> None:
    rows = [[f"Module {number}", "Alice\nBob\nCarla"] for number in range(60)]
    pdf = reader(PrintedReport("Long", tables=[PrintedTable("Modules", ["Module", "Who-is-it"], rows)]))
    assert len(pdf.pages) > 2
    assert all("Who-is-it" in page.extract_text() for page in pdf.pages)
