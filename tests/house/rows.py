"""One row for every list of the product, with everything filled that a column may show."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from periplus.core import clock
from periplus.loop.enums import (
    DecisionState,
    Direction,
    DiscussionRule,
    EffectState,
    EffectVerdict,
    ItemKind,
    ItemState,
    ReviewState,
)
from periplus.loop.models import AgendaItem, Body, Decision, Deviation, EffectCheck, Goal, LeverPull, Review
from periplus.partners.enums import Scheme, Watch
from periplus.partners.models import Identifier, Partner
from periplus.paths.enums import Duty
from periplus.paths.services.modules import ModuleTerms, Someone, add_module, give_duty
from periplus.paths.services.workplans import PlanTerms, make_workplan
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.exchange import ImportRunFactory
from tests.factories.loop import (
    BodyFactory,
    DeviationFactory,
    GoalFactory,
    PlanFactory,
    RuleFactory,
    SignalFactory,
    TargetFactory,
)
from tests.factories.mobility import StayFactory
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
    twin_of,
)
from tests.factories.paths import case_on, chain, produced, task, version_of
from tests.factories.people import AffiliationFactory, PersonFactory, UnitFactory, person_as
from tests.factories.resources import BudgetLineFactory

DAY: Final = dt.date(2026, 3, 2)
AT: Final = dt.datetime(2026, 3, 12, 14, 0, tzinfo=dt.UTC)


class Quay:
    """A university whose lists grow a row at a time; every row hangs on things of its own."""

    def __init__(self, institution: Institution) -> None:
        self.institution = institution
        self.home = twin_of(institution)

    def unit(self) -> Unit:
        return UnitFactory.create(institution=self.institution)

    def person(self) -> Person:
        unit = self.unit()
        person = person_as(Role.TEACHER, unit=unit)
        AffiliationFactory.create(person=person, unit=unit)
        return person

    def goal(self) -> Goal:
        owner = PersonFactory.create(institution=self.institution)
        plan = PlanFactory.create(institution=self.institution)
        return GoalFactory.create(plan=plan, unit=self.unit(), accountable=owner)

    def body(self) -> Body:
        chair = PersonFactory.create(institution=self.institution)
        return BodyFactory.create(institution=self.institution, unit=self.unit(), chair=chair)

    def rule(self) -> None:
        RuleFactory.create(institution=self.institution, goal=self.goal(), measure="mobility.outgoing_stays")

    def signal(self) -> None:
        rule = RuleFactory.create(institution=self.institution, goal=self.goal())
        SignalFactory.create(
            institution=self.institution, goal=rule.goal, rule=rule, deviation=self.deviation()
        )

    def deviation(self) -> Deviation:
        goal = self.goal()
        deviation = DeviationFactory.create(
            institution=self.institution,
            goal=goal,
            target=TargetFactory.create(goal=goal),
            owner=PersonFactory.create(institution=self.institution),
        )
        self.item(deviation, self.body())
        return deviation

    def item(self, deviation: Deviation, body: Body, review: Review | None = None) -> AgendaItem:
        return AgendaItem.objects.create(
            body=body,
            review=review,
            kind=ItemKind.DEVIATION,
            title=str(deviation),
            deviation=None if review else deviation,
            goal=deviation.goal,
            discussion=DiscussionRule.DISCUSSION,
            entered_on=DAY,
            deadline_on=DAY,
            state=ItemState.SETTLED if review else ItemState.WAITING,
        )

    def review(self) -> Review:
        review = Review.objects.create(body=self.body(), held_at=AT, place="Hall", state=ReviewState.PLANNED)
        self.item(self.deviation(), review.body, review)
        return review

    def decision(self) -> Decision:
        deviation, review = self.deviation(), self.review()
        decision = Decision.objects.create(
            institution=self.institution,
            reference=f"B-{Decision.objects.count()}",
            body=review.body,
            item=self.item(deviation, review.body, review),
            deviation=deviation,
            goal=deviation.goal,
            title="More places",
            reasons="They are asked for.",
            state=DecisionState.TAKEN,
            taken_on=DAY,
            taken_by=PersonFactory.create(institution=self.institution),
        )
        LeverPull.objects.create(
            decision=decision,
            lever="loop.goal",
            subject_type="loop.goal",
            subject_uuid=decision.uuid,
            subject_title="Goal",
            differences=[{"label": "Priority", "before": "3", "after": "1"}],
            effective_on=DAY,
        )
        return decision

    def effect(self) -> None:
        EffectCheck.objects.create(
            decision=self.decision(),
            measure="mobility.outgoing_stays",
            scope={"institution": str(self.institution.uuid)},
            period_kind="calendar_year",
            before_period="2025",
            before_value=Decimal(20),
            after_period="2027",
            after_value=Decimal(24),
            hoped_value=Decimal(30),
            direction=Direction.UP,
            check_on=DAY,
            checked_on=DAY,
            checked_by=PersonFactory.create(institution=self.institution),
            verdict=EffectVerdict.BETTER,
            state=EffectState.CHECKED,
        )

    def partner(self) -> Partner:
        partner = PartnerFactory.create(watch=Watch.RENEW, watch_until=DAY, city="Lyon")
        for scheme in (Scheme.ROR, Scheme.ERASMUS):
            Identifier.objects.create(partner=partner, scheme=scheme, value=f"{scheme}{partner.pk}")
        return partner

    def agreement(self) -> None:
        partner = self.partner()
        agreement = agreement_with(
            self.home,
            partner,
            institution=self.institution,
            unit=self.unit(),
            coordinator=PersonFactory.create(institution=self.institution),
            valid_from=dt.date(2020, 9, 1),
            valid_until=dt.date(2030, 9, 1),
        )
        line = AgreementLineFactory.create(agreement=agreement, partner=partner)
        LineYearFactory.create(line=line, used=2, reported_on=DAY)

    def stay(self) -> None:
        StayFactory.create(
            sending=self.home,
            receiving=self.partner(),
            unit=self.unit(),
            person=PersonFactory.create(institution=self.institution),
        )

    def imported(self) -> None:
        person = PersonFactory.create(institution=self.institution)
        ImportRunFactory.create(institution=self.institution, started_by=person)

    def budget(self) -> None:
        BudgetLineFactory.create(unit=self.unit())

    def case(self) -> None:
        """A case of a procedure of its own; its first step serves a goal and waits for the office."""
        goal, owner = self.goal(), PersonFactory.create(institution=self.institution)
        step = task("write", "Write it", produced("text"), goal=str(goal.uuid), allowance_days=9)
        version = version_of(chain(f"procedure-{goal.pk}", f"Procedure {goal.pk}", step), self.institution)
        starter = person_as(Role.OFFICE, institution=self.institution)
        case_on(
            version,
            actor=starter,
            unit=self.unit(),
            title=f"Case {goal.pk}",
            owner=owner,
            due_on=clock.today(),
        )

    def workplan(self) -> None:
        """A plan with a module that is done, one that is late, and one that nobody answers for."""
        keeper = person_as(Role.OFFICE, institution=self.institution)
        terms = PlanTerms("Summer school", self.unit(), keeper)
        plan = make_workplan(actor=keeper, institution=self.institution, terms=terms, on=DAY)
        for title, done in (("Teach", DAY), ("Invite", None)):
            terms_of = ModuleTerms(title, due_on=DAY, done_on=done)
            module = add_module(actor=keeper, plan=plan, terms=terms_of, on=DAY)
            if done:
                to = Someone(person=keeper)
                give_duty(actor=keeper, module=module, duty=Duty.ACCOUNTABLE, to=to, on=DAY)


# How a row is made for each list, by the list's key.
MAKERS: dict[str, Callable[[Quay], object]] = {
    "people.persons": Quay.person,
    "loop.signals": Quay.signal,
    "loop.rules": Quay.rule,
    "loop.deviations": Quay.deviation,
    "loop.reviews": Quay.review,
    "loop.decisions": Quay.decision,
    "loop.effects": Quay.effect,
    "partners.partners": Quay.agreement,
    "partners.agreements": Quay.agreement,
    "mobility.stays": Quay.stay,
    "resources.budget": Quay.budget,
    "paths.work": Quay.case,
    "paths.work_of_all": Quay.case,
    "paths.cases": Quay.case,
    "paths.procedures": Quay.case,
    "paths.workplans": Quay.workplan,
    "exchange.imports": Quay.imported,
}
