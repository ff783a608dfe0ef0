"""Requests that must not be carried out twice: `Idempotency-Key`; and answers that did not change: `ETag`."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _

from periplus.api.models import KeptAnswer
from periplus.api.problems import problem
from periplus.core import clock
from periplus.people.types import Person

Answer = Callable[[], HttpResponse]
_KEY_LIMIT = 128


def answer_once(request: HttpRequest, person: Person, answer: Answer) -> HttpResponse:
    """Carry out a request with an idempotency key once; a repeat gets the first answer again.

    The same key with other content is refused (422). The key is claimed in the transaction of the
    change: a repeat that arrives meanwhile waits for it, and a refused or failed request leaves no trace.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return answer()
    if len(key) > _KEY_LIMIT:
        return problem(HTTPStatus.BAD_REQUEST, "idempotency-key", _("The idempotency key is too long."))
    digest = _digest(request)
    try:
        with transaction.atomic():
            return _first(person, key, digest, answer)
    except _NotKept as refused:
        return refused.response
    except IntegrityError:
        kept = KeptAnswer.objects.filter(person=person, key=key).first()
        if kept is None:
            raise
        return _again(kept, digest)


class _NotKept(Exception):
    """Rolls the transaction back: an error is not an answer to keep."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def _first(person: Person, key: str, digest: str, answer: Answer) -> HttpResponse:
    kept = KeptAnswer.objects.filter(person=person, key=key).first()
    if kept is not None:
        return _again(kept, digest)
    kept = KeptAnswer.objects.create(person=person, key=key, request_digest=digest, made_at=clock.now())
    response = answer()
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        raise _NotKept(response)
    kept.status, kept.body = response.status_code, response.content.decode()
    kept.save(update_fields=["status", "body"])
    return response


def _again(kept: KeptAnswer, digest: str) -> HttpResponse:
    if kept.request_digest != digest:
        title = _("This idempotency key was used for another request.")
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key", title)
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    method, path = (request.method or "").encode(), request.get_full_path().encode()
    return hashlib.sha256(b"\0".join((method, path, request.body))).hexdigest()


def with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add an ETag to a good answer; answer 304 when the caller already has this one."""
    if response.status_code == HTTPStatus.OK and not response.has_header("ETag"):
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if is_known(request, tag):
            response = HttpResponseNotModified()
        response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the caller says that it has the answer with this ETag."""
    known = request.headers.get("If-None-Match", "")
    return tag in known or known.strip() == "*"
