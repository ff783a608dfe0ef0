"""What stands on the page of an import."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.policies import may_move_import
from periplus.exchange.queries import count_outcomes, is_stalled, list_remarked
from periplus.exchange.spreadsheets import lives
from periplus.exchange.spreadsheets.mapping import bound
from periplus.exchange.types import ImportRun
from periplus.people.types import Person
from periplus.web.imports.handing_in import PREVIEW, RESULT, steps_at
from periplus.web.imports.words import OUTCOME_TONES, STATE_TONES, counts_of, told, work_of
from periplus.web.shell.components import Fact
from periplus.web.shell.words import instant_words, number_words

# A worker that lives takes an import up within seconds.
PATIENCE = dt.timedelta(minutes=1)


def context_of_run(person: Person, run: ImportRun) -> dict[str, Any]:
    """Everything for `imports/run.html`; what is shown depends on how far the run is."""
    context: dict[str, Any] = {
        "run": run,
        "tone": STATE_TONES[run.state],
        "facts": _facts(run),
        "rows_shown": number_words(run.rows_total),
        "steps": steps_at(PREVIEW if run.state in {RunState.UPLOADED, RunState.PREVIEWED} else RESULT),
        "verdicts": {verb: may_move_import(person, run, verb) for verb in lives.BY_VERB},
        "is_at_work": run.state in lives.AT_WORK,
    }
    if context["is_at_work"]:
        context |= {"work": work_of(run), "is_left_alone": _is_left_alone(run)}
    if run.state == RunState.PREVIEWED:
        context |= preview_of(run)
    if run.next_row > 1 or run.state in {RunState.DONE, RunState.UNDONE}:
        remarked = list_remarked(run).count()
        context |= {"counts": counts_of(run.counts), "remarked": remarked}
        context["remarked_shown"] = number_words(remarked)
    return context


def _is_left_alone(run: ImportRun) -> bool:
    """Whether nobody took it up for so long that a person should."""
    begun = run.started_at is None or clock.now() - run.started_at > PATIENCE
    return is_stalled(run) and (begun or bool(run.failure))


def preview_of(run: ImportRun) -> dict[str, Any]:
    """The preview as tables: counts, kinds of problems, and the first rows with a remark at each cell."""
    preview = run.preview
    used = used_columns(run)
    return {
        "preview": preview,
        "checked_shown": number_words(preview["checked"]),
        "counts": counts_of(preview["counts"]),
        "problems": told(run, preview["problems"]),
        "headings": [heading for heading, _place in used],
        "unused": [each for each in run.headings if each not in {heading for heading, _place in used}],
        "rows": [_row(run, row, used) for row in preview["rows"]],
        "is_all": preview["checked"] == preview["total"],
    }


def used_columns(run: ImportRun) -> list[tuple[str, int]]:
    """The columns that the mapping uses, with their places, in the order of the file."""
    used = {bound(entry).heading for entry in run.mapping.values()}
    return [(heading, place) for place, heading in enumerate(run.headings) if heading in used]


def _row(run: ImportRun, row: Mapping[str, Any], used: Sequence[tuple[str, int]]) -> dict[str, Any]:
    problems = told(run, row["problems"])
    cells = row["cells"]
    return {
        "number": row["number"],
        "outcome": Outcome(row["outcome"]).label,
        "tone": OUTCOME_TONES[row["outcome"]],
        "said": [each["said"] for each in problems if not each["column"]],
        "changes": row.get("changes", []),
        "cells": [
            (
                cells[place] if place < len(cells) else "",
                [each["said"] for each in problems if each["column"] == heading],
            )
            for heading, place in used
        ],
    }


def _facts(run: ImportRun) -> list[Fact]:
    file_url = reverse("documents:download", args=[run.document.uuid])
    facts = [
        Fact(_("File"), run.document.name, url=file_url),
        Fact(_("Source"), run.source.name),
        Fact(_("Rows are"), run.source.get_kind_display()),
        Fact(_("Handed in"), instant_words(run.created_at)),
    ]
    if run.institution:
        facts.append(Fact(_("For"), run.institution.name))
    if run.started_by:
        facts.append(Fact(_("By"), run.started_by.name))
    for label, moment in ((_("Done"), run.finished_at), (_("Undone"), run.undone_at)):
        if moment:
            facts.append(Fact(label, instant_words(moment)))
    return facts


def undo_facts(run: ImportRun) -> list[Fact]:
    """What undoing would take back."""
    counts = count_outcomes(run)
    rows = reverse("imports:rows", args=[run.uuid])
    created = counts.get(Outcome.CREATED, 0)
    changed = counts.get(Outcome.CHANGED, 0)
    return [
        Fact(_("Brought in as new, to be removed"), created, url=f"{rows}?show={Outcome.CREATED.value}"),
        Fact(_("Changed, to get their old values back"), changed, url=f"{rows}?show={Outcome.CHANGED.value}"),
        Fact(_("Left alone"), sum(counts.values()) - created - changed),
    ]
