"""Search over everything, and what is offered while one types."""

from django.http import HttpResponse
from django.shortcuts import render

from periplus.web.home.search import find_everything
from periplus.web.shell.doors import Request, page

ON_PAGE = 20
WHILE_TYPING = 4


@page("signed_in")
def search(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = find_everything(person=request.user, text=text, limit=ON_PAGE)
    context = {"text": text, "found": found, "count": sum(len(group.hits) for group in found)}
    return render(request, "home/search.html", context)


@page("signed_in")
def suggestions(request: Request) -> HttpResponse:
    """The best few of each kind, for the box in the top bar."""
    text = request.GET.get("q", "").strip()
    found = find_everything(person=request.user, text=text, limit=WHILE_TYPING)
    return render(request, "home/suggestions.html", {"text": text, "found": found})
