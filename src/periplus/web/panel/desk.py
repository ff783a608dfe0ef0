"""The control panel: all procedures, one procedure, and the cases likely to be late."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from periplus.core import clock
from periplus.paths.policies_lists import may_see_facts
from periplus.paths.queries.case_lists import list_procedures
from periplus.paths.queries.facts import find_procedure_seen, step_titles
from periplus.paths.queries.outlooks import find_quality, list_warnings_of
from periplus.paths.queries.panel import get_drawn_version, list_standings
from periplus.paths.types import Procedure
from periplus.web.panel import panel_page
from periplus.web.panel.sheets import asked_file, shown
from periplus.web.panel.words import is_too_early, quality_words
from periplus.web.shell.doors import Request, page

SEE = "paths.procedures.see"
MOST = 200


@page(SEE)
def procedures(request: Request) -> HttpResponse:
    at = clock.now()
    standings = list_standings(request.user, list_procedures(request.user), at=at)
    live = [each for each in standings if each.running or each.load.open]
    rows = [(each, each.load.days_at(at)) for each in live]
    context = {
        "rows": rows,
        "quiet": [each.procedure for each in standings if each not in live],
        "running": sum(each.running for each in standings),
        "late": sum(each.load.late for each in standings),
    }
    return render(request, "panel/list.html", context)


@page(SEE)
def procedure(request: Request, reference: UUID) -> HttpResponse:
    found = _seen(request, reference)
    version = get_drawn_version(found, on=clock.today())
    if version is None:
        return render(request, "panel/never.html", {"procedure": found})
    context = panel_page.page_of(request, found, version)
    answer = asked_file(request, context["sheets"])
    if answer is not None:
        return answer
    context["sheets"] = shown(request, context["sheets"])
    context["may_see_facts"] = bool(may_see_facts(request.user))
    return render(request, "panel/detail.html", context)


@page(SEE)
def warnings(request: Request, reference: UUID) -> HttpResponse:
    """Running cases that are likely to be late, the likeliest first, and how good that hint is."""
    found = _seen(request, reference)
    likely = list_warnings_of(request.user, found, at=clock.now())
    titles, quality = step_titles(found), find_quality(found)
    context: dict[str, Any] = {
        "procedure": found,
        "count": len(likely),
        "rows": [
            (each, titles.get(each.node, each.node), round((each.forecast.chance or 0) * 100))
            for each in likely[:MOST]
        ],
        "most": MOST,
        "quality_words": quality_words(quality),
        "too_early": is_too_early(quality),
        "panel_url": reverse("panel:detail", args=[found.uuid]),
    }
    return render(request, "panel/warnings.html", context)


def _seen(request: Request, reference: UUID) -> Procedure:
    found = find_procedure_seen(request.user, reference)
    if found is None:
        raise Http404
    return found
