"""Plays the cases: whoever's turn it is does the work, on the day on which the script has it done."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from periplus.core import clock
from periplus.demo.story.diary import AFTERNOON, Act
from periplus.demo.story.paths.answers import Answers, Moment, first_values
from periplus.demo.story.paths.scripts import AGAIN_DAYS, Script
from periplus.demo.story.world import World
from periplus.loop.services.package_cases import Opening, start_package_case
from periplus.paths.chart import ChartNode
from periplus.paths.enums import CaseState, NodeKind, WorkState
from periplus.paths.models import Case, Procedure, WorkItem
from periplus.paths.queries.charts import get_chart, stored_of
from periplus.paths.queries.whose import people_of
from periplus.paths.services import cases, steering, work
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.queries.persons import is_living

WORKED = (NodeKind.TASK, NodeKind.EACH, NodeKind.MESSAGE)
BY_LETTER = "They write to us by letter; we enter what they say."
NOBODY_HERE = "Nobody coordinates there; the office sees to it."


class Player:
    """All cases of the story with their scripts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.answers = Answers()
        self._scripts: dict[int, Script] = {}
        self._cases: dict[int, Case] = {}
        self._planned: set[int] = set()
        self._turned: set[tuple[int, str]] = set()
        self._holders: dict[tuple[str, int | None], list[Person]] = {}

    def write(self, script: Script) -> None:
        """Let a case begin on its day."""
        self.world.diary.write(script.begins, lambda day: self._begin(script, day), AFTERNOON)

    def look(self) -> None:
        """Plan what has come up in any case, such as by a deadline."""
        self._plan_all(WorkItem.objects.filter(case__in=list(self._scripts)))

    # -------------------------------------------------------------- how a case begins

    def _begin(self, script: Script, day: dt.date) -> None:
        thing = script.about() if script.about else None
        case = self._start_for_goal(script, thing) if script.package else self._start(script, thing, day)
        self.world.cases[script.key] = case
        self._scripts[case.pk], self._cases[case.pk] = script, case
        self._plan_all(WorkItem.objects.filter(case=case))

    def _start_for_goal(self, script: Script, thing: Any) -> Case:
        """Whoever answers for a task package begins its cases."""
        package = self.world.packages[script.package]
        opening = Opening(script.title, thing.uuid if thing else None)
        actor = package.accountable or self.world.people["office"]
        return start_package_case(actor=actor, package=package, opening=opening, at=clock.now())

    def _start(self, script: Script, thing: Any, day: dt.date) -> Case:
        world = self.world
        procedure = Procedure.objects.get(institution=world.institution, key=script.procedure)
        version = cases.version_in_force(procedure, on=day)
        asked = {item.key: item for item in get_chart(version).starts[0].outputs} if version else {}
        terms = cases.CaseTerms(
            title=script.title,
            subject=thing.uuid if thing else None,
            unit=world.units[script.unit] if script.unit else None,
            values=first_values(script.values, asked, day),
        )
        actor = world.people[script.by] if script.by else thing.coordinator
        return cases.start_case(actor=actor, procedure=procedure, terms=terms, at=clock.now())

    # -------------------------------------------------------------- what is planned for which day

    def _plan_all(self, items: Iterable[WorkItem]) -> None:
        for item in items:
            if item.pk not in self._planned and item.state == WorkState.OPEN:
                self._planned.add(item.pk)
                self._plan(item)

    def _plan(self, item: WorkItem) -> None:
        script, node = self._scripts[item.case_id], _node(item)
        turn = self._turn(script, item, node)
        if node.kind not in WORKED or (not turn and _stands(script, item, node)):
            return
        dice = self.world.dice(f"{script.key} {node.key} {item.element_no}")
        day = script.day_of(node.key, item.opened_at.date(), node.allowance_days, dice)
        self.world.diary.write(day, self._doing(item.pk), AFTERNOON)

    def _turn(self, script: Script, item: WorkItem, node: ChartNode) -> str:
        """What is to happen here instead of the usual, unless it has."""
        return "" if (item.case_id, node.key) in self._turned else script.turns.get(node.key, "")

    def _doing(self, number: int) -> Act:
        def do(day: dt.date) -> None:
            item = self._as_it_is(number)
            if item.state != WorkState.OPEN or item.case.state != CaseState.RUNNING:
                return  # overtaken by a deadline, or the case was taken back
            script, node = self._scripts[item.case_id], _node(item)
            turn = self._turn(script, item, node)
            opened = self._take(script, item, turn) if turn else self._finish(script, item, day)
            self._plan_all(opened)

        return do

    def _as_it_is(self, number: int) -> WorkItem:
        """A work item as it stands now; its case is known, but may have been moved to another version."""
        item = WorkItem.objects.annotate(follows=F("case__version")).get(pk=number)
        item.case = self._cases[item.case_id]
        if item.follows != item.case.version_id:
            item.case.refresh_from_db()
        return item

    # -------------------------------------------------------------- what is done

    def _finish(self, script: Script, item: WorkItem, day: dt.date) -> list[WorkItem]:
        who, node = self._who(script, item, day), _node(item)
        dice = self.world.dice(f"{script.key} {node.key} {item.element_no} said")
        outputs = self.answers.of_step(script, node, Moment(item.case, who, day, dice))
        if node.kind == NodeKind.MESSAGE:
            return work.receive_message(
                actor=who, case=item.case, message=node.message, values=outputs, at=clock.now()
            )
        return work.complete_work(actor=who, item=item, outputs=outputs, at=clock.now())

    def _take(self, script: Script, item: WorkItem, turn: str) -> list[WorkItem]:
        """A turn that is not the usual."""
        self._turned.add((item.case_id, _node(item).key))
        what, _sign, why = turn.partition(": ")
        verb, _space, word = what.partition(" ")
        office, at = self.world.people["office"], clock.now()
        match verb:
            case "skip":
                return work.skip_work(actor=office, item=item, reason=why, at=at)
            case "back":
                who = self._who(script, item, at.date())
                return work.send_work_back(actor=who, item=item, target=word, reason=why, at=at)
            case "hand":
                self._hand_over(item, self.world.people[word], why)
                self._go_on_later(script, item, at.date())
            case "suspend":
                self._cases[item.case_id] = steering.suspend_case(
                    actor=office, case=item.case, reason=why, at=at
                )
            case _:
                self._cases[item.case_id] = steering.cancel_case(
                    actor=office, case=item.case, reason=why, at=at
                )
        return []

    def _go_on_later(self, script: Script, item: WorkItem, day: dt.date) -> None:
        if _node(item).key not in script.stops:
            later = day + dt.timedelta(days=AGAIN_DAYS)
            self.world.diary.write(later, self._doing(item.pk), AFTERNOON)

    # -------------------------------------------------------------- whose turn it is

    def _who(self, script: Script, item: WorkItem, day: dt.date) -> Person:
        """Whoever of the office works in this case, where it is theirs; else the first whose turn it is."""
        enters = self.world.people[script.enters]
        if _node(item).kind == NodeKind.MESSAGE or (item.role == Role.OFFICE and item.person is None):
            return enters
        people = self._people_of(item, day)
        if not people:
            self._hand_over(item, enters, BY_LETTER if item.role == Role.PARTNER else NOBODY_HERE)
        return people[0] if people else enters

    def _people_of(self, item: WorkItem, day: dt.date) -> list[Person]:
        """The same people hold a role in a unit all the time; guests of partners differ with the case."""
        if item.person_id is not None or item.role == Role.PARTNER:
            return people_of(item, on=day)
        key = item.role, item.unit_id
        if key not in self._holders:
            self._holders[key] = people_of(item, on=day)
        return [person for person in self._holders[key] if is_living(person, on=day)]

    def _hand_over(self, item: WorkItem, person: Person, reason: str) -> None:
        office = self.world.people["office"]
        work.hand_work_over(actor=office, item=item, person=person, reason=reason, at=clock.now())


def _node(item: WorkItem) -> ChartNode:
    return stored_of(item.case).node_at(item.node_id)


def _stands(script: Script, item: WorkItem, node: ChartNode) -> bool:
    """Whether the case is to stand here; "STEP#2" is the second time that it comes to a step."""
    later = {stop for stop in script.stops if stop.startswith(f"{node.key}#")}
    if not later:
        return node.key in script.stops
    visits = WorkItem.objects.filter(case=item.case_id, node=item.node_id, pk__lte=item.pk).count()
    return f"{node.key}#{visits}" in later
