"""What a person was told, and the letter that would be written about it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.people.queries.attention import count_unread, list_notifications, list_unmailed
from periplus.people.services.attention import mark_all_read, mark_read
from periplus.web.home.letters import compose
from periplus.web.home.news import tell_notifications
from periplus.web.shell.doors import Request, act, leave, page

PAGE = 50


@page("signed_in")
def show(request: Request) -> HttpResponse:
    sheet = Paginator(list_notifications(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "told": tell_notifications(request.user, sheet.object_list),
        "unread": count_unread(request.user),
    }
    return render(request, "home/notifications.html", context)


@act("signed_in")
def read_all(request: Request) -> HttpResponse:
    mark_all_read(actor=request.user, at=clock.now())
    return leave(request, "shell:notifications", say=_("Everything is marked as read."))


@act("signed_in")
def read_one(request: Request, number: int) -> HttpResponse:
    mark_read(actor=request.user, notifications=[number], at=clock.now())
    return leave(request, "shell:notifications")


@page("signed_in")
def letter(request: Request) -> HttpResponse:
    """The next letter as it would be written now."""
    composed = compose(person=request.user, notifications=list(list_unmailed(request.user)))
    return render(request, "home/letter.html", {"letter": composed})
