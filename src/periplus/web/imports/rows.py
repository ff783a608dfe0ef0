"""The rows of an import: how each ended, what it became, and those refused as a spreadsheet."""

import io
from typing import Any, Final
from uuid import UUID

import xlsxwriter
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.exchange.enums import Outcome
from periplus.exchange.queries import count_outcomes, list_refused, list_remarked, list_rows, list_runs
from periplus.exchange.types import ImportRow, ImportRun
from periplus.web.imports.run_page import used_columns
from periplus.web.imports.words import OUTCOME_TONES, told
from periplus.web.shell.components import Tab
from periplus.web.shell.doors import Request, found, page
from periplus.web.shell.links import name_things

AT_A_TIME: Final = 50
REMARKED: Final = "remarked"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("exchange.imports.see")
def rows(request: Request, reference: UUID) -> HttpResponse:
    run = found(list_runs(request.user), uuid=reference)
    show = request.GET.get("show", "")
    known = show if show in Outcome.values else ""
    listed = list_remarked(run) if show == REMARKED else list_rows(run, outcome=known)
    sheet = Paginator(listed, AT_A_TIME).get_page(request.GET.get("page"))
    things = name_things(
        request.user, [(row.target_type, row.target_uuid) for row in sheet if row.target_uuid]
    )
    context = {
        "run": run,
        "sheet": sheet,
        "tabs": _tabs(run, show),
        "headings": [heading for heading, _place in used_columns(run)],
        "rows": [_told(run, row, things) for row in sheet],
        "counted": ngettext("%(number)s row", "%(number)s rows", sheet.paginator.count)
        % {"number": sheet.paginator.count},
    }
    return render(request, "imports/rows.html", context)


@page("exchange.imports.see")
def refused(request: Request, reference: UUID) -> HttpResponse:
    """The refused rows as they were, with the reasons, so that they can be corrected and handed in again."""
    run = found(list_runs(request.user), uuid=reference)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.write_row(0, 0, [*run.headings, _("Row"), _("Why it was refused")], bold)
    for line, row in enumerate(list_refused(run), start=1):
        reasons = " ".join(each["said"] for each in told(run, row.errors))
        cells = [*row.cells, *[""] * (len(run.headings) - len(row.cells))]
        sheet.write_row(line, 0, [*cells[: len(run.headings)], row.number, reasons])
    book.close()
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="refused-{run.uuid}.xlsx"'
    return response


def _tabs(run: ImportRun, show: str) -> list[Tab]:
    address, counts = reverse("imports:rows", args=[run.uuid]), count_outcomes(run)
    tabs = [Tab(_("All"), address, not show, sum(counts.values()))]
    tabs += [
        Tab(outcome.label, f"{address}?show={outcome.value}", show == outcome, counts[outcome])
        for outcome in Outcome
        if counts.get(outcome)
    ]
    remarked = list_remarked(run).count()
    if remarked:
        tabs.append(Tab(_("With a remark"), f"{address}?show={REMARKED}", show == REMARKED, remarked))
    return tabs


def _told(run: ImportRun, row: ImportRow, things: dict[Any, Any]) -> dict[str, Any]:
    problems = told(run, row.errors)
    return {
        "number": row.number,
        "outcome": row.get_outcome_display(),
        "tone": OUTCOME_TONES[row.outcome],
        "said": [each["said"] for each in problems if not each["column"]],
        "target": things.get(row.target_uuid),
        "cells": [
            (
                row.cells[place] if place < len(row.cells) else "",
                [each["said"] for each in problems if each["column"] == heading],
            )
            for heading, place in used_columns(run)
        ],
    }
