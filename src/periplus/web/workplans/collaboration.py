"""The map of collaboration: drawn, walked from party to party, and as a list to keep."""

import csv
import io

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.web.lists.exports import XLSX
from periplus.web.loop.spreadsheets import workbook
from periplus.web.shell.doors import Request, page
from periplus.web.workplans.desk import SEE
from periplus.web.workplans.files import file_answer
from periplus.web.workplans.net_page import context_of
from periplus.web.workplans.picture import draw_net

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@page(SEE)
def collaboration(request: Request) -> HttpResponse:
    """Everybody, or one party with its neighbours when the address names one."""
    context = context_of(request.user, request.GET.get("at", ""))
    context["picture"] = draw_net(context["drawn"], context["focus"]) if context["drawn"].parties else ""
    return render(request, "collaboration/map.html", context)


@page(SEE)
def export(request: Request, form: str) -> HttpResponse:
    """The list as a file: what passes, and who takes part."""
    context = context_of(request.user, request.GET.get("at", ""))
    passings = [
        [each.source, each.target, each.item, each.kind, _("yes") if each.needed else _("no"), each.where]
        for each in context["passings"]
    ]
    heads = [_("From"), _("To"), _("What"), _("Kind"), _("Needed to go on"), _("Where")]
    title = _("Collaboration")
    if form == "csv":
        return file_answer(title, "csv", "text/csv; charset=utf-8", _csv([heads, *passings]))
    if form != "xlsx":
        raise Http404
    parties = [
        [each.name, each.kind, each.gives, each.takes, each.leans_on, each.troubles]
        for each in context["parties"]
    ]
    party_heads = [_("Who"), _("Kind"), _("Gives"), _("Takes"), _("Depends on"), _("Conflicts")]
    sheets = {_("What passes"): [heads, *passings], _("Who takes part"): [party_heads, *parties]}
    return file_answer(title, "xlsx", XLSX, workbook(sheets))


def _csv(rows: list[list[str]]) -> bytes:
    """In UTF-8 with a byte order mark; no cell is taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in row])
    return f"\ufeff{buffer.getvalue()}".encode()
