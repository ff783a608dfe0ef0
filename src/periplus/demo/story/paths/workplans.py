"""Responsibility lists: of a procedure, cut from its steps, and of a course that two universities make."""

import datetime as dt
from collections.abc import Mapping

from periplus.core.tables import read_table
from periplus.demo.story.diary import Act
from periplus.demo.story.world import World
from periplus.paths.enums import Duty
from periplus.paths.models import Module, WorkPlan
from periplus.paths.queries.charts import find_procedure
from periplus.paths.services.modules import ModuleTerms, Someone, add_module, change_module, give_duty
from periplus.paths.services.workplans import About, PlanTerms, make_workplan, make_workplan_of_procedure
from periplus.people.enums import Role

CUT, MADE = 60, 44  # days before today
PORTS, THEIR_PARTNER, THEY = "bahia_clara-FLH-joint_programme", "bahia_clara", "Inés Quiroga Paz"
GIVEN = ("Agreement", "Calendar of both universities")


def tell(world: World) -> None:
    world.diary.write(world.years.ago(CUT), lambda day: _cut(world, day))
    world.diary.write(world.years.ago(MADE), lambda day: _make(world, day))


def _cut(world: World, day: dt.date) -> None:
    """The steps of the renewal, a module each: the role of the step is accountable, coordinators are told."""
    procedure, office = find_procedure("agreement_renewal", world.institution.pk), world.people["office"]
    assert procedure is not None  # noqa: S101 -- taken over before
    plan = make_workplan_of_procedure(actor=office, procedure=procedure, on=day)
    told = Someone(role=Role.COORDINATOR)
    for module in plan.modules.filter(node__in=("decide", "draft_successor")).order_by("position"):
        give_duty(actor=office, module=module, duty=Duty.INFORMED, to=told, on=day)


def _make(world: World, day: dt.date) -> None:
    """A joint course: for one part two are accountable, for another nobody is. Both show as wrong."""
    keeper = world.people["humanities"]
    plan = make_workplan(
        actor=keeper,
        institution=world.institution,
        terms=PlanTerms("Joint module on Atlantic ports", world.units["FLH"], keeper, GIVEN),
        on=day,
        about=About("partners.agreement", world.agreements[PORTS].uuid),
    )
    for row in read_table("periplus.demo.story", "tables/modules.csv"):
        _add(world, plan, row, day)


def _add(world: World, plan: WorkPlan, row: Mapping[str, str], day: dt.date) -> None:
    keeper, terms = world.people["humanities"], _terms(world, row, day, done_on=None)
    module = add_module(actor=keeper, plan=plan, terms=terms, on=day)
    for each in row["duties"].split("|"):
        duty, _sign, who = each.partition("=")
        to = (
            Someone(partner=world.partners[THEIR_PARTNER].uuid, name=THEY)
            if who == "they"
            else Someone(person=world.people[who])
        )
        give_duty(actor=keeper, module=module, duty=Duty(duty), to=to, on=day)
    if row["done"]:
        world.diary.write(world.years.ago(int(row["done"])), _finishing(world, module, row, day))


def _finishing(world: World, module: Module, row: Mapping[str, str], begun: dt.date) -> Act:
    return lambda day: change_module(
        actor=world.people["humanities"], module=module, terms=_terms(world, row, begun, done_on=day), on=day
    )


def _terms(world: World, row: Mapping[str, str], begins: dt.date, *, done_on: dt.date | None) -> ModuleTerms:
    return ModuleTerms(
        title=row["title"],
        inputs=tuple(row["inputs"].split("|")),
        outputs=tuple(row["outputs"].split("|")),
        evaluation=row["evaluation"],
        starts_on=begins,
        due_on=world.years.ahead(int(row["due"])),
        done_on=done_on,
    )
