"""A rule of a decision table: one cell, the whole rule, a new rule, or none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Verdict, no
from periplus.loop.levering import Change, Choice, Difference, Input
from periplus.loop.steering.versions import OfProcedure, in_force_now
from periplus.paths.chart import Chart, ChartTable, TableRule, say
from periplus.paths.models import Procedure

BETWEEN = "|"  # stands between the cells of a rule that is written as one text
PART = "/"
Cells = tuple[str, ...]


class TableRuleLever(OfProcedure):
    """Changes a decision table; the old rules stay in the version before."""

    key = "loop.decision_rule"
    title = gettext_lazy("Change a rule of a decision table")

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        tables = _tables(subject)
        columns = [
            Choice(f"{table.key}{PART}{place}", f"{_title(table)}: {name}")
            for table in tables
            for place, name in enumerate(_columns(table))
        ]
        return [
            Input(
                "table",
                gettext_lazy("Decision table"),
                "choice",
                choices=tuple(Choice(each.key, _with_size(each)) for each in tables),
            ),
            Input(
                "rule",
                gettext_lazy("Rule"),
                "whole",
                hint=gettext_lazy("Its number, from 1; one more than there are adds a rule."),
            ),
            Input(
                "column",
                gettext_lazy("Column"),
                "choice",
                required=False,
                choices=tuple(columns),
                hint=gettext_lazy("Leave it empty to write the whole rule."),
            ),
            Input(
                "text",
                gettext_lazy("What it says then"),
                "text",
                required=False,
                hint=gettext_lazy(
                    "A cell as in > 5000, or the cells of the whole rule with | between them. "
                    "Empty, without a column, takes the rule away."
                ),
            ),
        ]

    def changed(self, chart: Chart, change: Change) -> Chart | Verdict:
        table = chart.table.get(change["table"])
        if table is None:
            return no(_("The procedure has no such decision table any more."))
        rules = _rules_after(table, change)
        if isinstance(rules, Verdict):
            return rules
        tables = tuple(replace(t, rules=rules) if t.key == table.key else t for t in chart.tables)
        return replace(chart, tables=tables)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        table = next((each for each in _tables(subject) if each.key == change["table"]), None)
        if table is None:
            return []
        rules = _rules_after(table, change)
        number = int(change["rule"])
        before = _words(table.rules, number)
        removed = not isinstance(rules, Verdict) and len(rules) < len(table.rules)
        after = (
            _("no such rule") if removed else before if isinstance(rules, Verdict) else _words(rules, number)
        )
        facts = {"number": number, "table": _title(table)}
        return [Difference(_("Rule %(number)s of “%(table)s”") % facts, before, after)]


def _rules_after(table: ChartTable, change: Change) -> tuple[TableRule, ...] | Verdict:
    number, rules = int(change["rule"]), list(table.rules)
    if not 1 <= number <= len(rules) + 1:
        return no(_("The table has %(count)s rules. Give one of their numbers.") % {"count": len(rules)})
    cells = _cells_after(table, number, str(change.get("column", "")), str(change.get("text", "")).strip())
    if isinstance(cells, Verdict):
        return cells
    if not cells:
        return tuple(rule for place, rule in enumerate(rules, start=1) if place != number)
    split = len(table.inputs)
    note = rules[number - 1].note if number <= len(rules) else ""
    rules[number - 1 : number] = [TableRule(cells[:split], cells[split:], note)]
    return tuple(rules)


def _cells_after(table: ChartTable, number: int, column: str, text: str) -> Cells | Verdict:
    """The cells of the rule as it is to be; none when it is taken away."""
    is_new = number > len(table.rules)
    if column:
        key, _part, place = column.partition(PART)
        if key != table.key or is_new:
            return no(_("Choose a column of this table and a rule that it has."))
        cells = list(_all(table.rules[number - 1]))
        cells[int(place)] = text
        return tuple(cells)
    if not text:
        return no(_("There is no such rule to take away.")) if is_new else ()
    cells = [cell.strip() for cell in text.split(BETWEEN)]
    if len(cells) != len(_columns(table)):
        facts = {"count": len(_columns(table)), "columns": f" {BETWEEN} ".join(_columns(table))}
        return no(_("A rule of this table has %(count)s cells: %(columns)s.") % facts)
    return tuple(cells)


def _tables(subject: models.Model) -> tuple[ChartTable, ...]:
    now = in_force_now(cast("Procedure", subject))
    return now[1].tables if now else ()


def _columns(table: ChartTable) -> list[str]:
    return [say(column.title) or column.key for column in (*table.inputs, *table.outputs)]


def _title(table: ChartTable) -> str:
    return say(table.title) or table.key


def _with_size(table: ChartTable) -> str:
    return _("%(table)s (%(count)s rules)") % {"table": _title(table), "count": len(table.rules)}


def _all(rule: TableRule) -> Cells:
    return (*rule.cells, *rule.results)


def _words(rules: Sequence[TableRule], number: int) -> str:
    if number > len(rules):
        return _("no such rule")
    rule = rules[number - 1]
    return f"{f' {BETWEEN} '.join(rule.cells)} → {f' {BETWEEN} '.join(rule.results)}"
