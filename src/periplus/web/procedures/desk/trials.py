"""A version tried on the cases of last year: which way would they have gone?"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.paths.chart import Chart, say
from periplus.paths.enums import HUMAN
from periplus.paths.forms.procedures import SpanForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.testing import Replay, Trial, replay_cases
from periplus.paths.tables.deciding import shown
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.drafting import seen_version
from periplus.web.procedures.words import version_name
from periplus.web.shell.doors import UNPROCESSABLE, Request, page

YEAR = dt.timedelta(days=365)
MOST_ROWS = 200


@page("paths.procedures.see")
def trial(request: Request, reference: UUID) -> HttpResponse:
    """Past cases sent through this version, with what they would have met."""
    version = seen_version(request, reference)
    today = clock.today()
    usual = {"since": today - YEAR, "until": today + dt.timedelta(days=1)}
    asked = request.GET if "since" in request.GET else None
    form = SpanForm(asked, initial=usual)
    context = {
        "version": version,
        "version_name": version_name(version),
        "procedure": version.procedure,
        "title": str(version.procedure),
        "form": form,
    }
    if asked is not None and not form.is_valid():
        return render(request, "versions/trial.html", context, status=UNPROCESSABLE)
    span = form.cleaned_data if asked is not None else usual
    replay = replay_cases(
        actor=request.user, version=version, since=_at(span["since"]), until=_at(span["until"])
    )
    return render(request, "versions/trial.html", context | told(version, replay))


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def told(version: ProcedureVersion, replay: Replay) -> dict[str, Any]:
    """What the page says of a replay."""
    chart = get_chart(version)
    differing = sorted(replay.differing, key=lambda each: (not each.more, each.reference))
    return {
        "replay": replay,
        "differing": [_row(chart, replay.titles, each) for each in differing[:MOST_ROWS]],
        "stopped": [_row(chart, replay.titles, each) for each in replay.stopped[:MOST_ROWS]],
        "same": len(replay.trials) - len({each.case for each in (*replay.differing, *replay.stopped)}),
        "applied": [_table(version, chart, key, replay) for key in _asked(chart)],
        "passed": [
            (say(node.title) or node.key, replay.passed[node.key])
            for node in chart.nodes
            if node.kind in HUMAN and replay.passed.get(node.key)
        ],
    }


def _asked(chart: Chart) -> list[str]:
    """Keys of the decision tables that some node asks."""
    return [table.key for table in chart.tables if any(node.table == table.key for node in chart.nodes)]


def _table(version: ProcedureVersion, chart: Chart, key: str, replay: Replay) -> dict[str, Any]:
    """How often each rule applied."""
    table = chart.table[key]
    return {
        "title": say(table.title) or key,
        "url": reverse("versions:table", args=[version.uuid, key]),
        "rules": [
            (number, " · ".join(rule.cells), " · ".join(rule.results), replay.applied.get((key, number), 0))
            for number, rule in enumerate(table.rules, start=1)
        ],
    }


def _row(chart: Chart, titles: Mapping[str, str], trial: Trial) -> dict[str, Any]:
    return {
        "title": trial.title,
        "url": reverse("cases:detail", args=[trial.case]),
        "more": [titles.get(key, key) for key in trial.more],
        "spared": [titles.get(key, key) for key in trial.spared],
        "answers": [_answer(chart, each) for each in trial.answers],
        "stops": [(titles.get(key, key), said) for key, said in trial.stops.items()],
        "outcome": _outcome(trial),
    }


def _answer(chart: Chart, answer: Any) -> str:
    table = chart.table[answer.table]
    results = ", ".join(shown(value) for value in answer.results.values())
    rules = ", ".join(str(number) for number in answer.rules)
    if not answer.rules:
        return f"{say(table.title) or table.key}: {answer.problem}"
    said = _("%(table)s: %(results)s (rule %(rules)s)")
    return said % {"table": say(table.title) or table.key, "results": results, "rules": rules}


def _outcome(trial: Trial) -> tuple[str, str] | None:
    before, after = (each.replace("_", " ") for each in trial.outcome)
    return (before, after) if before != after else None
