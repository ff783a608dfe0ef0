"""Names and tones that the pages of work and cases share."""

import datetime as dt
import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.verdicts import Verdict, unseen
from periplus.paths.chart import Chart, say
from periplus.paths.enums import CaseState, WorkState
from periplus.paths.queries.work_lists import LATE, LATER, TODAY, UNDATED, WEEK
from periplus.paths.stepping import find_subject
from periplus.paths.types import Case, WorkItem
from periplus.people.enums import Role
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.lists.words import label_of
from periplus.web.shell.components import Tone

CASE_TONES: Mapping[str, Tone] = {
    CaseState.RUNNING: "good",
    CaseState.SUSPENDED: "warn",
    CaseState.ENDED: "none",
    CaseState.CANCELLED: "none",
}
WORK_TONES: Mapping[str, Tone] = {
    WorkState.OPEN: "accent",
    WorkState.ARRIVED: "plain",
    WorkState.DONE: "good",
    WorkState.SKIPPED: "none",
    WorkState.RETURNED: "warn",
    WorkState.OVERTAKEN: "bad",
    WorkState.CANCELLED: "none",
}
_TEXT = re.compile(r'"([^"]*)"')
GROUPS = {
    LATE: gettext_lazy("Late"),
    TODAY: gettext_lazy("Today"),
    WEEK: gettext_lazy("This week"),
    LATER: gettext_lazy("Later"),
    UNDATED: gettext_lazy("Without a date"),
}


def procedure_name(case: Case) -> str:
    return say(case.version.title) or say(case.version.procedure.title) or case.version.procedure.key


def role_name(role: str) -> str:
    return label_of(Role, role) if role in Role.values else role


def cell_words(chart: Chart, key: str, cell: str) -> str:
    """A cell of a decision table for those who write none: values by their names, no quotation marks."""
    said = {"true": _("yes"), "false": _("no")}
    names = _value_names(chart, key)
    return said.get(cell.strip()) or _TEXT.sub(lambda text: names.get(text[1]) or role_name(text[1]), cell)


def _value_names(chart: Chart, key: str) -> dict[str, str]:
    """What the values of a choice are called: as a step says that fills it in, or as the subject says."""
    item, kind = chart.item.get(key), find_subject(chart.subject_type)
    facts = {fact.key: fact.choices for fact in kind.facts} if kind else {}
    said = {value: str(title) for value, title in facts.get(key, ())}
    return said | {choice.value: say(choice.title) for choice in (item.choices if item else ())}


def due_day(item: WorkItem) -> dt.date | None:
    """The day on which a work item is due, as the reader's clock says."""
    return timezone.localdate(item.due_at) if item.due_at else None


def turn_of(person: str | None, role: str | None) -> str:
    """Who has to do something: the person, else the role."""
    return person or (role_name(role) if role else "")


def is_staff(person: Person) -> bool:
    """Whether somebody knows the procedures, and so what to ask of lists by them."""
    return standing_of(person, on=clock.today()).reach("paths.procedures.see") != Reach.NOTHING


def sees_cases_of_others(person: Person) -> bool:
    return standing_of(person, on=clock.today()).reach("paths.cases.see") >= Reach.UNIT


def may_at_all(person: Person, action: str) -> Verdict:
    """Whether a person's role includes an action; what it does not include is not offered."""
    verdict = standing_of(person, on=clock.today()).may(action)
    reaches = standing_of(person, on=clock.today()).reach(action) != Reach.NOTHING
    return Verdict(allowed=True) if reaches else unseen(verdict.sentence)


def outcome_words(case: Case) -> str:
    return case.outcome.replace("_", " ").capitalize() if case.outcome else ""


def state_words(case: Case) -> str:
    """One sentence about a case."""
    words = {"procedure": procedure_name(case), "number": case.version.number}
    return _("%(procedure)s, version %(number)s") % words
