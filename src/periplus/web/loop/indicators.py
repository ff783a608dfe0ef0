"""Indicators: all of them with their latest figure, one in full, and the records behind a number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.periods import Period, parse
from periplus.loop.measuring import Measure, SourceRecord, find_measure
from periplus.loop.policies import may_edit_rules, may_see_records
from periplus.loop.queries.indicators import IndicatorRow, list_indicators
from periplus.loop.scopes import Scope
from periplus.loop.sentences import period_words
from periplus.loop.services.measuring import measure_regularly
from periplus.web.loop.asked import Asked, read_address
from periplus.web.loop.indicator_page import context_of_indicator
from periplus.web.loop.scoping import ScopeForm, fields_known_to, question_of
from periplus.web.loop.ways import institution_of, way
from periplus.web.loop.words import figure_for, parts_of_scope, plain_figure
from periplus.web.shell.components import Figure, Number, Words
from periplus.web.shell.doors import Request, act, leave, page
from periplus.web.shell.links import name_things

RECORDS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator in the list."""

    measure: Measure
    url: str
    figure: Figure
    before: Figure
    coverage: Number | None
    points: list[tuple[Words, Number | None]]


@page("loop.goals.see")
def indicators(request: Request) -> HttpResponse:
    institution = institution_of(request.user)
    sees = may_see_records(request.user)
    listed = list_indicators(institution, on=clock.today(), sees=sees)
    rows = [_row(row, sees=bool(sees)) for row in listed]
    context = {
        "rows": rows,
        "measured": sum(row.figure.value is not None or row.figure.suppressed for row in rows),
        "institution": institution,
        "may_measure": may_edit_rules(request.user),
    }
    return render(request, "loop/indicators.html", context)


def _row(row: IndicatorRow, *, sees: bool) -> Row:
    measure = row.measure
    url = way("loop:indicator", measure.key)
    period = row.latest.period.key if row.latest else ""
    records = way("loop:records", measure.key, period=period) if sees and period else url
    return Row(
        measure=measure,
        url=url,
        figure=figure_for(measure, row.latest, url=records, suppressed=row.suppressed, ident=_ident(measure)),
        before=plain_figure(measure, row.before),
        coverage=_per_cent(row.latest.coverage if row.latest else None),
        points=[(period_words(key), value) for key, value in row.spark],
    )


def _ident(measure: Measure) -> str:
    return measure.key.replace(".", "-")


def _per_cent(share: Any) -> Number | None:
    return None if share is None else round(share * 100)


@page("loop.goals.see")
def indicator(request: Request, key: str) -> HttpResponse:
    asked = read_address(request, _measure(key))
    return render(request, "loop/indicator.html", context_of_indicator(request, asked))


@page("loop.goals.see")
def narrow(request: Request, key: str) -> HttpResponse:
    """From the form of a scope to the address of the indicator for that scope."""
    asked = read_address(request, _measure(key))
    form = ScopeForm(request.GET, person=request.user, institution=asked.institution)
    form = fields_known_to(asked.measure, form)
    if form.is_valid():
        scope = form.scope()
        return redirect(way("loop:indicator", asked.measure.key, kind=asked.kind, **question_of(scope)))
    whole = replace(asked, scope=Scope(institution=asked.institution.uuid))
    return render(request, "loop/indicator.html", context_of_indicator(request, whole) | {"form": form})


@page("loop.records.see")
def records(request: Request, key: str) -> HttpResponse:
    """What was counted: the records of one number, page by page."""
    asked = read_address(request, _measure(key))
    period = _period(request, asked)
    asked.require_records(request.user)
    reading = asked.measure.compute(asked.scope, [period])[0]
    # A slice is all the paginator asks of its list.
    listed = cast("Sequence[SourceRecord]", _Records(asked, period, reading.count))
    shown = Paginator(listed, RECORDS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    named = name_things(request.user, [(row.object_type, row.uuid) for row in rows])
    context = {
        "measure": asked.measure,
        "figure": figure_for(asked.measure, reading),
        "reading": reading,
        "period": period_words(period.key),
        "parts": parts_of_scope(asked.scope),
        "page": shown,
        "rows": [(row, named[row.uuid].url if row.uuid in named else "") for row in rows],
        "back": way("loop:indicator", asked.measure.key, kind=asked.kind, **question_of(asked.scope)),
    }
    return render(request, "loop/records.html", context)


class _Records:
    """The records of a number as a sequence that is read one page at a time."""

    def __init__(self, asked: Asked, period: Period, count: int) -> None:
        self.asked, self.period, self.number = asked, period, count

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[SourceRecord]:
        first, last = part.start or 0, part.stop or self.number
        return self.asked.measure.records(self.asked.scope, self.period, last - first, first)


@act("loop.rules.edit")
def measure_now(request: Request) -> HttpResponse:
    """Take the regular measurements without waiting for the night."""
    batch = measure_regularly(
        actor=request.user, institution=institution_of(request.user), today=clock.today()
    )
    said = _("%(readings)s readings taken, %(written)s of them new.")
    return leave(
        request, "loop:indicators", say=said % {"readings": batch.readings, "written": batch.written}
    )


def _measure(key: str) -> Measure:
    measure = find_measure(key)
    if measure is None:
        raise Http404
    return measure


def _period(request: Request, asked: Asked) -> Period:
    try:
        return parse(request.GET.get("period", ""))
    except ValueError:
        return asked.last
