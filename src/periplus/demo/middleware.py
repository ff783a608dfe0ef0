"""Requests of the demo live in the demo's time."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from periplus.core import clock
from periplus.demo.clock import shift


class DemoClockMiddleware:
    """Moves the clock for one request. Outside of the demo it does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clock.set_shift(shift())
        return self.get_response(request)
