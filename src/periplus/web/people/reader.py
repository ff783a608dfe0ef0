"""In whose language and time a page is written: the person's own, else what the browser asks for."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from periplus.core.languages import language_of


class ReaderMiddleware:
    """Activates language and time zone of whoever reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user if request.user.is_authenticated else None
        wanted = person.language if person else translation.get_language_from_request(request)
        zone = zone_of(person)
        with translation.override(language_of(wanted).code), timezone.override(zone):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        if person is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def zone_of(person: Any) -> ZoneInfo | None:
    """The person's time zone, else that of the institution; None means the installation's own."""
    if person is None:
        return None
    name = person.time_zone or (person.institution.time_zone if person.institution else "")
    return ZoneInfo(name) if name else None
