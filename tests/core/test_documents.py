"""Files: taken when they are what they say, kept once, handed to those who may read what they belong to."""

import io
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from periplus.core.documents import queries
from periplus.core.documents.services import path_of, store_document
from periplus.core.ledger.queries import list_events_about
from periplus.core.models import Document
from periplus.core.verdicts import YES, Invalid, Verdict, unseen
from periplus.people.models import Person, Unit
from tests.factories.people import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a page"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Ana, the only one who may read files of units."""
    ana = PersonFactory.create(name="Ana")

    def may_read(person: object, _document: Document) -> Verdict:
        return YES if person == ana else unseen()

    monkeypatch.setitem(queries._readers, Unit._meta.label_lower, may_read)
    return ana


def store(content: bytes, name: str, subject: Unit | None = None) -> Document:
    return store_document(actor=None, file=io.BytesIO(content), name=name, subject=subject)


def test_a_file_is_kept_under_the_hash_of_its_content(folder: Path) -> None:
    unit = UnitFactory.create()
    first, second = store(PDF, "one.pdf", unit), store(PDF, "two.pdf", unit)
    assert path_of(first) == path_of(second)
    assert path_of(first).read_bytes() == PDF
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept == [path_of(first)]
    assert (first.size, first.content_type) == (len(PDF), "application/pdf")
    assert [event.type for event in list_events_about(first.uuid)] == ["core.document.stored"]
    assert set(queries.list_documents_of(unit.uuid)) == {first, second}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.pdf", "empty"),
        (b"not a pdf", "false.pdf", "not what the ending"),
        (b"MZ", "programme.exe", "not taken"),
        (b"a\x00b", "table.csv", "not what the ending"),
        (PDF, "no ending", "not taken"),
    ],
)
def test_what_is_not_what_it_says_is_refused(folder: Path, content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        store(content, name)
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Document.objects.exists()


def test_what_is_too_large_is_refused(folder: Path, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(Invalid, match="larger"):
        store(PDF, "large.pdf")
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_path_in_the_name_leads_nowhere() -> None:
    assert store(b"a,b", "../../etc/table.csv").name == "table.csv"


def test_only_readers_of_the_subject_get_the_file(reader: Person, client: Client) -> None:
    document = store(PDF, "größe.pdf", UnitFactory.create())
    url = f"/files/{document.uuid}/"
    assert client.get(url).status_code == 302
    client.force_login(PersonFactory.create())
    assert client.get(url).status_code == 404
    client.force_login(reader)
    response = client.get(url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''gr%C3%B6%C3%9Fe.pdf"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_without_subject_is_closed_to_everyone() -> None:
    assert not queries.may_read_document(PersonFactory.create(), store(b"a,b", "table.csv"))
