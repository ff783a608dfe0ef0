"""`periplus import` and `periplus export register`, as somebody at a terminal uses them."""

import json
from pathlib import Path

import pytest

from periplus.cli.main import main
from periplus.exchange.models import ImportRun
from periplus.mobility.models import Stay
from periplus.people.enums import Role
from tests.exchange.scene import register_text
from tests.factories.people import InstitutionFactory, person_as

pytestmark = pytest.mark.django_db

FINE = "Reference,Country to,Year\nP1,Portugal,2012\nP2,France,2013\n"
ONE_WRONG = FINE + "P3,,2013\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "stays.csv"


def say(sheet: Path, content: str, *words: str) -> int:
    sheet.write_text(content)
    return main(["import", "stays", str(sheet), "--map", "start_year=Year", *words])


def test_a_whole_list_is_0(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(sheet, FINE, "--json", "--source", "Stays") == 0
    told = json.loads(capsys.readouterr().out)
    run = ImportRun.objects.get()
    assert told == {
        "run": str(run.uuid),
        "source": "Stays",
        "state": "done",
        "rows": 2,
        "refused": [],
        "counts": {"created": 2, "changed": 0, "unchanged": 0, "merged": 0, "refused": 0},
    }


def test_refused_rows_are_1_and_told_with_their_reasons(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(sheet, ONE_WRONG) == 1
    said = capsys.readouterr().out
    assert "3 rows: 2 created, 1 refused" in said
    assert "row 3: Neither an institution nor a country is named, so nobody went anywhere." in said


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["import"], "Say what the rows are"),
        (["import", "stays", "nothing-like-it.csv"], "There is no file nothing-like-it.csv."),
        (["import", "--resume", "x"], "There is no import x."),
        (["import", "stays", __file__, "--as", "nobody@example.org"], "Nobody here has the address"),
    ],
)
def test_wrong_calls_are_2(words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert complaint in capsys.readouterr().err


def test_columns_that_do_not_exist_are_2(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(sheet, FINE, "--map", "level=Grade") == 2
    assert "level: The file has no column “Grade”." in capsys.readouterr().err
    assert say(sheet, FINE, "--map", "level") == 2


def test_a_dry_run_changes_nothing(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = register_text()
    assert say(sheet, ONE_WRONG, "--dry-run", "--json") == 1
    assert json.loads(capsys.readouterr().out)["counts"]["created"] == 2
    assert register_text() == before
    assert not ImportRun.objects.exists()


def test_an_import_is_undone_by_its_uuid(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(sheet, FINE)
    assert main(["import", "--undo", str(ImportRun.objects.get().uuid), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["state"] == "undone"
    assert not Stay.objects.exists()


def test_what_is_done_cannot_go_on(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(sheet, FINE)
    assert main(["import", "--resume", str(ImportRun.objects.get().uuid)]) == 1
    assert "Only an import that was interrupted can go on." in capsys.readouterr().err


def test_rights_are_those_of_the_person_named(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    teacher, office = person_as(Role.TEACHER), person_as(Role.OFFICE)
    assert say(sheet, FINE, "--as", teacher.email) == 1
    assert "Your role does not include this." in capsys.readouterr().err
    assert say(sheet, FINE, "--as", office.email) == 0
    assert ImportRun.objects.get().started_by == office


def test_a_text_may_stand_for_a_column(sheet: Path) -> None:
    assert say(sheet, FINE, "--set", "country_from=Brasil", "--set", "programme=PLI") == 0
    assert set(Stay.objects.values_list("country_from", "programme")) == {("BR", "PLI")}


def test_agreements_ask_for_which_institution_there_are_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("North", "South"):
        InstitutionFactory.create(short_name=name)
    sheet = tmp_path / "lines.csv"
    sheet.write_text("Partner,Country,Direction,Places\nPort,PT,OUT,2\n")
    assert main(["import", "agreements", str(sheet)]) == 2
    assert "one of North, South." in capsys.readouterr().err
    assert main(["import", "agreements", str(sheet), "--institution", "north"]) == 0


def test_the_register_is_exported(tmp_path: Path, sheet: Path) -> None:
    say(sheet, FINE)
    file = tmp_path / "register.txt"
    assert main(["export", "register", str(file)]) == 0
    assert file.read_text() == register_text()
