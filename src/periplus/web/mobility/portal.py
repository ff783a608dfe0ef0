"""A person's own stays."""

from django.http import HttpResponse
from django.shortcuts import render

from periplus.core import clock
from periplus.mobility.enums import StayState
from periplus.mobility.page_queries import list_own
from periplus.web.mobility.stay_columns import TONES, other_side
from periplus.web.shell.doors import Request, page


@page("mobility.stays.see")
def own(request: Request) -> HttpResponse:
    stays = list(list_own(request.user))
    rows = [(stay, other_side(stay), TONES[StayState(stay.state)]) for stay in stays]
    context = {"rows": rows, "today": clock.today()}
    return render(request, "stays/own.html", context)
