"""Pages for when something is wrong: what happened, and what to do next.

The pages for broken servers use no database and no session; they must appear when nothing else does.
"""

import logging
import sys
import uuid

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from periplus.core.verdicts import Refused
from periplus.web.shell.context import THEME_COOKIE
from periplus.web.shell.doors import overtaken
from periplus.web.shell.places import find_place

RETRY_AFTER = "30"
logger = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    return _page(request, 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Shows the sentence of the verdict, the same as beside the button."""
    return _page(request, 403, sentence=str(exception or ""))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    return _page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """A form that was open too long, or came from elsewhere."""
    return _page(
        request,
        403,
        sentence=_("This form was open for too long. Go back, reload the page and send it again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Broken, or the database is away: told apart by what was raised."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _plain(request, 503)
        response["Retry-After"] = RETRY_AFTER
        return response
    return _plain(request, 500)


def answer_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A service said no: 404 when the thing does not exist for this person, else 403 with the sentence.

    Of roles speaks only the page for a missing right; else things have changed, and a link leads to them.
    """
    if refusal.verdict.hidden:
        return page_not_found(request, Http404())
    if overtaken(refusal.verdict):
        return _page(request, 403, "overtaken", sentence=str(refusal), place=find_place(request))
    return permission_denied(request, PermissionDenied(str(refusal)))


def _page(request: HttpRequest, status: int, name: str = "", **values: object) -> HttpResponse:
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    values["layout"] = "shell/base.html" if signed_in else "shell/bare.html"
    return HttpResponse(render_to_string(f"shell/{name or status}.html", values, request), status=status)


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    """Without the request: no context processor may ask the database."""
    reference = uuid.uuid4().hex[:8]
    logger.error("Answered %s with %s, reference %s", request.path, status, reference)
    values = {
        "theme": request.COOKIES.get(THEME_COOKIE, "auto"),
        "reference": reference,
        "path": request.path,
    }
    return HttpResponse(render_to_string(f"shell/{status}.html", values), status=status)
