"""What passes between those who work together: read out of work plans and running cases."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Func, UUIDField

from periplus.paths.chart import Chart, ChartItem, ChartNode, say
from periplus.paths.conflicts import ConflictKind, list_conflicts
from periplus.paths.enums import HUMAN, CaseState, ValueType
from periplus.paths.models import Case, ProcedureVersion, WorkPlan
from periplus.paths.nets import NOBODY, OUTSIDE, FlowKind, Net, Origin, Party, Passing, Trouble, net_of
from periplus.paths.policies import visible_cases
from periplus.paths.policies_lists import visible_workplans
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import find_shown
from periplus.paths.queries.workplans import get_sheets
from periplus.paths.sheets import Holder, Sheet, SheetRow, plain
from periplus.people.enums import Role
from periplus.people.models import Affiliation, Person
from periplus.people.standing import in_force

KINDS = {
    ValueType.FILE: FlowKind.DOCUMENT,
    ValueType.LONG_TEXT: FlowKind.DOCUMENT,
    ValueType.YES_NO: FlowKind.DECISION,
    ValueType.CHOICE: FlowKind.DECISION,
}


@dataclass
class Found:
    """What one source of the map has told so far."""

    parties: list[Party] = field(default_factory=list)
    passings: list[Passing] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def get_net(person: Person, *, on: dt.date, more: Iterable[Found] = ()) -> Net:
    """The map as this person may see it. `more`: what other stretches know, such as agreements."""
    sources = [find_in_plans(person, on=on), find_in_cases(person), *more]
    return net_of(
        [party for each in sources for party in each.parties],
        [passing for each in sources for passing in each.passings],
        [trouble for each in sources for trouble in each.troubles],
    )


# ------------------------------------------------------------------ work plans


def find_in_plans(person: Person, *, on: dt.date) -> Found:
    """What the open plans say: from whoever puts an item out to whoever takes it in."""
    plans = list(
        visible_workplans(person)
        .filter(closed_on=None)
        .select_related("institution", "procedure__institution", "unit")
        .order_by("id")
    )
    sheets = get_sheets(plans, on=on)
    homes = _units_of_people(sheets.values(), on=on)
    found = Found()
    for plan in plans:
        _InPlan(plan, sheets[plan.pk], homes, found).tell(on)
    return found


def _units_of_people(sheets: Iterable[Sheet], *, on: dt.date) -> dict[str, Party]:
    """The unit to which each person with a duty belongs."""
    people = {
        holder.key.partition(":")[2]
        for sheet in sheets
        for row in sheet.rows
        for holder in row.holders
        if holder.kind == "person"
    }
    there = Affiliation.objects.filter(in_force(on), person__uuid__in=people).select_related("unit", "person")
    found: dict[str, Party] = {}
    for each in there.order_by("valid_from", "id"):
        party = Party(f"unit:{each.unit.uuid}", "unit", each.unit.name)
        found.setdefault(f"person:{each.person.uuid}", party)
    return found


@dataclass
class _InPlan:
    """One plan being read."""

    plan: WorkPlan
    sheet: Sheet
    homes: dict[str, Party]
    found: Found

    def tell(self, on: dt.date) -> None:
        origin = Origin("paths.workplan", self.plan.title, str(self.plan.uuid))
        kinds = self._kinds()
        parties = {row.key: self._parties(row) for row in self.sheet.rows}
        self.found.parties += [party for several in parties.values() for party in several]
        for row in self.sheet.rows:
            for item in row.inputs:
                kind = kinds.get(plain(item), FlowKind.RESULT)
                for source in self._sources(item, parties):
                    self.found.passings += [
                        Passing(source, target.key, kind, item, origin) for target in parties[row.key]
                    ]
        for conflict in list_conflicts(self.sheet, on=on):
            sentence = f"{conflict.row.title}: {conflict.sentence}"
            about = parties[conflict.row.key]
            keys = [NOBODY] if conflict.kind == ConflictKind.NOBODY else [each.key for each in about]
            self.found.troubles += [Trouble(key, sentence, conflict.serious, origin) for key in keys]

    def _sources(self, item: str, parties: dict[str, list[Party]]) -> list[str]:
        makers = self.sheet.makers.get(plain(item), ())
        if makers:
            return [party.key for row in makers for party in parties[row.key]]
        return [OUTSIDE if plain(item) in self.sheet.outside else NOBODY]

    def _parties(self, row: SheetRow) -> list[Party]:
        found = [self._party(holder) for holder in row.doers]
        return list(dict.fromkeys(found)) or [Party(NOBODY, "nobody")]

    def _party(self, holder: Holder) -> Party:
        """People stand for their unit, somebody at a partner for the partner."""
        if holder.kind == "person":
            return self.homes.get(holder.key) or self._home()
        if holder.kind == "partner":
            return Party(f"partner:{holder.partner}", "partner")
        if holder.kind == "other":
            return Party(f"other:{plain(holder.name)}", "other", holder.name)
        return Party(holder.key, holder.kind, holder.name)

    def _home(self) -> Party:
        unit = self.plan.unit
        if unit is not None:
            return Party(f"unit:{unit.uuid}", "unit", unit.name)
        return Party(f"unit:{self.plan.institution.uuid}", "unit", self.plan.institution.name)

    def _kinds(self) -> dict[str, FlowKind]:
        """What the items are: as the procedure says; what a judging module puts out is a decision."""
        kinds = {plain(item): FlowKind.RESOURCE for item in self.plan.given}
        version = find_shown(self.plan.procedure) if self.plan.procedure else None
        if version is not None:
            items = get_chart(version).all_items()
            kinds |= {plain(say(item.title) or item.key): kind_of(item) for item in items}
            return kinds
        judges = {judge.key for row in self.sheet.rows if (judge := self.sheet.judge_of(row))}
        decided = [item for row in self.sheet.rows if row.key in judges for item in row.outputs]
        return kinds | {plain(item): FlowKind.DECISION for item in decided}


def kind_of(item: ChartItem) -> FlowKind:
    return KINDS.get(item.type, FlowKind.DATA)


# ------------------------------------------------------------------ running cases


def find_in_cases(person: Person) -> Found:
    """What passes in the cases that run: between the roles of their steps, and with their partners.

    Counted in the database: three queries, however many cases run.
    """
    running = visible_cases(person).filter(state=CaseState.RUNNING)
    running = Case.objects.filter(pk__in=running.order_by().values("pk")).order_by()
    counts = dict(running.values_list("version").annotate(n=Count("pk")))
    partners: dict[int, list[tuple[uuid.UUID, int]]] = defaultdict(list)
    with_partners = running.exclude(partners=[]).annotate(partner=_Unnest(F("partners")))
    for version, partner, number in with_partners.values_list("version", "partner").annotate(n=Count("pk")):
        partners[version].append((partner, number))
    found = Found()
    versions = ProcedureVersion.objects.filter(pk__in=counts).select_related("procedure").order_by("id")
    for each in versions:
        title = str(each.procedure)
        origin = Origin("paths.procedure", title, str(each.procedure.uuid), counts[each.pk])
        _InCases(get_chart(each), origin, partners[each.pk], found).tell()
    return found


class _Unnest(Func):
    function = "unnest"
    set_returning = True
    output_field: Any = UUIDField()


@dataclass
class _InCases:
    """The cases of one version being read."""

    chart: Chart
    origin: Origin
    partners: list[tuple[uuid.UUID, int]]
    found: Found

    def tell(self) -> None:
        nodes = [node for node in self.chart.nodes if node.kind in HUMAN and node.role]
        for giver in nodes:
            for item in giver.outputs:
                takers = [
                    (node, need.required)
                    for node in nodes
                    for need in node.inputs
                    if need.key == item.key and node.key != giver.key
                ]
                for taker, needed in takers:
                    self._pass(giver, taker, item, needed=needed)
        if self.partners and not any(node.role == Role.PARTNER for node in nodes):
            self._take_part(nodes)

    def _pass(self, giver: ChartNode, taker: ChartNode, item: ChartItem, *, needed: bool) -> None:
        kind = FlowKind.DECISION if giver.evaluation else kind_of(item)
        name = say(item.title) or item.key
        for source in self._parties(giver):
            for target in self._parties(taker):
                self.found.parties += [source, target]
                self.found.passings.append(Passing(source.key, target.key, kind, name, self.origin, needed))

    def _parties(self, node: ChartNode) -> Iterator[Party]:
        """The role of a step; for steps of partners each partner of a case."""
        if node.role != Role.PARTNER:
            name = str(Role(node.role).label) if node.role in Role.values else node.role
            yield Party(f"role:{node.role}", "role", name)
            return
        for partner, _number in self.partners:
            yield Party(f"partner:{partner}", "partner")

    def _take_part(self, nodes: list[ChartNode]) -> None:
        """Partners that the cases are about, where no step is theirs: what comes out reaches them."""
        last = nodes[-1] if nodes else None
        for partner, number in self.partners:
            there = Party(f"partner:{partner}", "partner")
            origin = Origin(self.origin.kind, self.origin.title, self.origin.reference, number)
            for giver in self._parties(last) if last else ():
                self.found.parties += [giver, there]
                self.found.passings.append(
                    Passing(giver.key, there.key, FlowKind.RESULT, self.origin.title, origin, needed=False)
                )
