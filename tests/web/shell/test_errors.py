"""Error pages: what happened, what to do next; signed in or not; also when the database is away."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from periplus.config import urls as real_urls
from periplus.web.shell.errors import server_error
from tests.factories.people import PersonFactory
from tests.web.shell import broken

pytestmark = [pytest.mark.urls("tests.web.shell.broken"), pytest.mark.django_db]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def member(visitor: Client) -> Client:
    visitor.force_login(PersonFactory.create(name="Ana Sá"))
    return visitor


@pytest.mark.parametrize(
    ("fault", "status", "heading"),
    [
        ("bad", 400, "This request makes no sense here"),
        ("denied", 403, "This is not open to you"),
        ("refused", 403, "This is not open to you"),
        ("overtaken", 403, "This cannot be done now"),
        ("unseen", 404, "There is nothing at this address"),
        ("broken", 500, "Something broke on our side"),
        ("away", 503, "We are away for a moment"),
    ],
)
def test_each_fault_has_its_page(visitor: Client, fault: str, status: int, heading: str) -> None:
    response = visitor.get(f"/faults/{fault}/")
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.text
    assert f"Error {status}" in response.text


def test_a_member_keeps_the_way_around(member: Client) -> None:
    page = member.get("/faults/bad/").text
    assert 'class="side"' in page
    assert "Ana Sá" in page


def test_a_visitor_gets_the_page_alone(visitor: Client) -> None:
    assert 'class="side"' not in visitor.get("/faults/bad/").text


@pytest.mark.parametrize("fault", ["denied", "refused", "overtaken"])
def test_the_sentence_of_the_verdict_is_on_the_page(member: Client, fault: str) -> None:
    assert broken.SENTENCE in member.get(f"/faults/{fault}/").text


def test_only_a_missing_right_speaks_of_roles(member: Client) -> None:
    assert "It can give you the role" in member.get("/faults/refused/").text
    assert "the role" not in member.get("/faults/overtaken/").text


def test_what_is_unseen_is_not_explained(member: Client) -> None:
    page = member.get("/faults/unseen/").text
    assert broken.SENTENCE not in page


def answer(request: HttpRequest, fault: str) -> HttpResponse:
    """What the handler says while this fault is being handled."""
    try:
        broken.fail(request, fault)
    except Exception:  # noqa: BLE001 -- as Django does
        return server_error(request)


@pytest.mark.parametrize("fault", ["broken", "away"])
def test_broken_pages_need_no_database(rf: RequestFactory, fault: str) -> None:
    def refuse(*_call: object) -> None:
        message = "asked the database"
        raise AssertionError(message)

    with connection.execute_wrapper(refuse):
        response = answer(rf.get("/"), fault)
    assert response.status_code == {"broken": 500, "away": 503}[fault]


def test_being_away_says_when_to_come_back(visitor: Client) -> None:
    assert visitor.get("/faults/away/")["Retry-After"] == "30"


def test_the_product_uses_these_pages() -> None:
    names = ("handler400", "handler403", "handler404", "handler500")
    assert {name: getattr(real_urls, name, None) for name in names} == {
        name: getattr(broken, name) for name in names
    }
