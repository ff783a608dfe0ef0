"""The frame: language, light and dark, headers, the gallery."""

import re

import pytest
from django.conf import settings as current
from django.test import Client
from pytest_django import Settings

from periplus.core.languages import BY_CODE
from periplus.people.models import Person
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gallery(settings: Settings) -> str:
    settings.DEMO = True
    return "/gallery/"


@pytest.fixture
def ana(client: Client) -> Person:
    person: Person = PersonFactory.create(name="Ana Sá")
    client.force_login(person)
    return person


@pytest.mark.parametrize("code", BY_CODE)
def test_the_gallery_renders_in_every_language(client: Client, gallery: str, code: str) -> None:
    client.cookies[current.LANGUAGE_COOKIE_NAME] = code
    response = client.get(gallery)
    assert response.status_code == 200
    assert f'<html lang="{BY_CODE[code].html}"' in response.text


def test_the_gallery_is_only_for_those_who_build(client: Client, settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get("/gallery/").status_code == 404


def test_ids_are_there_once(client: Client, gallery: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(gallery).text)
    assert sorted(ids) == sorted(set(ids))


def test_descriptions_and_targets_exist(client: Client, gallery: str) -> None:
    page = client.get(gallery).text
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    named = re.findall(
        r'\s(?:aria-describedby|aria-labelledby|popovertarget|data-dialog|for)="([^"]+)"', page
    )
    assert {one for names in named for one in names.split()} <= ids


def test_a_visitor_s_language_is_kept_and_the_page_stays(client: Client, gallery: str) -> None:
    response = client.post("/language/", {"language": "pt", "next": "/gallery/?q=1"})
    assert (response.status_code, response["Location"]) == (303, "/gallery/?q=1")
    assert '<html lang="pt-BR"' in client.get(gallery).text


def test_a_person_s_language_is_kept_with_the_person(client: Client, ana: Person) -> None:
    client.post("/language/", {"language": "es", "next": "/"})
    ana.refresh_from_db()
    assert ana.language == "es"


def test_an_unknown_language_changes_nothing(client: Client, ana: Person) -> None:
    client.post("/language/", {"language": "xx", "next": "/"})
    ana.refresh_from_db()
    assert ana.language == "en"
    assert current.LANGUAGE_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_one_never_ends_up_elsewhere(client: Client, target: str) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": target})
    assert response["Location"] == "/"


def test_dark_pages_are_dark_from_the_start(client: Client, gallery: str) -> None:
    assert 'data-theme="auto"' in client.get(gallery).text
    client.post("/theme/", {"theme": "dark", "next": "/gallery/"})
    assert 'data-theme="dark"' in client.get(gallery).text


def test_a_person_s_theme_is_kept_with_the_person(client: Client, ana: Person, gallery: str) -> None:
    client.post("/theme/", {"theme": "dark", "next": "/gallery/"})
    ana.refresh_from_db()
    assert ana.theme == "dark"
    client.cookies.pop("theme")
    assert 'data-theme="dark"' in client.get(gallery).text


@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_choosing_is_a_post(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405


@pytest.mark.usefixtures("ana")
def test_foreign_code_is_kept_out_and_private_pages_are_not_kept(client: Client, gallery: str) -> None:
    headers = client.get(gallery).headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


def test_nothing_is_written_inline(client: Client, gallery: str) -> None:
    page = client.get(gallery).text
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
