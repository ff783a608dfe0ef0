"""Names, tones and sentences that the pages of procedures share."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from periplus.core.languages import active_language, format_date
from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode, say
from periplus.paths.enums import NodeKind, UnitRule, VersionState
from periplus.paths.queries.naming import get_title
from periplus.paths.queries.versions import holds_on
from periplus.paths.stepping import find_step, find_subject
from periplus.paths.types import ProcedureVersion
from periplus.web.lists.words import label_of
from periplus.web.shell.components import Tone
from periplus.web.work.words import role_name

TONES: Mapping[str, Tone] = {
    VersionState.DRAFT: "accent",
    VersionState.ENACTED: "good",
    VersionState.RETIRED: "none",
    VersionState.DISCARDED: "none",
}
ADDABLE = {
    "after": gettext_lazy("A step after it"),
    "before": gettext_lazy("A step before it"),
    "check": gettext_lazy("A check by a decision table"),
    "choice": gettext_lazy("A step under a condition"),
    "only-if": gettext_lazy("Do it only under a condition"),
    "beside": gettext_lazy("A step beside it"),
    "deadline": gettext_lazy("A deadline"),
}


def node_name(node: ChartNode) -> str:
    """What a node is called; those without a title by their kind."""
    return say(node.title) or f"({node.kind.label})"


def name_in(chart: Chart, key: str) -> str:
    return node_name(chart.node[key]) if key in chart.node else key


def version_name(version: ProcedureVersion) -> str:
    return _("Version %(number)s") % {"number": version.number}


def day(value: dt.date | None) -> str:
    return format_date(value, active_language()) if value else ""


def state_of(version: ProcedureVersion, *, on: dt.date) -> tuple[Tone, str]:
    """Shape and word of a version: one that is to come is not in force yet."""
    if version.state == VersionState.ENACTED and version.effective_from and version.effective_from > on:
        return "accent", _("in force from %(day)s") % {"day": day(version.effective_from)}
    if version.state == VersionState.RETIRED and holds_on(version, on):
        return "good", _("in force until %(day)s") % {"day": day(version.effective_until)}
    return TONES[version.state], label_of(VersionState, version.state)


def span_words(version: ProcedureVersion) -> str:
    """From when until when it held."""
    if version.effective_from is None:
        return ""
    if version.effective_until is None:
        return _("since %(day)s") % {"day": day(version.effective_from)}
    return _("%(from)s to %(until)s") % {
        "from": day(version.effective_from),
        "until": day(version.effective_until),
    }


def cases_words(number: int) -> str:
    return ngettext("%(number)s case runs by it", "%(number)s cases run by it", number) % {"number": number}


def subject_words(subject_type: str) -> str:
    kind = find_subject(subject_type)
    return str(kind.title) if kind else ""


def who_words(node: ChartNode, units: Mapping[str, str]) -> str:
    """Who is accountable, and where the role is sought."""
    if not node.role:
        return ""
    if node.unit_rule == UnitRule.NAMED:
        return f"{role_name(node.role)} · {units.get(node.unit_code, node.unit_code)}"
    if node.unit_rule == UnitRule.SUBJECT:
        return role_name(node.role)
    return f"{role_name(node.role)} · {node.unit_rule.label}"


def days_words(node: ChartNode) -> str:
    if node.allowance_days is None:
        return ""
    return ngettext("%(days)s day", "%(days)s days", node.allowance_days) % {"days": node.allowance_days}


def item_words(item: ChartItem) -> str:
    told = str(item.type.label) if item.required else ", ".join((str(item.type.label), _("optional")))
    return f"{say(item.title) or item.key} ({told})"


def next_words(chart: Chart, flow: ChartFlow) -> str:
    """Where a way leads, and when it is taken."""
    name = name_in(chart, flow.target)
    when = say(flow.title) or flow.condition or (_("otherwise") if flow.default else "")
    return f"{when}: {name}" if when else name


def what_words(chart: Chart, node: ChartNode) -> str:
    """What a node of its kind names: its table, its automatic step, the procedure it calls and so on."""
    step = find_step(node.step) if node.step else None
    table = chart.table.get(node.table)
    told = {
        NodeKind.STEP: str(step.title) if step else node.step,
        NodeKind.DECISION: (say(table.title) or table.key) if table else "",
        NodeKind.CALL: get_title(node.calls) if node.calls else "",
        NodeKind.END: node.outcome.replace("_", " "),
        NodeKind.TIMER: _("ends the step") if node.interrupting else _("the step goes on"),
    }
    return told.get(node.kind, "")
