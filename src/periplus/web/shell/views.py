"""Language, light or dark, the gallery. Error pages are in `errors.py`."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from periplus.core.languages import BY_CODE
from periplus.people.enums import Theme
from periplus.people.services.profile import choose_language, choose_theme
from periplus.people.types import Person
from periplus.web.shell.context import THEME_COOKIE
from periplus.web.shell.doors import public_act, public_page
from periplus.web.shell.gallery import samples

YEAR = 365 * 24 * 3600


@public_act
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language and stay on the page."""
    code = request.POST.get("language", "")
    if code not in BY_CODE:
        return HttpResponseRedirect(_back(request))
    if person := _person(request):
        choose_language(actor=person, language=code)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code)


@public_act
def theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark or as the device, and stay on the page."""
    wanted = request.POST.get("theme", "")
    if wanted not in Theme.values:
        return HttpResponseRedirect(_back(request))
    if person := _person(request):
        choose_theme(actor=person, theme=Theme(wanted))
    return _remember(request, THEME_COOKIE, wanted)


@public_page
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample values; only where nobody works."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "shell/gallery.html", samples())


def _person(request: HttpRequest) -> Person | None:
    user: Any = request.user
    return user if user.is_authenticated else None


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    response.status_code = 303
    response.set_cookie(
        cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if inside else "/"
