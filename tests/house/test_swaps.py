"""A swapped part equals that of a reload; a list asks as often for three rows as for one."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from periplus.people.enums import Role
from periplus.people.models import RoleAssignment
from periplus.web.lists.listing import Listing, find_listing
from periplus.web.lists.places import _names, place_of
from tests.factories.people import LONG_AGO, person_as
from tests.house.rows import MAKERS, Quay

LISTS = sorted(_names(settings.ROOT_URLCONF))
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def listing_of(key: str) -> Listing:
    found = find_listing(key)
    assert found is not None
    return found


@pytest.fixture
def quay(client: Client, db: None) -> Quay:  # noqa: ARG001 -- opens the database
    """Somebody looks who may see every list."""
    person = person_as(Role.VICE_RECTOR, name="Victor")
    for role in (Role.OFFICE, Role.ADMINISTRATOR):
        RoleAssignment.objects.create(person=person, role=role, valid_from=LONG_AGO)
    client.force_login(person)
    assert person.institution is not None
    return Quay(person.institution)


def test_every_list_of_the_product_is_tried_here() -> None:
    assert set(LISTS) == set(MAKERS)


def addresses(listing: Listing) -> list[str]:
    """As it opens, with all columns, sorted, with a filter that nothing fits, beyond the last page."""
    place = place_of(listing.key)
    sorting = next((column.key for column in listing.columns if column.order_by), "")
    columns = "&".join(f"col={column.key}" for column in listing.columns)
    queries = [
        "",
        f"?{columns}",
        f"?sort=-{sorting}&{columns}",
        "?q=nothing-like-it",
        "?page=99",
        "?show=all",
    ]
    return [f"{place}{query}" for query in queries]


def whole(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return TOKEN.sub(r"\1", answer.content.decode())


def part(client: Client, url: str) -> str:
    answer = client.get(url, headers={"hx-request": "true", "hx-target": "results"})
    assert answer.status_code == 200, url
    assert "<html" not in answer.content.decode()
    return TOKEN.sub(r"\1", answer.content.decode())


def swapped(page: str) -> str:
    """What stands where htmx puts the part."""
    _before, _mark, after = page.partition('<div id="results" class="stack">')
    assert after
    depth, at = 1, 0
    for tag in re.finditer(r"<(/?)div\b", after):
        depth += -1 if tag[1] else 1
        if depth == 0:
            at = tag.start()
            break
    return after[:at]


@pytest.mark.parametrize("key", LISTS)
def test_the_swapped_part_is_the_part_of_the_reloaded_page(client: Client, quay: Quay, key: str) -> None:
    for _ in range(3):
        MAKERS[key](quay)
    for url in addresses(listing_of(key)):
        assert part(client, url).strip() == swapped(whole(client, url)).strip(), url


def asked(client: Client, url: str) -> tuple[int, int]:
    """How many rows a list shows, and how many queries that took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return len(answer.context["rows"]), len(queries)


@pytest.mark.parametrize("key", LISTS)
def test_a_list_asks_as_often_for_three_rows_as_for_one(client: Client, quay: Quay, key: str) -> None:
    MAKERS[key](quay)
    urls = [url for url in addresses(listing_of(key)) if "nothing" not in url]
    for url in urls:
        client.get(url)  # warms what is kept per process
    first = {url: asked(client, url) for url in urls}
    for _ in range(2):
        MAKERS[key](quay)
    then = {url: asked(client, url) for url in urls}
    for url in urls:
        assert then[url][0] > first[url][0] > 0, f"{url} shows no more rows than before"
        assert then[url][1] == first[url][1], f"{url}: {first[url]} then {then[url]} rows and queries"


def test_a_difference_is_seen() -> None:
    page = '<main><div id="results" class="stack"><div>a</div><div>b</div></div><div>c</div></main>'
    assert swapped(page) == "<div>a</div><div>b</div>"
