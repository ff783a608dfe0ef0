"""Spreadsheets of every make read as the same rows."""

import datetime as dt
import gzip
import io
import json
from pathlib import Path

import openpyxl
import pytest

from periplus.core.verdicts import Invalid
from periplus.exchange.spreadsheets.reading import open_table

ROWS = [["Universität Wien", "AT"], ["Univ. “São” Paulo", "BR"]]


def opened(folder: Path, name: str, content: bytes) -> tuple[tuple[str, ...], list[list[str]]]:
    path = folder / "stored"
    path.write_bytes(content)
    table = open_table(path, name)
    return table.headings, [cells for _number, cells in table.rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_csv_reads_the_same(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    lines = [delimiter.join(cells) for cells in [["Name", "Country"], *ROWS]]
    assert opened(tmp_path, "a.csv", (end.join(lines) + end).encode(encoding)) == (("Name", "Country"), ROWS)


def test_packed_csv_with_quoted_delimiters_and_line_breaks(tmp_path: Path) -> None:
    content = gzip.compress(b'Name,Country\n"Agricultural, Mechanical\nCollege",US\n')
    headings, rows = opened(tmp_path, "a.csv.gz", content)
    assert (headings, rows) == (("Name", "Country"), [["Agricultural, Mechanical\nCollege", "US"]])


def test_semicolons_outweigh_commas_inside_names(tmp_path: Path) -> None:
    content = b"A;B;C\nx, y;1;2\nz, w, v;3;4\n"
    assert opened(tmp_path, "a.csv", content)[1] == [["x, y", "1", "2"], ["z, w, v", "3", "4"]]


def test_empty_rows_are_no_rows_and_numbers_run_on(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"A,B\n1,2\n\n , \n3,4\n")
    assert list(open_table(path, "a.csv").rows(start=2)) == [(2, ["3", "4"])]


def test_headings_without_name_and_twice_the_same(tmp_path: Path) -> None:
    assert opened(tmp_path, "a.csv", b"A,,A\n1,2,3\n")[0] == ("A", "Column 2", "A (2)")


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    headings, rows = opened(tmp_path, "a.csv", b"List of partners,\n,\nName,Country\nX,FR\n")
    assert (headings, rows) == (("Name", "Country"), [["X", "FR"]])


def test_workbook_with_an_empty_first_row_and_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    book.active = sheet
    sheet.append([])
    sheet.append(["Name", "Start", "Places"])
    sheet.append(["X", dt.datetime(2024, 9, 1), 3.0])  # noqa: DTZ001 -- workbooks know no zones
    sheet.append([None, dt.datetime(2024, 9, 1, 8, 30), 2.5])  # noqa: DTZ001 -- workbooks know no zones
    stream = io.BytesIO()
    book.save(stream)
    assert opened(tmp_path, "a.xlsx", stream.getvalue()) == (
        ("Name", "Start", "Places"),
        [["X", "2024-09-01", "3"], ["", "2024-09-01 08:30:00", "2.5"]],
    )


def test_json_list_of_objects(tmp_path: Path) -> None:
    things = [{"name": "X", "domains": ["x.edu", "y.edu"]}, {"name": "Y", "state": None, "n": 3}]
    headings, rows = opened(tmp_path, "a.json", json.dumps(things).encode())
    assert headings == ("name", "domains", "state", "n")
    assert rows == [["X", "x.edu|y.edu", "", ""], ["Y", "", "", "3"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\n\n"),
        ("a.xlsx", b"PK\x03\x04 and then nothing of use"),
        ("a.json", b'{"not": "a list"}'),
        ("a.json", b"[1, 2]"),
        ("a.csv.gz", gzip.compress(b"A,B\n1,2\n" * 100, mtime=0)[:20]),  # the same in every worker
        ("a.pdf", b"%PDF-"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as invalid:
        opened(tmp_path, name, content)
    assert set(invalid.value.errors) == {"file"}
