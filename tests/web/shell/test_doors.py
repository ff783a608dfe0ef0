"""Submitting, refusing, leaving: what every page may rely on."""

import uuid

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from periplus.core.verdicts import Invalid, Refused, Verdict, lacking, no, unseen
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.web.shell.doors import found, leave, show_form, submit
from periplus.web.shell.refusals import RefusalMiddleware
from tests.factories.people import UnitFactory, person_as


class NameForm(forms.Form):
    """One field."""

    name = forms.CharField()


@pytest.fixture
def post(rf: RequestFactory) -> HttpRequest:
    return prepared(
        rf.post("/somewhere/", {"name": "Ana"}, headers={"Referer": "http://testserver/before/?a=1"})
    )


def prepared(request: HttpRequest) -> HttpRequest:
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request.user = Person(name="Ana", email="ana@port.example")
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def sentences(request: HttpRequest) -> list[str]:
    return [str(message) for message in request._messages]  # type: ignore[attr-defined]


def test_a_service_that_goes_through_gives_its_result(post: HttpRequest) -> None:
    form = NameForm(post.POST)
    done = submit(post, form, lambda values: values["name"].upper())
    assert done is not None
    assert done.result == "ANA"
    nothing = submit(post, NameForm(post.POST), lambda _values: None)
    assert nothing is not None
    assert bool(nothing)


def test_what_a_service_refuses_as_input_stands_at_its_field(post: HttpRequest) -> None:
    form = NameForm(post.POST)

    def service(_values: dict[str, object]) -> None:
        raise Invalid({"name": "Taken.", "code": "No such field.", "": "Nothing was kept."})

    assert submit(post, form, service) is None
    assert form.errors["name"] == ["Taken."]
    assert form.non_field_errors() == ["No such field.", "Nothing was kept."]


def test_nothing_runs_on_a_look_or_with_an_incomplete_form(rf: RequestFactory) -> None:
    def service(_values: dict[str, object]) -> None:
        pytest.fail("it ran")

    assert submit(rf.get("/"), NameForm({"name": "x"}), service) is None
    assert submit(rf.post("/"), NameForm({}), service) is None


@pytest.mark.parametrize("verdict", [lacking("Ask the office."), unseen()])
def test_a_missing_right_is_not_swallowed(post: HttpRequest, verdict: Verdict) -> None:
    def service(_values: dict[str, object]) -> None:
        raise Refused(verdict)

    with pytest.raises(Refused):
        submit(post, NameForm(post.POST), service)


def test_what_has_changed_meanwhile_is_said_above_what_was_typed(post: HttpRequest) -> None:
    def service(_values: dict[str, object]) -> None:
        raise Refused(no("The year is closed."))

    form = NameForm(post.POST)
    assert submit(post, form, service) is None
    assert form.non_field_errors() == ["The year is closed."]


def test_leaving_says_what_happened(post: HttpRequest) -> None:
    response = leave(post, "people:profile", say="It is kept.")
    assert (response.status_code, response["Location"]) == (303, "/me/")
    assert sentences(post) == ["It is kept."]


@pytest.mark.django_db
def test_a_form_comes_back_as_422(rf: RequestFactory) -> None:
    request = prepared(rf.get("/"))
    request.user = person_as(Role.OFFICE)
    unit = UnitFactory.create()
    page = {"unit": unit, "title": "Add"}
    assert show_form(request, "people/unit_form.html", NameForm(), **page).status_code == 200
    assert show_form(request, "people/unit_form.html", NameForm({}), **page).status_code == 422


@pytest.mark.django_db
def test_what_is_not_among_the_visible_is_not_found() -> None:
    unit = UnitFactory.create()
    assert found(Unit.objects.all(), uuid=unit.uuid) == unit
    for objects, reference in ((Unit.objects.none(), unit.uuid), (Unit.objects.all(), uuid.uuid4())):
        with pytest.raises(Http404):
            found(objects, uuid=reference)


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, exception)


@pytest.mark.django_db
@pytest.mark.parametrize(("verdict", "status"), [(no("Not in July."), 403), (unseen("Not yours."), 404)])
def test_an_uncaught_refusal_is_a_page(rf: RequestFactory, verdict: object, status: int) -> None:
    request = prepared(rf.post("/somewhere/"))
    request.user = person_as(Role.OFFICE)
    response = answer(request, Refused(verdict))  # type: ignore[arg-type]
    assert response is not None
    assert response.status_code == status
    assert ("Not in July." in response.content.decode()) == (status == 403)
    assert "Not yours." not in response.content.decode()


def test_uncaught_bad_input_goes_back_with_its_sentence(post: HttpRequest) -> None:
    response = answer(post, Invalid({"": "Close those below first."}))
    assert response is not None
    assert (response.status_code, response["Location"]) == (303, "http://testserver/before/?a=1")
    assert sentences(post) == ["Close those below first."]


@pytest.mark.django_db
def test_it_goes_back_to_no_foreign_place(rf: RequestFactory) -> None:
    request = prepared(rf.post("/somewhere/", headers={"Referer": "https://evil.example/"}))
    request.user = person_as(Role.OFFICE)
    response = answer(request, Invalid({"": "Close those below first."}))
    assert response is not None
    assert response.status_code == 400


@pytest.mark.parametrize("exception", [Refused(no("Not in July.")), Invalid({"": "Not in July."})])
def test_a_part_of_a_page_gets_only_the_sentence(rf: RequestFactory, exception: Exception) -> None:
    request = prepared(rf.post("/somewhere/", headers={"HX-Request": "true"}))
    response = answer(request, exception)
    assert response is not None
    assert response["HX-Reswap"] == "none"
    text = response.content.decode()
    assert "Not in July." in text
    assert 'hx-swap-oob="true"' in text
    assert "<html" not in text


def test_other_mistakes_are_left_alone(post: HttpRequest) -> None:
    assert answer(post, ValueError("mine")) is None
