"""The guide inside the product: its pages in four languages, their links, pictures and search."""

import re
from pathlib import Path

import pytest
from django.conf import settings as current
from django.test import Client
from pytest_django import Settings

from periplus.core.languages import BY_CODE
from periplus.people.models import Person
from periplus.web.guide import library
from periplus.web.guide.search import find_guide_pages
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NAMES = sorted(path.stem for path in (library.docs_folder() / "guide" / "en").glob("*.md"))
OTHERS = ["glossary", "operators/running", "reference/permissions", "decisions/0001-the-house"]


@pytest.fixture
def ana(client: Client) -> Person:
    person: Person = PersonFactory.create(name="Ana Sá")
    client.force_login(person)
    return person


def address(name: str) -> str:
    return "/guide/" if name == "index" else f"/guide/{name}/"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("name", [*NAMES, *OTHERS])
def test_a_page_renders_and_its_links_lead_somewhere(client: Client, name: str) -> None:
    page = client.get(address(name))
    assert page.status_code == 200
    matter = page.text.partition("<article")[2].partition("</article>")[0]
    assert "<h1" not in matter
    assert "&lt;" not in re.sub(r"<(code|pre)\b.*?</\1>", "", matter, flags=re.DOTALL)
    for link in re.findall(r'href="(/guide/[^"#]*)', matter):
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("code", BY_CODE)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_can_be_read_in_every_language(client: Client, ana: Person, name: str, code: str) -> None:
    ana.language = code
    ana.save(update_fields=["language"])
    page = client.get(address(name))
    assert page.status_code == 200
    assert f'<html lang="{BY_CODE[code].html}"' in page.text
    document = library.find_page(name, code)
    assert document is not None
    assert document.language in {BY_CODE[code].html, "en"}


def test_the_reader_gets_the_page_in_the_own_language_where_it_exists(
    client: Client, ana: Person, tmp_path: Path, settings: Settings
) -> None:
    settings.PACKAGE = tmp_path
    for folder, text in (("en", "# Hello\n\nSea.\n"), ("pt", "# Olá\n\nMar.\n")):
        (tmp_path / "docs" / "guide" / folder).mkdir(parents=True)
        (tmp_path / "docs" / "guide" / folder / "index.md").write_text(text, encoding="utf-8")
    (tmp_path / "docs" / "guide" / "en" / "sails.md").write_text("# Sails\n", encoding="utf-8")
    ana.language = "pt"
    ana.save(update_fields=["language"])
    client.cookies[current.LANGUAGE_COOKIE_NAME] = "pt"
    assert 'lang="pt-BR"><p>Mar.</p>' in client.get("/guide/").text
    fallback = client.get("/guide/sails/").text
    assert '<span lang="en">Sails</span>' in fallback


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("name", ["nowhere", "../../pyproject", "guide/en/../../index", "Index", ""])
def test_nothing_outside_the_documents_is_read(client: Client, name: str) -> None:
    assert library.find_page(name, "en") is None
    assert client.get("/guide/nowhere/").status_code == 404


@pytest.mark.parametrize("name", ["nowhere.png", "index.md"])
def test_only_pictures_are_handed_out(client: Client, name: str) -> None:
    assert client.get(f"/guide/pictures/{name}").status_code == 404
    assert library.find_picture(f"../guide/{name}") is None


def test_a_picture_is_handed_out(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.PACKAGE = tmp_path
    (tmp_path / "docs" / "pictures").mkdir(parents=True)
    (tmp_path / "docs" / "pictures" / "board.png").write_bytes(b"\x89PNG")
    answer = client.get("/guide/pictures/board.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer) == b"\x89PNG"
    answer.close()


def test_the_guide_wants_a_sign_in_but_the_statement_on_accessibility_does_not(client: Client) -> None:
    assert client.get("/guide/").status_code == 302
    statement = client.get("/guide/accessibility/")
    assert statement.status_code == 200
    assert "WCAG" in statement.text


def test_every_page_is_named_on_the_index() -> None:
    assert {page.name for page in library.list_pages("en")} == set(NAMES) - {"index"}


@pytest.mark.usefixtures("ana")
def test_the_foot_of_every_page_leads_to_the_statement(client: Client) -> None:
    foot = client.get("/guide/").text.partition("<footer")[2]
    assert 'href="/guide/accessibility/"' in foot


def test_a_search_finds_words_of_a_page_and_titles_come_first(ana: Person) -> None:
    assert "/guide/ledger/" in [hit.url for hit in find_guide_pages(ana, "ocel", 10)]
    assert find_guide_pages(ana, "replay", 10)[0].url == "/guide/replay/"
    assert find_guide_pages(ana, "no such word anywhere", 10) == []
