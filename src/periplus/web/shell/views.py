"""Language, light or dark, the gallery. Error pages are in `errors.py`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from periplus.web.shell.context import THEME_COOKIE, THEMES
from periplus.web.shell.doors import public_act, public_page
from periplus.web.shell.gallery import samples

YEAR = 365 * 24 * 3600


@public_act
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language and stay on the page."""
    code = request.POST.get("language", "")
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code if _is_offered(code) else "")


@public_act
def theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark or as the device, and stay on the page."""
    wanted = request.POST.get("theme", "")
    return _remember(request, THEME_COOKIE, wanted if wanted in dict(THEMES) else "")


@public_page
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample values; only where nobody works."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "shell/gallery.html", samples())


def _is_offered(code: str) -> bool:
    return code in dict(settings.LANGUAGES) and check_for_language(code)


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    response.status_code = 303
    if value:
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if inside else "/"
