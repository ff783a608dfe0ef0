"""What an import would do: the import itself on the first rows, taken back before anybody sees it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from periplus.core.ledger.services import System
from periplus.exchange.enums import Outcome
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets.passage import Ended, Passage
from periplus.partners.enums import MatchState
from periplus.partners.models import NameMatch
from periplus.people.models import Person

# Rows that are tried, and rows that are shown.
TRIED: Final = 2_000
SHOWN: Final = 50
_KINDS_OF_PROBLEM: Final = 30


def preview(
    run: ImportRun, *, actor: Person | System, today: dt.date, first: int | None = TRIED
) -> dict[str, Any]:
    """Try the first rows (None: all) and tell how they would end. Nothing of it stays.

    Gives `checked` and `total` rows, `counts` by outcome, `problems` by kind, doubtful `names`, and the
    first `rows` with their cells, problems and, where something would change, before and after.
    """
    passage = Passage(run, actor=actor, today=today)
    total = passage.count_rows()
    ended: list[Ended] = []
    with transaction.atomic():
        waiting = NameMatch.objects.filter(state=MatchState.OPEN).count()
        passage.survey(first=first)
        for batch in passage.batches(1, first=first):
            ended += passage.write(batch)
        names = NameMatch.objects.filter(state=MatchState.OPEN).count() - waiting
        transaction.set_rollback(True)
    counts = Counter(result.outcome for _draft, result in ended)
    return {
        "checked": len(ended),
        "total": total,
        "counts": {outcome.value: counts[outcome] for outcome in Outcome},
        "problems": _problems(ended),
        "names": names,
        "rows": [_shown(each) for each in ended[:SHOWN]] + _first_changes(ended[SHOWN:]),
    }


def _problems(ended: Sequence[Ended]) -> list[dict[str, Any]]:
    """Kinds of problems with how often each comes and one example, the most frequent first."""
    seen: Counter[tuple[str, str, bool]] = Counter()
    example: dict[tuple[str, str, bool], dict[str, Any]] = {}
    for draft, result in ended:
        for problem in draft.problems:
            key = problem.column, problem.sentence, result.outcome == Outcome.REFUSED
            seen[key] += 1
            example.setdefault(key, {**problem.as_json(), "row": draft.number})
    return [
        {**example[key], "rows": rows, "refused": key[2]} for key, rows in seen.most_common(_KINDS_OF_PROBLEM)
    ]


def _shown(each: Ended) -> dict[str, Any]:
    draft, result = each
    return {
        "number": draft.number,
        "cells": draft.cells,
        "outcome": result.outcome.value,
        "problems": [problem.as_json() for problem in draft.problems],
        "changes": changes_of(result.before),
    }


def _first_changes(ended: Sequence[Ended]) -> list[dict[str, Any]]:
    """Further rows that would change something: what somebody who imports again wants to see."""
    changing = [each for each in ended if each[1].outcome == Outcome.CHANGED]
    return [_shown(each) for each in changing[:SHOWN]]


def changes_of(before: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The changed values in what a row left behind: field, before, after."""
    changed = (before or {}).get("changed", [])
    return [
        {"field": name.removesuffix("_id"), "before": old.get(name), "after": new[name]}
        for _label, _pk, old, new in changed
        for name in new
        if name not in {"sort_key", "kind"}
    ]
