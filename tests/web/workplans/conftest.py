"""The cast of the pages, a procedure in force, and a summer school."""

import pytest

from periplus.core import clock
from periplus.paths.enums import Duty
from periplus.paths.models import Module, ProcedureVersion, WorkPlan
from periplus.paths.services.modules import ModuleTerms, Someone, add_module, give_duty
from periplus.paths.services.workplans import PlanTerms, make_workplan
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.paths import APPROVAL, version_of
from tests.web.cast import enter, faculty, partner, people, twin, university

__all__ = ["enter", "faculty", "partner", "people", "twin", "university"]


@pytest.fixture
def approval(university: Institution) -> ProcedureVersion:
    return version_of(APPROVAL, university)


@pytest.fixture
def plan(university: Institution, faculty: Unit, people: dict[Role, Person]) -> WorkPlan:
    """Kept by the coordinator; the programme goes into teaching, money comes from nowhere."""
    keeper = people[Role.COORDINATOR]
    terms = PlanTerms("Summer school", faculty, keeper, ("Rooms",))
    plan = make_workplan(actor=keeper, institution=university, terms=terms, on=clock.today())
    _add(plan, keeper, ModuleTerms("Plan it", outputs=("Programme",)))
    _add(plan, keeper, ModuleTerms("Teach", inputs=("Programme", "Rooms", "Money")))
    return plan


def _add(plan: WorkPlan, keeper: Person, terms: ModuleTerms) -> None:
    module = add_module(actor=keeper, plan=plan, terms=terms, on=clock.today())
    to = Someone(person=keeper)
    give_duty(actor=keeper, module=module, duty=Duty.ACCOUNTABLE, to=to, on=clock.today())


def module_of(plan: WorkPlan, title: str) -> Module:
    found: Module = plan.modules.get(title=title)
    return found
