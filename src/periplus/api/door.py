"""What every request to the API passes: who calls, in which language, once, and not again unchanged."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from periplus.api.once import answer_once, with_etag
from periplus.api.problems import problem
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


def _through_door(view: View) -> View:
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            return _answer(request, lambda: view(request, *args, **kwargs))

    return csrf_exempt(door)  # no cookie is read here


def _answer(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    token = find_token(_bearer(request), on=clock.today())
    request.user = token.person if token else AnonymousUser()
    if token is None:
        return view()
    if request.method in _READING:
        return with_etag(request, view())
    if token.read_only:
        title = _("This token may only read.")
        return problem(HTTPStatus.FORBIDDEN, "read-only", title, _("Make one that may write."))
    return answer_once(request, token.person, view)


def _bearer(request: HttpRequest) -> str:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""
