"""A long list as a spreadsheet: made by a job while one goes on, told when ready, kept for a week."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from periplus.core import clock
from periplus.core.documents.services import path_of
from periplus.core.ledger.queries import list_events_about
from periplus.people.enums import ExportState
from periplus.people.models import ListExport, Notification, Person
from periplus.people.queries.exports import KEPT, SILENCE, list_left_alone
from periplus.people.services import exports as services
from periplus.web.lists import exports
from periplus.web.lists.tasks import make_export, resume_exports
from tests.factories.people import PersonFactory
from tests.web.cast import html_of
from tests.web.lists.conftest import Make

pytestmark = pytest.mark.django_db
URL = "/harbours/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two rows are many here, and three are told of one by one."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(exports, "LONG", 2)
    monkeypatch.setattr(exports, "_CHUNK", 1)
    return tmp_path


@pytest.fixture(autouse=True)
def ports(make: Make) -> None:
    for name, country in (("Porto", "PT"), ("Santos", "BR"), ("Ningbo", "CN")):
        make(name, country=country)


def order(client: Client, query: str = "?sort=-name&col=name&col=country") -> ListExport:
    answer = client.post(f"{URL}{query}", {"export": "xlsx"})
    export = ListExport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/exports/{export.uuid}/")
    return export


def run_job() -> None:
    job = ProcrastinateJob.objects.get()
    assert job.task_name == "web.make_export"
    make_export(**job.args)


def test_nobody_waits_for_a_long_one(client: Client) -> None:
    html = html_of(client.get(f"{URL}?format=xlsx"))
    assert "3 rows: that takes a while." in html
    assert 'name="export" value="xlsx"' in html
    assert not ListExport.objects.exists()
    assert 'name="export" value="xlsx"' in html_of(client.get(URL))


def test_short_ones_and_csv_come_at_once(client: Client) -> None:
    assert client.get(f"{URL}?format=xlsx&country=BR")["Content-Type"] == exports.XLSX
    assert client.get(f"{URL}?format=csv").status_code == 200
    assert 'name="export"' not in html_of(client.get(f"{URL}?country=BR"))


def test_it_is_made_meanwhile_and_told_when_ready(
    client: Client, person: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    export = order(client)
    page = f"/exports/{export.uuid}/"
    assert "Waits for a free worker." in html_of(client.get(page))
    services.note_progress(export=export, done=2)
    assert "2 of 3 rows are written." in html_of(client.get(f"{page}progress/"))
    ListExport.objects.update(touched_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        run_job()
    export.refresh_from_db()
    assert (export.state, export.rows_done) == (ExportState.MADE, 3)
    assert client.get(f"{page}progress/")["HX-Redirect"] == page
    assert export.document is not None
    assert f"/files/{export.document.uuid}/" in html_of(client.get(page))
    answer = client.get(f"/files/{export.document.uuid}/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("Name", "Country"), ("Santos", "BR"), ("Porto", "PT"), ("Ningbo", "CN")]
    (told,) = Notification.objects.filter(person=person)
    assert told.event is not None
    assert told.event.type == "people.export.made"
    assert page in html_of(client.get("/notifications/"))
    types = [event.type for event in list_events_about(export.uuid)]
    assert types == ["people.export.made", "core.document.stored", "people.export.asked"]


def test_it_holds_what_its_person_may_see_when_it_is_made(client: Client, person: Person) -> None:
    export = order(client)
    Person.objects.filter(pk=person.pk).update(name="Guest")
    run_job()
    export.refresh_from_db()
    assert export.rows_done == 2


def test_it_is_made_in_the_language_it_was_asked_in(client: Client, person: Person) -> None:
    person.language = "es"
    person.save()
    export = order(client)
    assert export.language == "es"


def test_whoever_asks_twice_gets_the_same(client: Client) -> None:
    assert order(client) == order(client)
    assert ProcrastinateJob.objects.count() == 1


def test_only_its_person_opens_it(client: Client) -> None:
    export = order(client)
    run_job()
    export.refresh_from_db()
    assert export.document is not None
    stranger = Client()
    stranger.force_login(PersonFactory.create())
    for address in (f"/exports/{export.uuid}/", f"/files/{export.document.uuid}/"):
        assert stranger.get(address).status_code == 404


def test_what_cannot_be_made_says_why(client: Client, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 10
    export = order(client)
    run_job()
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert "The file is larger than 0 MB." in html_of(client.get(f"/exports/{export.uuid}/"))
    assert list_events_about(export.uuid)[0].type == "people.export.failed"


def test_a_list_that_is_gone_is_said_to_be_gone(client: Client) -> None:
    export = order(client)
    ListExport.objects.update(list_key="tests.gone")
    run_job()
    export.refresh_from_db()
    assert export.failure == "This list is no longer there."


def test_two_workers_do_not_make_the_same_and_a_killed_one_is_followed(client: Client) -> None:
    export = order(client)
    assert services.claim_export(export=export)
    run_job()  # somebody is at it
    assert ListExport.objects.get().state == ExportState.WAITING
    assert resume_exports(0) == 0
    ListExport.objects.update(touched_at=clock.now() - SILENCE - dt.timedelta(seconds=1))
    assert list_left_alone().exists()
    assert resume_exports(0) == 1
    run_job()
    assert ListExport.objects.get().state == ExportState.MADE


def test_after_a_week_the_file_is_deleted(client: Client) -> None:
    export = order(client)
    run_job()
    export.refresh_from_db()
    assert export.document is not None
    assert services.forget_exports(now=clock.now()) == 0
    assert services.forget_exports(now=clock.now() + KEPT + dt.timedelta(days=1)) == 1
    assert not path_of(export.document).exists()
    assert services.forget_exports(now=clock.now() + KEPT + dt.timedelta(days=1)) == 0
    assert "The file is no longer kept." in html_of(client.get(f"/exports/{export.uuid}/"))
