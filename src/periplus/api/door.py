"""What every request to the API passes: who calls, in which language, once, and not again unchanged."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from periplus.api.once import answer_once, with_etag
from periplus.api.problems import answer_to, not_allowed, not_found, problem
from periplus.core import clock
from periplus.people.queries.tokens import find_token
from periplus.people.types import Person

View = Callable[..., HttpResponse]
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def caller_of(request: HttpRequest) -> Person:
    """The person for whom the calling machine acts; only behind authentication."""
    return cast("Person", request.user)


def opened(pattern: URLPattern) -> URLPattern:
    """Put the door before one URL of the API."""
    pattern.callback = login_not_required(_through_door(pattern.callback))
    return pattern


@csrf_exempt
@login_not_required
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any address that the API does not have."""
    with _spoken(request):
        return not_found()


def _through_door(view: View) -> View:
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _spoken(request):
            try:
                response = _answer(request, lambda: view(request, *args, **kwargs))
            except Exception as error:  # noqa: BLE001 -- machines get a problem document, whatever happens
                return answer_to(request, error)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                return not_allowed(response.get("Allow", ""))
            response["Content-Language"] = translation.get_language()
            patch_vary_headers(response, ["Authorization", "Accept-Language"])
            return response

    return csrf_exempt(door)  # no cookie is read here


def _spoken(request: HttpRequest) -> AbstractContextManager[None]:
    """In the language that the caller asks for."""
    return translation.override(translation.get_language_from_request(request))


def _answer(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    token = find_token(_bearer(request), on=clock.today())
    request.user = token.person if token else AnonymousUser()
    if request.method in _READING:
        return with_etag(request, view())
    if token is None:
        return view()
    if token.read_only:
        title = _("This token may only read.")
        return problem(HTTPStatus.FORBIDDEN, "read-only", title, _("Make one that may write."))
    return answer_once(request, token.person, view)


def _bearer(request: HttpRequest) -> str:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""
