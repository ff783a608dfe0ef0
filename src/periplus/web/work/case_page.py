"""Everything the page of a case shows: where it stands, whose turn, what came out, what happened."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.languages import active_language
from periplus.paths import policies
from periplus.paths.chart import say
from periplus.paths.drawing import draw
from periplus.paths.enums import CaseState, NodeKind
from periplus.paths.queries import case_pages
from periplus.paths.queries.case_pages import AppliedRule
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.whose import people_of
from periplus.paths.queries.work_lists import title_of
from periplus.paths.stepping import find_subject
from periplus.paths.types import Case, WorkItem
from periplus.people.types import Person
from periplus.web.shell.components import Fact
from periplus.web.shell.links import name_things
from periplus.web.work.shown import show_values
from periplus.web.work.why import reasons_of_case
from periplus.web.work.words import (
    CASE_TONES,
    cell_words,
    due_day,
    outcome_words,
    procedure_name,
    state_words,
)
from periplus.web.work.work_page import who_words

MOST_ASKED = 12  # for so many roles it is said by name who is meant
MOST_DONE = 40


@dataclass(frozen=True, slots=True)
class Standing:
    """One step at which a case stands, and whose turn it is there."""

    item: WorkItem
    title: str
    who: str
    mine: bool
    url: str
    receive_url: str = ""

    @property
    def due(self) -> object:
        return due_day(self.item)


def page_of(person: Person, case: Case) -> dict[str, Any]:
    """The context of the page."""
    at = clock.now()
    items = case_pages.list_open(case)
    standings = _standings(person, case, items)
    goals = {item.node.goal for item in items if item.node.goal}
    return {
        "case": case,
        "tone": CASE_TONES[case.state],
        "sentence": state_words(case),
        "outcome": outcome_words(case),
        "standings": standings,
        "first": next((each for each in standings if each.mine), standings[0] if standings else None),
        "own_step": next((each for each in standings if each.mine), None),
        "drawing": drawing_of(case, items),
        "reasons": reasons_of_case(person, case, goals),
        "produced": show_values(person, case_pages.list_produced(person, case)),
        "applied": [_applied(rule) for rule in case_pages.list_applied(person, case)],
        "done": list(case_pages.list_closed(case)[:MOST_DONE]),
        "called": list(case_pages.list_called(person, case)),
        "participants": case_pages.list_participants(case),
        "facts": _facts(person, case),
        "steer": policies.may_steer_case(person, case),
        "resume": policies.may_resume_case(person, case),
        "alive": case.state in {CaseState.RUNNING, CaseState.SUSPENDED},
        "at": at,
    }


def _standings(person: Person, case: Case, items: list[WorkItem]) -> list[Standing]:
    """Whose turn it is at each open step; asked once for each role and unit."""
    today = clock.today()
    own = set(policies.visible_work(person).filter(case=case).values_list("pk", flat=True))
    meant: dict[tuple[object, ...], list[Person]] = {}
    found = []
    for item in items:
        key = (item.person_id, item.role, item.unit_id)
        if key not in meant and len(meant) < MOST_ASKED:
            meant[key] = people_of(item, on=today)
        who = who_words(item, meant.get(key, [])) or _("an answer from outside")
        url = reverse("work:detail", args=[item.uuid]) if item.role or item.person_id else ""
        arrives = reverse("work:receive", args=[item.uuid]) if item.node.kind == NodeKind.MESSAGE else ""
        found.append(Standing(item, title_of(item), who, item.pk in own, url, arrives))
    return found


def drawing_of(case: Case, items: list[WorkItem]) -> SafeString:
    """The procedure with marks where the case stands; a marked step leads to its work."""
    links = {
        item.node.key: reverse("work:detail", args=[item.uuid])
        for item in reversed(items)
        if item.role or item.person
    }
    marks = case_pages.marks_of(items, clock.now())
    return draw(get_chart(case.version), language=active_language(), marks=marks, links=links)


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule in words: what it asked, what came out."""

    rule: AppliedRule
    title: str
    asked: list[tuple[str, str]]
    came_out: list[tuple[str, str]]


def _applied(rule: AppliedRule) -> Applied:
    asked = [
        (say(column.title) or column.key, cell_words(rule.chart, column.key, cell))
        for column, cell in zip(rule.table.inputs, rule.rule.cells, strict=True)
        if cell.strip() not in {"", "-"}
    ]
    came_out = [
        (say(column.title) or column.key, cell_words(rule.chart, column.key, result))
        for column, result in zip(rule.table.outputs, rule.rule.results, strict=True)
    ]
    return Applied(rule, say(rule.table.title) or rule.table.key, asked, came_out)


def _facts(person: Person, case: Case) -> list[Fact]:
    facts = [
        Fact(_("Reference"), case.reference),
        Fact(
            _("Procedure"),
            procedure_name(case),
            note=_("version %(number)s") % {"number": case.version.number},
        ),
        _subject(person, case),
        Fact(_("Unit"), case.unit.name if case.unit else _("Whole university")),
        Fact(_("Answers for it"), case.owner.name if case.owner else _("nobody yet")),
        Fact(_("Started by"), case.started_by.name if case.started_by else _("the product itself")),
        Fact(_("Priority"), case.priority),
    ]
    outer = case_pages.find_caller(person, case)
    if outer is not None:
        facts.append(Fact(_("Called by"), outer.title, url=reverse("cases:detail", args=[outer.uuid])))
    return [fact for fact in facts if fact is not None]


def _subject(person: Person, case: Case) -> Fact | None:
    """What it is about, as far as the reader may see it."""
    if case.subject_uuid is None:
        return None
    kind = find_subject(case.subject_type)
    label = kind.title if kind else _("About")
    if not policies.may_see_subject(person, case):
        return Fact(label, _("something you may not see"))
    named = name_things(person, [(case.subject_type, case.subject_uuid)]).get(case.subject_uuid)
    return Fact(label, named.title if named else case.title, url=named.url if named else "")
