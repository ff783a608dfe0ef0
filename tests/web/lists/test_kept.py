"""Saved views: kept, watched, forgotten; each person's own."""

import uuid

import pytest
from django.test import Client

from periplus.people.models import Notification, Person, SavedView
from periplus.web.lists.kept import address_of_view, tell_of_changed_views
from periplus.web.lists.tasks import watch_saved_views
from tests.factories.people import PersonFactory
from tests.web.lists.conftest import Make

URL = "/harbours/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def view(client: Client) -> SavedView:
    client.post(f"{URL}?country=BR&sort=-name&page=3&q=", {"view": "save", "name": " Brazil "})
    return SavedView.objects.get()


def test_a_view_keeps_filters_columns_and_order_only(view: SavedView, person: Person) -> None:
    assert (view.person, view.list_key, view.name) == (person, "tests.harbour", "Brazil")
    assert view.query == "country=BR&sort=-name"
    assert address_of_view(view) == f"{URL}?country=BR&sort=-name"


def test_a_view_of_a_list_that_is_gone_has_no_address(view: SavedView) -> None:
    view.list_key = "tests.gone"
    assert address_of_view(view) == ""


@pytest.mark.usefixtures("view")
def test_the_same_name_replaces(client: Client) -> None:
    client.post(f"{URL}?country=PT", {"view": "save", "name": "Brazil"})
    assert SavedView.objects.get().query == "country=PT"


def test_a_view_without_name_is_not_kept(client: Client) -> None:
    answer = client.post(URL, {"view": "save", "name": " "}, follow=True)
    assert "Give the view a name" in answer.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.usefixtures("view")
def test_the_list_offers_the_view_and_marks_it_when_it_is_shown(client: Client) -> None:
    link = f'href="{URL}?country=BR&amp;sort=-name"'
    assert f'{link} aria-current="true">Brazil' in client.get(f"{URL}?sort=-name&country=BR").content.decode()
    assert f"{link}>Brazil" in client.get(URL).content.decode()


def test_a_view_is_forgotten(view: SavedView, client: Client) -> None:
    client.post(URL, {"view": f"delete:{view.uuid}"})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("verb", ["watch", "unwatch", "delete", "rubbish"])
def test_other_peoples_views_do_not_exist(view: SavedView, client: Client, verb: str) -> None:
    SavedView.objects.update(person=PersonFactory.create())
    assert client.post(URL, {"view": f"{verb}:{view.uuid}"}).status_code == 404
    assert client.post(URL, {"view": f"{verb}:{uuid.uuid4()}"}).status_code == 404
    assert client.post(URL, {"view": f"{verb}:rubbish"}).status_code == 404
    assert SavedView.objects.get().watched is False


def test_a_watched_view_tells_once_for_each_change(
    view: SavedView, client: Client, person: Person, make: Make
) -> None:
    make("Santos", country="BR")
    client.post(URL, {"view": f"watch:{view.uuid}"})
    make("Porto", country="PT")
    assert tell_of_changed_views() == 0
    make("Recife", country="BR")
    assert watch_saved_views(0) == 1
    assert tell_of_changed_views() == 0
    told = Notification.objects.get()
    assert (told.person, told.saved_view) == (person, view)
    view.refresh_from_db()
    assert view.last_count == 2


def test_nobody_is_told_any_more_after_that_was_asked(view: SavedView, client: Client, make: Make) -> None:
    client.post(URL, {"view": f"watch:{view.uuid}"})
    client.post(URL, {"view": f"unwatch:{view.uuid}"})
    make("Recife", country="BR")
    assert tell_of_changed_views() == 0


def test_views_of_people_who_left_or_of_lists_that_are_gone_are_passed_over(
    view: SavedView, client: Client, person: Person, make: Make
) -> None:
    client.post(URL, {"view": f"watch:{view.uuid}"})
    make("Recife", country="BR")
    SavedView.objects.update(list_key="tests.gone")
    assert tell_of_changed_views() == 0
    SavedView.objects.update(list_key="tests.harbour")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert tell_of_changed_views() == 0
