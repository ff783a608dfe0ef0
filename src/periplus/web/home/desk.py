"""Home: what needs me today, until when, and why."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.people.queries.attention import list_news
from periplus.web.home.news import tell_notifications
from periplus.web.home.turns import list_turns, list_waiting
from periplus.web.shell.doors import Request, page, public_page

NEWS = 8


@page("signed_in")
def home(request: Request) -> HttpResponse:
    """Headlines answer: "Five things need you"."""
    today = clock.today()
    turns = list_turns(person=request.user, today=today)
    news = list_news(request.user, limit=NEWS)
    context = {
        "today": today,
        "headline": headline(len(turns)),
        "turns": turns,
        "late": sum(1 for turn in turns if turn.until and turn.until < today),
        "waiting": list_waiting(person=request.user, today=today),
        "news": [one.moment for one in tell_notifications(request.user, news)],
    }
    return render(request, "home/home.html", context)


@public_page
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """A sign of life for those who watch servers: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "good"})


def headline(count: int) -> str:
    """How many things need the reader: in words up to nine, as one would say it."""
    words = [
        _("Nothing needs you"),
        _("One thing needs you"),
        _("Two things need you"),
        _("Three things need you"),
        _("Four things need you"),
        _("Five things need you"),
        _("Six things need you"),
        _("Seven things need you"),
        _("Eight things need you"),
        _("Nine things need you"),
    ]
    if count < len(words):
        return words[count]
    return ngettext("%(count)s thing needs you", "%(count)s things need you", count) % {"count": count}
