"""A university small enough to keep in mind: Victor leads, Alice is in the office, Carla in a faculty."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from periplus.loop.enums import ItemState, PeriodKind
from periplus.loop.models import AgendaItem, Body, Decision, Deviation, Goal, Review, Target
from periplus.loop.scopes import Scope
from periplus.loop.services import agenda, decisions, effects, pulls, reviews
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.loop import BodyFactory, DeviationFactory, GoalFactory, PlanFactory, TargetFactory
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

MONDAY = dt.date(2026, 3, 2)
MEETING = dt.datetime(2026, 3, 12, 14, 0, tzinfo=dt.UTC)
THURSDAY = MEETING.date()


@dataclass
class Scene:
    """Everything a story of the loop needs."""

    institution: Institution
    university: Unit
    faculty: Unit
    victor: Person
    alice: Person
    carla: Person
    committee: Body
    goal: Goal
    target: Target

    def deviation(self, **attributes: Any) -> Deviation:
        """A deviation of the goal, on the agenda of the committee if that takes it."""
        made = DeviationFactory.create(
            **{
                "institution": self.institution,
                "goal": self.goal,
                "target": self.target,
                "measure": self.target.measure,
                "scope": self.target.scope,
                **attributes,
            }
        )
        agenda.enter_deviation(deviation=made, today=MONDAY)
        made.refresh_from_db()
        return made

    def meeting(self, *, body: Body | None = None) -> Review:
        """The committee in session on Thursday, with everything that waits."""
        body = body or self.committee
        review = reviews.plan_review(actor=self.alice, body=body, held_at=MEETING, today=MONDAY)
        return reviews.open_review(actor=self.alice, review=review, today=THURSDAY)

    def item(self, deviation: Deviation) -> AgendaItem:
        return deviation.agenda_items.select_related("body__unit", "review").get(
            state__in=[ItemState.WAITING, ItemState.SCHEDULED]
        )

    def draft(self, deviation: Deviation) -> Decision:
        """A draft about a deviation that stands on the meeting in session."""
        return decisions.draft_decision(
            actor=self.alice,
            item=self.item(deviation),
            title="Half the way first",
            reasons="The target was set before the crisis.",
            today=THURSDAY,
        )

    def order(self, *, value: str = "60", on: dt.date = THURSDAY) -> pulls.Order:
        """Lower the target."""
        return pulls.Order("loop.target_value", self.target.uuid, {"value": value}, on)

    def hope(self, **changes: Any) -> effects.Hope:
        """That 2027 is better than 2025."""
        values = {
            "measure": self.target.measure,
            "scope": Scope(institution=self.institution.uuid),
            "before_period": "2025",
            "after_period": "2027",
            "check_on": dt.date(2028, 1, 1),
            **changes,
        }
        return effects.Hope(**values)

    def ready(self, deviation: Deviation, *, on: dt.date = THURSDAY, value: str = "60") -> Decision:
        """A draft with a lever and an effect check: only to be taken."""
        decision = self.draft(deviation)
        pulls.add_pull(
            actor=self.alice, decision=decision, order=self.order(value=value, on=on), today=THURSDAY
        )
        effects.plan_effect_check(actor=self.alice, decision=decision, hope=self.hope(), today=THURSDAY)
        return decision

    def take(self, decision: Decision) -> Decision:
        return decisions.take_decision(actor=self.victor, decision=decision, today=THURSDAY)

    def decided(self, *, on: dt.date = THURSDAY) -> Decision:
        """A decision taken on Thursday that lowers the target from `on` and is checked in 2028."""
        deviation = self.deviation()
        self.meeting()
        return self.take(self.ready(deviation, on=on))


def make_scene() -> Scene:
    institution = InstitutionFactory.create()
    university = UnitFactory.create(institution=institution, parent=None)
    faculty = UnitFactory.create(institution=institution, parent=university)
    goal = GoalFactory.create(plan=PlanFactory.create(institution=institution), unit=university)
    target = TargetFactory.create(
        goal=goal, measure="tests.tide", period_kind=PeriodKind.CALENDAR_YEAR, tolerance=Decimal(2)
    )
    return Scene(
        institution=institution,
        university=university,
        faculty=faculty,
        victor=person_as(Role.VICE_RECTOR, institution=institution),
        alice=person_as(Role.OFFICE, institution=institution),
        carla=person_as(Role.COORDINATOR, unit=faculty),
        committee=BodyFactory.create(institution=institution, unit=university),
        goal=goal,
        target=target,
    )
