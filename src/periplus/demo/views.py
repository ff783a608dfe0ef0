"""Becoming somebody of the demo, and moving its clock. Outside of the demo these addresses do not exist."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from periplus.demo.roles import find_part
from periplus.demo.travel import travel

BACKEND = "periplus.people.backend.PersonBackend"
STEPS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """404 unless this installation is a demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@demo_only
@require_POST
def become(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the one who plays this role."""
    part = find_part(role)
    if part is None:
        raise Http404
    login(request, part.person, backend=BACKEND)
    return _go("/")


@demo_only
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the demo on in time; what the schedule does meanwhile is done month by month."""
    days = STEPS.get(request.POST.get("step", ""), 0)
    if days:
        rounds = travel(days=days)
        said = ngettext(
            "The clock is moved on. The daily round ran on %(rounds)s day.",
            "The clock is moved on. The daily round ran on %(rounds)s days.",
            rounds,
        )
        messages.success(request, said % {"rounds": rounds} if rounds else _("The clock is moved on."))
    return _go(_back(request))


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/"


def _go(target: str) -> HttpResponse:
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response
