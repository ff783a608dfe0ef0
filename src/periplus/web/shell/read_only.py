"""A GET never writes: every statement of a reading request is looked at before it reaches the database.

Active in tests and in debug mode (`GUARD_READS`), so that a mistake is found before anybody meets it.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

READING: Final = {"GET", "HEAD", "OPTIONS"}
_HARMLESS = re.compile(
    r"\s*\(?\s*(SELECT|WITH|VALUES|EXPLAIN|SHOW|SET|SAVEPOINT|RELEASE|ROLLBACK|DECLARE|FETCH|CLOSE)\b",
    re.IGNORECASE,
)
_WRITE_WITHIN = re.compile(r"\s*WITH\b.*\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE)\b", re.IGNORECASE | re.DOTALL)
_WRITING_FUNCTION = re.compile(r"\b(procrastinate_defer\w*|nextval|setval)\s*\(", re.IGNORECASE)
# What happens around a request rather than in it: its session, and when somebody was last here.
_AROUND = re.compile(
    r'(INSERT INTO|UPDATE|DELETE FROM) "django_session"'
    r'|UPDATE "people_person" SET "last_login" = [^,]+ WHERE'
    r'|UPDATE "people_apitoken" SET "last_used_on" = [^,]+ WHERE'
)
_NOT_OURS = "/accounts/"  # signing in through another university comes back as a GET


class WritesOnRead(RuntimeError):
    """A request that only reads tried to write."""


def guarded() -> AbstractContextManager[None]:
    """Let only reading statements through."""
    return connection.execute_wrapper(_refuse_writes)


class ReadOnlyMiddleware:
    """Guards every reading request, while `GUARD_READS` is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.GUARD_READS or request.method not in READING or _is_foreign(request):
            return self.get_response(request)
        with guarded():
            return self.get_response(request)


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django calls it so
    text = str(sql)
    if _writes(text) and not _AROUND.match(text):
        message = f"A page that is only read tried to write: {text[:200]}"
        raise WritesOnRead(message)
    return execute(sql, params, many, context)


def _writes(text: str) -> bool:
    return not _HARMLESS.match(text) or bool(_WRITE_WITHIN.match(text) or _WRITING_FUNCTION.search(text))


def _is_foreign(request: HttpRequest) -> bool:
    return request.path.startswith(_NOT_OURS)
