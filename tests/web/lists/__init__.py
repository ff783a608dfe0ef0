"""What every list page must keep: its number of queries, whatever the number of rows."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import cast

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len(queries)


def assert_constant_queries(client: Client, url: str, make_row: Callable[[], object]) -> None:
    """The page asks the database as often for three rows as for one."""
    make_row()
    client.get(url)  # warms what is kept per process, such as content types
    one = count_queries(client, url)
    make_row()
    make_row()
    three = count_queries(client, url)
    assert three == one, f"{url}: {one} queries for one row, {three} for three"


def rows_of_csv(client: Client, url: str) -> list[list[str]]:
    """A list as its CSV export gives it, headings first."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    chunks = cast("Iterable[bytes]", getattr(response, "streaming_content", ()))
    text = b"".join(chunks).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:])))
