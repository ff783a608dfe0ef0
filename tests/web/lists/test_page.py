"""A list's page: filters, chips, order, columns, pages, and the swapped part."""

import datetime as dt
import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client

from periplus.partners.enums import PartnerState
from periplus.people.models import Person
from tests.web.lists import assert_constant_queries, count_queries, rows_of_csv
from tests.web.lists.conftest import Make

URL = "/harbours/"
pytestmark = pytest.mark.django_db
SWAP = {"HX-Request": "true", "HX-Target": "results"}


def page(client: Client, **query: str | list[str]) -> str:
    response = client.get(f"{URL}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row" role="rowheader"><a href="[^"]*">([^<]*)</a>', html)


def chips(html: str) -> list[str]:
    return [found.strip() for found in re.findall(r'class="chip is-on" href="[^"]*">([^<]*) <span', html)]


@pytest.fixture
def ports(make: Make) -> None:
    make("Porto", latitude=Decimal("41.15"), watch_until=dt.date(2026, 3, 1))
    make("Santos", country="BR", latitude=Decimal("-23.96"))
    make("Xiamen", country="CN", latitude=None)
    make("Sunk", state=PartnerState.WITHDRAWN)
    make("Served", served_here=True)


@pytest.mark.usefixtures("ports")
def test_rows_come_in_order_and_hidden_ones_do_not(client: Client) -> None:
    assert names(page(client)) == ["Porto", "Santos", "Xiamen"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"country": "BR"}, ["Santos"]),
        ({"country": ["BR", "CN"]}, ["Santos", "Xiamen"]),
        ({"country": "XX"}, ["Porto", "Santos", "Xiamen"]),
        ({"country": ["BR", "BR"]}, ["Santos"]),
        ({"q": "PÓRTO"}, ["Porto"]),
        ({"q": "port o"}, ["Porto"]),
        ({"q": "port x"}, []),
        ({"q": " ,, "}, ["Porto", "Santos", "Xiamen"]),
        ({"show": "all"}, ["Porto", "Santos", "Served", "Xiamen"]),
        ({"show": "rubbish"}, ["Porto", "Santos", "Xiamen"]),
        ({"letter": "S"}, ["Santos"]),
        ({"letter": ["S", "P"]}, ["Porto", "Santos"]),
        ({"letter": "no letter"}, ["Porto", "Santos", "Xiamen"]),
        ({"taken": "no-uuid"}, ["Porto", "Santos", "Xiamen"]),
        ({"from": "2026-03-01"}, ["Porto"]),
        ({"from": "2026-03-02"}, []),
        ({"from": "yesterday"}, ["Porto", "Santos", "Xiamen"]),
        ({"country": "BR", "q": "porto"}, []),
    ],
)
@pytest.mark.usefixtures("ports")
def test_filters_narrow(client: Client, query: dict[str, str | list[str]], expected: list[str]) -> None:
    assert names(page(client, **query)) == expected


@pytest.mark.usefixtures("person")
@pytest.mark.usefixtures("ports")
def test_choices_are_those_of_the_person_who_looks(client: Client) -> None:
    assert names(page(client, own="CN")) == ["Xiamen"]
    Person.objects.update(name="Guest")
    assert names(page(client, own="CN")) == ["Porto", "Santos"]


@pytest.mark.usefixtures("ports")
def test_a_thing_narrows_only_those_who_may_see_it(client: Client, make: Make) -> None:
    chinese = make("Ningbo", country="CN")
    make("Old Ningbo", country="PT", merged_into=chinese)
    html = page(client, taken=str(chinese.uuid))
    assert names(html) == ["Old Ningbo"]
    assert chips(html) == ["Taken in by: Ningbo"]
    Person.objects.update(name="Guest")
    html = page(client, taken=str(chinese.uuid))
    assert names(html) == ["Old Ningbo", "Porto", "Santos"]
    assert "Taken in by: Ningbo" not in html


@pytest.mark.usefixtures("ports")
def test_chips_name_what_narrows_and_take_it_away(client: Client) -> None:
    html = page(client, country=["BR", "CN"], q="x", show="all", page="3")
    assert chips(html) == ["Search: “x”", "Country: Brazil", "Country: China", "Show: All"]
    address = re.search(r'class="chip is-on" href="([^"]*)">Country: Brazil', html)
    assert address is not None
    left = address[1].replace("&amp;", "&")
    assert "country=BR" not in left
    assert "page" not in left
    assert names(client.get(URL + left).content.decode()) == ["Xiamen"]
    assert chips(page(client, show="open")) == []


@pytest.mark.usefixtures("ports")
def test_chips_show_text_as_text(client: Client) -> None:
    assert "<script>alert" not in page(client, q="<script>alert")


@pytest.mark.usefixtures("ports")
def test_the_fields_show_what_is_asked(client: Client) -> None:
    html = page(client, country="BR", q="san", show="all", **{"from": "2026-01-01"})
    assert 'name="country" value="BR" checked' in html
    assert 'name="q" value="san"' in html
    assert '<option value="all" selected>' in html
    assert 'name="from" value="2026-01-01"' in html


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Porto", "Santos", "Xiamen"]),
        ("-name", ["Xiamen", "Santos", "Porto"]),
        ("latitude", ["Santos", "Porto", "Xiamen"]),
        ("-latitude", ["Porto", "Santos", "Xiamen"]),
        ("-country", ["Porto", "Xiamen", "Santos"]),
        ("state", ["Porto", "Santos", "Xiamen"]),
        ("rubbish", ["Porto", "Santos", "Xiamen"]),
    ],
)
@pytest.mark.usefixtures("ports")
def test_order_is_as_asked_and_unknown_values_come_last(
    client: Client, sort: str, expected: list[str]
) -> None:
    assert names(page(client, sort=sort)) == expected


