"""A list as a file: the same rows, columns and order as on the page, and nothing a spreadsheet runs."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.web.lists import rows_of_csv
from tests.web.lists.conftest import Make

URL = "/harbours/"
pytestmark = pytest.mark.django_db


def as_csv(client: Client, query: str = "") -> list[list[str]]:
    return rows_of_csv(client, f"{URL}?format=csv{query}")


def as_xlsx(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    response = client.get(f"{URL}?format=xlsx{query}")
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''harbours.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    assert sheet.title == "Harbours"
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def ports(make: Make) -> None:
    make("Porto", latitude=Decimal("41.15"), longitude=Decimal("0.125"), watch_until=dt.date(2026, 3, 1))
    make("Santos", country="BR", latitude=Decimal("-23.96"))


@pytest.mark.usefixtures("ports")
def test_csv_holds_exactly_what_is_shown(client: Client) -> None:
    assert as_csv(client) == [
        ["Name", "Country", "State", "Latitude", "Watched until"],
        ["Porto", "PT", "In the register", "41.15000", "2026-03-01"],
        ["Santos", "BR", "In the register", "-23.96000", ""],
    ]


@pytest.mark.usefixtures("ports")
def test_filters_order_and_columns_hold_for_the_file_too(client: Client) -> None:
    assert as_csv(client, "&sort=-name&col=name&col=served") == [
        ["Name", "Served"],
        ["Santos", "no"],
        ["Porto", "no"],
    ]
    assert as_csv(client, "&country=BR&col=name") == [["Name"], ["Santos"]]


def test_all_pages_are_in_the_file(client: Client, make: Make) -> None:
    for number in range(60):
        make(f"Port {number:02d}")
    assert len(as_csv(client, "&page=2")) == 61


@pytest.mark.usefixtures("ports")
def test_xlsx_holds_numbers_and_dates_as_such(client: Client) -> None:
    rows = as_xlsx(client, "&col=name&col=latitude&col=share&col=watched&col=served")
    assert rows == [
        ("Name", "Latitude", "Share", "Watched until", "Served"),
        ("Porto", 41.15, 0.125, dt.datetime(2026, 3, 1), "no"),  # noqa: DTZ001 -- a cell has no zone
        ("Santos", -23.96, None, None, "no"),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_becomes_a_formula(client: Client, make: Make, start: str) -> None:
    make(f"{start}1+1")
    assert as_csv(client)[1][0] == f"'{start}1+1"
    response = client.get(f"{URL}?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    assert sheet["A2"].value == f"{start}1+1"
    assert sheet["A2"].data_type == "s"


@pytest.mark.usefixtures("ports")
def test_an_unknown_kind_of_file_is_the_page(client: Client) -> None:
    assert client.get(f"{URL}?format=pdf")["Content-Type"].startswith("text/html")
