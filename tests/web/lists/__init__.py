"""What every list page must keep: its number of queries, whatever the number of rows."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection, ) as queries:
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
