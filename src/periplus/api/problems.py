"""Refusals and mistakes as RFC 9457 problems, with the same sentences as the pages."""

import json
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from periplus.core.verdicts import Invalid, Refused

CONTENT_TYPE = "application/problem+json"
TYPE = "https://periplus.example/problems/"
logger = logging.getLogger("django.request")


def problem(
    status: int, slug: str, title: str, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """A problem document: `type`, `title`, `status`, `detail`, and one entry per wrong value."""
    body: dict[str, Any] = {"type": TYPE + slug, "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    content = json.dumps(body, ensure_ascii=False).encode(errors="replace")
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE)


def _pointer(path: tuple[Any, ...]) -> str:
    return "/" + "/".join(str(part) for part in path if part != "body")


def not_found() -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing here for you."))


def not_allowed(methods: str) -> HttpResponse:
    """The address is right, the method is not."""
    response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "method", _("This is not done here with this method."))
    response["Allow"] = methods
    return response


def _refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    if refusal.verdict.hidden:
        return not_found()
    title = _("This is not allowed.")
    return problem(HTTPStatus.FORBIDDEN, "refused", title, str(refusal.verdict.sentence))


def _invalid(_request: HttpRequest, mistake: Invalid) -> HttpResponse:
    errors = _sentences(mistake.errors)
    title = _("Some values cannot be used.")
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", title, errors=errors)


def _sentences(errors: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"pointer": f"/{field}" if field else "", "detail": str(sentence)}
        for field, sentence in errors.items()
    ]


def _unreadable(_request: HttpRequest, mistake: ValidationError) -> HttpResponse:
    errors = [{"pointer": _pointer(tuple(e["loc"])), "detail": str(e["msg"])} for e in mistake.errors]
    title = _("Some values cannot be used.")
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", title, errors=errors)


def _unknown_caller(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    title = _("We do not know who you are.")
    detail = _("Send a valid token: Authorization: Bearer …. You make one in “Your settings”.")
    response = problem(HTTPStatus.UNAUTHORIZED, "unauthorised", title, detail)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "request", str(error))


def _unstorable(_request: HttpRequest, _error: DataError | UnicodeEncodeError) -> HttpResponse:
    """The database cannot hold a value: a character it does not know, a number beyond its range."""
    title, detail = _("Some values cannot be used."), _("A text or a number is outside of what can be kept.")
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", title, detail)


def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    title = _("This is larger than this installation takes.")
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", title)


def _bad(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "request", _("The request cannot be read."))


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own mistake: written down for the operators, told without details."""
    logger.error("%s %s", request.method, request.path, exc_info=error, extra={"request": request})
    title, detail = (
        _("Something went wrong here."),
        _("Nothing was changed. The operators can see what happened."),
    )
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "broken", title, detail)


_HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: _refused,
    Invalid: _invalid,
    ValidationError: _unreadable,
    AuthenticationError: _unknown_caller,
    HttpError: _http,
    Http404: lambda _request, _error: not_found(),
    DataError: _unstorable,
    UnicodeEncodeError: _unstorable,
    RequestDataTooBig: _too_large,
    BadRequest: _bad,
    SuspiciousOperation: _bad,
    Exception: broken,
}


def install(api: NinjaAPI) -> None:
    """Answer every exception with a problem document."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """The problem document for what was raised before the API itself had a word."""
    kind = next(kind for kind in type(error).__mro__ if kind in _HANDLERS)
    return _HANDLERS[kind](request, error)
