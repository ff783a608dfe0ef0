"""Documents are true to the code, to each other, and whole in every language."""

import re
from pathlib import Path

import pytest

from periplus.cli.generated import DOCUMENTS
from periplus.core.languages import BY_CODE
from periplus.web.guide.rendering import slug_of

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ENGLISH = DOCS / "guide" / "en"
FOLDERS = sorted({language.column for language in BY_CODE.values()} - {"en"})
# `config` holds nothing but settings and addresses; both are described in docs/reference.
PACKAGES = sorted(
    file.parent for file in (ROOT / "src" / "periplus").glob("*/__init__.py") if file.parent.name != "config"
)
WRITTEN = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(package / "README.md" for package in PACKAGES)],
)
PAGE, DECISION, README = 60, 40, 30


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def links_of(text: str) -> list[str]:
    """Where a document points to inside the repository; what stands in code is no link."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]


def anchors_of(text: str) -> set[str]:
    return {slug_of(heading) for heading in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)}


def broken_links(file: Path) -> list[str]:
    broken = []
    for link in links_of(file.read_text(encoding="utf-8")):
        path, _hash, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        if not target.exists() or (anchor and anchor not in anchors_of(target.read_text(encoding="utf-8"))):
            broken.append(link)
    return broken


def skeleton_of(text: str) -> tuple[int, int, int, list[str], list[str]]:
    """What a translation keeps: headings, steps, rows of tables, links and pictures, and blocks of code."""
    counts = [len(re.findall(mark, text, flags=re.MULTILINE)) for mark in (r"^#+ ", r"^(\d+\.|-) ", r"^\|")]
    blocks = re.findall(r"```.*?```", text, flags=re.DOTALL)
    files = [link.partition("#")[0] for link in links_of(text)]
    return counts[0], counts[1], counts[2], files, blocks


@pytest.mark.parametrize("file", WRITTEN, ids=named)
def test_every_link_leads_somewhere(file: Path) -> None:
    assert broken_links(file) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# Here and there\n")
    page = tmp_path / "page.md"
    page.write_text("[a](there.md#here-and-there) [b](there.md#away) [c](gone.md) `[d](no.md)` [e](#x)\n")
    assert broken_links(page) == ["there.md#away", "gone.md", "#x"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_guide_is_whole_in_every_language(folder: str) -> None:
    translated = {file.name for file in (DOCS / "guide" / folder).glob("*.md")}
    assert translated == {file.name for file in ENGLISH.glob("*.md")}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_translation_has_everything_of_the_original(folder: str) -> None:
    pairs = [(ENGLISH / file.name, file) for file in sorted((DOCS / "guide" / folder).glob("*.md"))]
    texts = [(new.name, old.read_text("utf-8"), new.read_text("utf-8")) for old, new in pairs if old.exists()]
    assert [name for name, old, new in texts if skeleton_of(old) != skeleton_of(new)] == []


def test_a_missing_step_in_a_translation_is_seen() -> None:
    old = "# A\n\n1. one\n2. two\n\n[x](x.md#here)\n"
    assert skeleton_of(old) == skeleton_of("# B\n\n1. uno\n2. dos\n\n[y](x.md#aqui)\n")
    assert skeleton_of(old) != skeleton_of("# B\n\n1. uno\n\n[y](x.md#aqui)\n")


def test_pages_of_the_guide_stay_short() -> None:
    pages = (DOCS / "guide").rglob("*.md")
    assert [named(page) for page in pages if page.read_text("utf-8").count("\n") > PAGE] == []


def test_every_reference_page_is_written_from_the_code() -> None:
    written = {name.partition("#")[0] for name in DOCUMENTS}
    assert {named(file) for file in (DOCS / "reference").iterdir()} == {
        name for name in written if name.startswith("docs/reference/")
    }


def test_decisions_are_numbered_and_short() -> None:
    files = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [int(file.name.partition("-")[0]) for file in files]
    assert numbers == list(range(1, len(files) + 1))
    for number, file in zip(numbers, files, strict=True):
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), file.name
        assert text.count("\n") <= DECISION, file.name
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), file.name


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_package_says_what_it_is_in_thirty_lines(package: Path) -> None:
    text = (package / "README.md").read_text(encoding="utf-8")
    assert text.count("\n") <= README
    assert "**Words it owns.**" in text or re.search(r"^- \*\*\w+\*\*: ", text, flags=re.MULTILINE)
    assert re.search(r"[Mm]ay know|[Kk]nows (only|nobody)", text), "whom it may know"


def test_the_glossary_has_one_word_for_each_thing_in_four_languages() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line[:1] == "|"]
    words = rows[2:]
    assert [row for row in words if len(row) != 5 or not all(row)] == []
    assert len({row[0] for row in words}) == len(words)


def test_every_word_of_the_glossary_is_used_by_the_guide() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| ([a-z -]+?) \|", text, flags=re.MULTILINE)
    guide = " ".join(file.read_text("utf-8").lower() for file in ENGLISH.glob("*.md"))
    assert [word for word in words if word not in guide] == []
