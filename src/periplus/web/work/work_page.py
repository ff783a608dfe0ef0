"""Everything the page of a work item shows: the task, why it is done, what is known, what to fill in."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Verdict
from periplus.paths import policies
from periplus.paths.chart import ChartNode, say
from periplus.paths.enums import HUMAN, CaseState, WorkState
from periplus.paths.forms.filling import FillingForm
from periplus.paths.queries import case_pages
from periplus.paths.queries.whose import people_of, substitutes_of
from periplus.paths.queries.work_lists import element_words, title_of
from periplus.paths.types import WorkItem
from periplus.people.types import Person
from periplus.web.shell.components import Fact
from periplus.web.shell.words import instant_words
from periplus.web.work.pickers import pickers_for
from periplus.web.work.shown import Shown, show_values
from periplus.web.work.why import reasons_of_work
from periplus.web.work.words import WORK_TONES, due_day, procedure_name, role_name

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with a work item."""

    do: Verdict
    hand_over: Verdict
    send_back: Verdict
    skip: Verdict
    steer: Verdict


def rights_of(person: Person, item: WorkItem) -> Rights:
    return Rights(
        do=policies.may_do_work(person, item),
        hand_over=policies.may_hand_over(person, item),
        send_back=policies.may_send_back(person, item),
        skip=policies.may_skip_work(person, item),
        steer=policies.may_steer_case(person, item.case),
    )


def form_of(person: Person, item: WorkItem, node: ChartNode, posted: Any = None) -> FillingForm:
    """The form of a step: with the draft, else with what the case knows already."""
    known = {each.key: value for each, value in case_pages.list_outputs(person, item)}
    values = item.draft if item.draft is not None else known
    return FillingForm(node.outputs, posted=posted, values=values, pickers=pickers_for(person, item.case))


def page_of(person: Person, item: WorkItem, form: FillingForm | None = None) -> dict[str, Any]:
    """The context of the page."""
    node, rights, today = case_pages.node_of(item), rights_of(person, item), clock.today()
    by_hand = node.kind in HUMAN
    open_now = item.state == WorkState.OPEN
    if form is None and by_hand and rights.do:
        form = form_of(person, item, node)
    people = people_of(item, on=today) if open_now else []
    inputs = case_pages.list_inputs(person, item)
    return {
        "item": item,
        "case": item.case,
        "node": node,
        "title": title_of(item),
        "state": item.get_state_display(),
        "tone": WORK_TONES[item.state],
        "open": open_now,
        "stands_still": open_now and item.case.state == CaseState.SUSPENDED,
        "returned": case_pages.find_return(item) if open_now else None,
        "finished": _finished(person, item) if item.state == WorkState.DONE else [],
        "by_hand": by_hand,
        "form": form,
        "rights": rights,
        "guidance": say(node.guidance),
        "criteria": [say(each) for each in node.criteria],
        "inputs": show_values(person, inputs or case_pages.list_produced(person, item.case)),
        "declared": bool(inputs),
        "facts": _facts(item, node),
        "reasons": reasons_of_work(person, item),
        "who": who_words(item, people),
        "stand_ins": _stand_ins(people),
        "for_name": _for_whom(person, item, people),
        "due": due_day(item),
        "mine": bool(rights.do),
        "may_take": _may_take(item, rights),
        "may_give_back": open_now and item.person == person and bool(item.role),
        "targets": case_pages.list_return_targets(item) if open_now and rights.send_back else [],
    }


def _finished(person: Person, item: WorkItem) -> list[Shown]:
    """What was filled in, or came in, at a step that is done."""
    return show_values(person, case_pages.list_outputs(person, item))


def _may_take(item: WorkItem, rights: Rights) -> bool:
    """Where several may do it, one says that they do."""
    return bool(rights.do) and item.person is None and item.node.kind in HUMAN


def _for_whom(person: Person, item: WorkItem, people: list[Person]) -> str:
    """Whose work it is, when the reader only stands in."""
    if person in people or item.state != WorkState.OPEN:
        return ""
    others = policies.stood_in_for(person)
    return next((other.name for other in others if other in people), "")


def who_words(item: WorkItem, people: list[Person]) -> str:
    """Whose turn it is, in words: names as far as they fit, else the role."""
    if item.person is not None:
        return item.person.name
    role = role_name(item.role)
    if not people or len(people) > MOST_NAMED:
        return role
    names = ", ".join(person.name for person in people)
    return f"{role} ({names})" if role else names


def _stand_ins(people: list[Person]) -> list[str]:
    """Who is away, and who does their work meanwhile."""
    away = substitutes_of(people, on=clock.today())
    return [
        _("%(name)s is away; %(others)s stands in.")
        % {"name": person.name, "others": ", ".join(other.name for other in others)}
        for person, others in away.items()
    ]


def _facts(item: WorkItem, node: ChartNode) -> list[Fact]:
    case = item.case
    facts = [
        Fact(_("Case"), f"{case.reference} {case.title}", url=reverse("cases:detail", args=[case.uuid])),
        Fact(
            _("Procedure"),
            procedure_name(case),
            note=_("version %(number)s") % {"number": case.version.number},
        ),
        Fact(_("Role"), role_name(item.role)),
        Fact(_("Unit"), item.unit.name if item.unit else _("Whole university")),
    ]
    if node.over and item.element is not None:
        facts.append(Fact(_("About"), element_words(item.element)))
    if item.closed_at is not None:
        who = item.closed_by.name if item.closed_by else _("the product itself")
        facts.append(Fact(_("Closed by"), who, note=instant_words(item.closed_at)))
    if item.note:
        facts.append(Fact(_("Note"), item.note))
    return facts
