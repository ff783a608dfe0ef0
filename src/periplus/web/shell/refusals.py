"""What happens when a service says no and the view lets it through, as it should."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from periplus.core.verdicts import Invalid, Refused
from periplus.web.shell.doors import UNPROCESSABLE
from periplus.web.shell.errors import answer_refusal, bad_request


class RefusalMiddleware:
    """Turns `Refused` and `Invalid` into pages; for a part of a page, into a message above it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            status = 404 if exception.verdict.hidden else 403
            return (
                _say(request, str(exception), status)
                if _is_part(request)
                else answer_refusal(request, exception)
            )
        if isinstance(exception, Invalid):
            sentence = " ".join(str(one) for one in exception.errors.values())
            return (
                _say(request, sentence, UNPROCESSABLE) if _is_part(request) else _send_back(request, sentence)
            )
        return None


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _say(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """Only the message is put in its place; the part that asked stays as it is."""
    messages.error(request, sentence)
    text = render_to_string("shell/messages.html", {"out_of_band": True}, request)
    response = HttpResponse(text, status=status)
    response["HX-Reswap"] = "none"
    return response


def _send_back(request: HttpRequest, sentence: str) -> HttpResponse:
    origin = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    if request.method != "POST" or not inside:
        return bad_request(request)
    messages.error(request, sentence)
    response = HttpResponseRedirect(origin)
    response.status_code = 303
    return response