@pytest.mark.usefixtures("ports")
def test_headings_say_the_order_and_turn_it(client: Client) -> None:
    html = page(client, sort="name", country="PT", page="2")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name&amp;country=PT"' in html
    assert "sort=state" not in html


@pytest.mark.usefixtures("ports")
def test_columns_are_chosen(client: Client) -> None:
    heads = re.compile(r'<th scope="col"[^>]*>\s*(?:<(?:a|span)[^>]*>)?([^<]*)')
    assert [head.strip() for head in heads.findall(page(client))] == [
        "Name",
        "Country",
        "State",
        "Latitude",
        "Watched until",
    ]
    html = page(client, col=["served", "name"])
    assert [head.strip() for head in heads.findall(html)] == ["Name", "Served"]
    assert '<input type="hidden" name="col" value="served">' in html
    assert len(heads.findall(page(client, col="rubbish"))) == 5


def test_cells_are_written_for_people(client: Client, make: Make) -> None:
    make("Porto", latitude=Decimal("41.15"), longitude=Decimal("0.125"), watch_until=dt.date(2026, 3, 1))
    html = page(client, col=["name", "latitude", "share", "watched", "served", "note"])
    assert '<td role="cell" class="num" data-label="Latitude">41.15</td>' in html
    assert 'class="num" data-label="Share">12.5%</td>' in html
    assert '<time datetime="2026-03-01">1 Mar 2026</time>' in html
    assert '<td role="cell" data-label="Served">no</td>' in html
    assert '<span class="visually-hidden">unknown</span>' in html


def test_names_cannot_break_out(client: Client, make: Make) -> None:
    make("<b>Port & Co</b>")
    html = page(client)
    assert "&lt;b&gt;Port &amp; Co&lt;/b&gt;" in html
    assert "<b>Port" not in html


def test_pages_follow_each_other_and_keep_the_filters(client: Client, make: Make) -> None:
    for number in range(60):
        make(f"Port {number:02d}")
    first, second = page(client, country="PT"), page(client, country="PT", page="2")
    assert len(names(first)) == 50
    assert names(second) == [f"Port {number}" for number in range(50, 60)]
    assert "60 rows" in first
    assert 'href="?country=PT&amp;page=2"' in first
    assert names(page(client, page="99")) == names(second)
    assert names(page(client, page="rubbish")) == names(first)


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    html = page(client)
    assert "No harbour yet" in html
    assert 'href="/build/"' in html


@pytest.mark.usefixtures("ports")
def test_filters_that_fit_nothing_can_be_taken_away(client: Client) -> None:
    html = page(client, q="nowhere")
    assert "Nothing fits these filters" in html
    assert "No harbour yet" not in html


def results_of(html: str) -> str:
    """The part of the page that is swapped, without the token that differs in every answer."""
    start = html.index('<div id="results"')
    inside = html[html.index(">", start) + 1 : html.index("</main>")]
    return without_token(inside[: inside.rindex("</div>", 0, inside.rindex("</div>"))])


def without_token(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html).strip()


@pytest.mark.parametrize(
    "query", ["", "?country=BR", "?q=nowhere", "?show=all&sort=-name&col=name", "?page=2"]
)
@pytest.mark.usefixtures("ports")
def test_the_swapped_part_equals_the_reloaded_one(client: Client, query: str) -> None:
    whole = client.get(URL + query).content.decode()
    part = client.get(URL + query, headers=SWAP).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert without_token(part) == results_of(whole)


@pytest.mark.usefixtures("ports")
def test_going_back_gets_the_whole_page(client: Client) -> None:
    back = client.get(URL, headers=SWAP | {"HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()
    assert "HX-Request" in back["Vary"]
    assert "<html" in client.get(URL, headers={"HX-Request": "true", "HX-Target": "body"}).content.decode()


def test_more_rows_ask_no_more_questions(client: Client, make: Make) -> None:
    serial = iter(range(100))
    assert_constant_queries(client, URL, lambda: make(f"Port {next(serial)}", country="BR"))
    assert_constant_queries(
        client, f"{URL}?own=BR&q=port", lambda: make(f"Port {next(serial)}", country="BR")
    )


@pytest.mark.usefixtures("ports")
def test_more_chosen_values_ask_no_more_questions(client: Client) -> None:
    one = count_queries(client, f"{URL}?country=BR&own=BR")
    assert count_queries(client, f"{URL}?country=BR&country=PT&own=BR&own=PT") == one


def test_what_is_not_for_everybody_does_not_exist_for_others(client: Client, make: Make) -> None:
    make("Porto", note="secret")
    make("Aveiro", note="zero")
    query: dict[str, str | list[str]] = {"col": ["name", "note"], "note": "secret", "sort": "-note"}
    assert names(page(client, **query)) == ["Porto"]
    assert "secret" in page(client, **query)
    Person.objects.update(name="Guest")
    html = page(client, **query)
    assert names(html) == ["Aveiro", "Porto"]
    assert ">secret<" not in html
    assert 'name="col" value="note">' not in html.replace('type="hidden" name="col"', "")
    assert rows_of_csv(client, f"{URL}?format=csv&col=note")[0] == [
        "Name",
        "Country",
        "State",
        "Latitude",
        "Watched until",
    ]
