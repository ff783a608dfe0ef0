"""A spreadsheet's way through the pages, and back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from periplus.exchange import tasks
from periplus.exchange.enums import RunState
from periplus.exchange.models import ImportRun
from periplus.mobility.models import Stay
from periplus.partners.models import Partner
from periplus.people.enums import Role
from tests.factories.mobility import StayFactory
from tests.factories.partners import PartnerFactory
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db

SHEET = (
    "Reference,Sending institution,Receiving institution,Country to,Year,Comment\n"
    "P1,Home College,Porto University,Portugal,2012,x\n"
    "P2,Home College,Lost Academy,Atlantis,2012,\n"
    "P3,,,,2012,\n"
)


@pytest.fixture
def office(client: Client) -> Client:
    PartnerFactory.create(name="Home College", country="BR")
    PartnerFactory.create(name="Porto University", country="PT")
    client.force_login(person_as(Role.OFFICE))
    return client


def handed_in(client: Client, content: str = SHEET, name: str = "stays.csv") -> ImportRun:
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post(reverse("imports:new"), {"kind": "stays", "source": "Stays", "file": file})
    assert answer.status_code == 303, answer.context["form"].errors
    return ImportRun.objects.latest("id")


def url(run: ImportRun, name: str) -> str:
    return reverse(f"imports:{name}", args=[run.uuid])


def matched(client: Client, run: ImportRun) -> ImportRun:
    form = client.get(url(run, "columns")).context["form"]
    entered = {key: value for key, value in form.initial.items() if value}
    entered |= {"country_to": "Country to", "start_year": "Year", "country_from__fixed": "BR"}
    answer = client.post(url(run, "columns"), entered)
    assert answer.status_code == 303, answer.context["form"].errors
    run.refresh_from_db()
    return run


def test_from_the_file_to_the_result_and_back(office: Client) -> None:
    run = matched(office, handed_in(office))
    assert run.mapping["country_from"] == {"fixed": "BR"}
    page = office.get(url(run, "run")).content.decode()
    assert "We do not know the country “Atlantis”." in page
    assert "Neither an institution nor a country is named" in page
    assert "1 institution is not surely known." in page
    assert "Comment" in page  # among the columns that are not used
    assert not Stay.objects.exists()

    assert office.post(url(run, "begin")).status_code == 303
    assert "Waits for a free worker." in office.get(url(run, "run")).content.decode()
    assert office.get(url(run, "progress")).headers.get("HX-Redirect") is None
    tasks.run_import(run.pk)
    assert office.get(url(run, "progress")).headers["HX-Redirect"] == url(run, "run")
    page = office.get(url(run, "run")).content.decode()
    assert f'href="{url(run, "rows")}?show=created">2 rows</a>' in page
    assert f'href="{url(run, "rows")}?show=remarked">1 row</a>' in page

    rows = office.get(url(run, "rows"), {"show": "refused"})
    assert [row["number"] for row in rows.context["rows"]] == [3]
    assert [row["number"] for row in office.get(url(run, "rows")).context["rows"]] == [1, 2, 3]
    assert [row["number"] for row in office.get(url(run, "rows"), {"show": "remarked"}).context["rows"]] == [
        2
    ]

    assert office.get(url(run, "undo")).context["obstacles"] == []
    assert office.post(url(run, "undo")).status_code == 303
    tasks.run_import(run.pk)
    run.refresh_from_db()
    assert (run.state, Stay.objects.count()) == (RunState.UNDONE, 0)
    assert office.get(url(run, "run")).status_code == 200


def test_refused_rows_come_back_as_a_workbook_with_their_reasons(office: Client) -> None:
    run = matched(office, handed_in(office))
    office.post(url(run, "begin"))
    tasks.run_import(run.pk)
    book = openpyxl.load_workbook(io.BytesIO(office.get(url(run, "refused")).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][:2] == ("Reference", "Sending institution")
    assert rows[0][-2:] == ("Row", "Why it was refused")
    assert (rows[1][0], rows[1][-2]) == ("P3", 3)
    assert rows[1][-1] == "Neither an institution nor a country is named, so nobody went anywhere."
    assert len(rows) == 2


def test_what_stands_in_the_way_is_said_on_the_page_and_refused(office: Client) -> None:
    file = SimpleUploadedFile("list.csv", b"Name,Country\nNew College,FR\n")
    office.post(reverse("imports:new"), {"kind": "institutions", "source": "List", "file": file})
    run = ImportRun.objects.latest("id")
    office.post(url(run, "columns"), {"name": "Name", "country": "Country"})
    office.post(url(run, "begin"))
    tasks.run_import(run.pk)
    StayFactory.create(receiving__name="Elsewhere", sending__name="X")
    stay = Stay.objects.get()
    stay.receiving = Partner.objects.get(name="New College")
    stay.save()
    page = office.get(url(run, "undo")).content.decode()
    assert "uses what it brought in: New College, row 1." in page
    assert office.post(url(run, "undo")).status_code == 403
    run.refresh_from_db()
    assert run.state == RunState.DONE


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("stays.pdf", b"%PDF-", "Hand in a spreadsheet"),
        ("stays.csv", b"\n", "There is nothing in this file."),
        ("stays.exe", b"MZ", "Files of this kind are not taken."),
    ],
)
def test_files_that_cannot_be_read_are_told_in_the_form(
    office: Client, name: str, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile(name, content)
    answer = office.post(reverse("imports:new"), {"kind": "stays", "source": "Stays", "file": file})
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors["file"])
    assert not ImportRun.objects.exists()


def test_columns_that_cannot_work_are_told_beside_them(office: Client) -> None:
    run = handed_in(office)
    answer = office.post(url(run, "columns"), {"reference": "Reference", "country_to__fixed": "Atlantis"})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert "Choose a column for one of: First day, First year." in str(errors["starts_on"])
    assert "“Atlantis” is not understood here." in str(errors["country_to"])


def test_a_stopped_import_is_found_at_home_and_goes_on(office: Client) -> None:
    run = matched(office, handed_in(office))
    office.post(url(run, "begin"))
    office.post(url(run, "stop"))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "Go on with the import of stays.csv, or undo it" in office.get("/").content.decode()
    office.post(url(run, "resume"))
    tasks.run_import(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE
