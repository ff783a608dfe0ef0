"""Plans, goals, targets, deviations and bodies for tests."""

import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from periplus.loop.enums import (
    Dimension,
    Direction,
    DiscussionRule,
    ItemKind,
    PeriodKind,
    PlanState,
    RuleKind,
    RuleState,
    Severity,
    SignalKind,
)
from periplus.loop.models import Body, Deviation, EntryPoint, Goal, Plan, Signal, SignalRule, Target
from periplus.loop.scopes import Scope
from periplus.people.enums import Role
from periplus.people.models import Institution
from tests.factories.people import InstitutionFactory, UnitFactory


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    institution = factory.SubFactory(InstitutionFactory)
    title = factory.Sequence(lambda n: f"Plan {n}")
    starts_on = dt.date(2020, 1, 1)
    ends_on = dt.date(2029, 12, 31)
    state = PlanState.IN_FORCE
    enacted_on = dt.date(2020, 1, 1)


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    unit = factory.LazyAttribute(
        lambda goal: UnitFactory.create(institution=goal.plan.institution, parent=None)
    )
    reference = factory.Sequence(lambda n: f"G{n}")
    title = factory.Sequence(lambda n: f"Goal {n}")
    dimension = Dimension.INTERNATIONAL
    touched_on = dt.date(2026, 1, 1)


class TargetFactory(DjangoModelFactory[Target]):
    """More students go abroad: from 20 in 2020 to 100 in 2029, ten more or less being near enough."""

    class Meta:
        model = Target

    goal = factory.SubFactory(GoalFactory)
    measure = "mobility.outgoing_stays"
    period_kind = PeriodKind.CALENDAR_YEAR
    direction = Direction.UP
    baseline = Decimal(20)
    baseline_on = dt.date(2020, 12, 31)
    value = Decimal(100)
    tolerance = Decimal(10)
    due_on = dt.date(2029, 12, 31)

    @classmethod
    def _create(cls, model_class: type[Target], *args: Any, **kwargs: Any) -> Target:
        scope = kwargs.pop("scope", None) or Scope(institution=kwargs["goal"].plan.institution.uuid)
        kwargs |= {"scope": scope.as_json(), "scope_key": scope.key}
        target: Target = super()._create(model_class, *args, **kwargs)
        return target


class BodyFactory(DjangoModelFactory[Body]):
    """A committee of the whole university that takes everything and that anybody in the office feeds."""

    class Meta:
        model = Body
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    unit = factory.LazyAttribute(lambda body: UnitFactory.create(institution=body.institution, parent=None))
    name = factory.Sequence(lambda n: f"Committee {n}")

    @factory.post_generation
    def entries(body: Body, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001, N805
        """`entries=()` leaves the body without a way onto its agenda."""
        if create and extracted is None:
            for kind in ItemKind:
                EntryPointFactory.create(body=body, kind=kind)


class EntryPointFactory(DjangoModelFactory[EntryPoint]):
    class Meta:
        model = EntryPoint

    body = factory.SubFactory(BodyFactory)
    kind = ItemKind.DEVIATION
    roles = factory.LazyFunction(lambda: [Role.OFFICE.value, Role.VICE_RECTOR.value])
    discussion = DiscussionRule.DISCUSSION


class DeviationFactory(DjangoModelFactory[Deviation]):
    class Meta:
        model = Deviation

    institution = factory.SubFactory(InstitutionFactory)
    reference = factory.Sequence(lambda n: f"T-{n}")
    title = factory.Sequence(lambda n: f"Too few students went abroad {n}")
    severity = Severity.SERIOUS
    opened_on = dt.date(2026, 3, 2)
    measure = "mobility.outgoing_stays"


class RuleFactory(DjangoModelFactory[SignalRule]):
    """Below 50 is too low."""

    class Meta:
        model = SignalRule

    institution = factory.SubFactory(InstitutionFactory)
    reference = factory.Sequence(lambda n: f"R-{n + 900}")
    title = "Too low"
    measure = "tests.tide"
    scope = factory.LazyAttribute(lambda rule: scope_of(rule.institution).as_json())
    scope_key = factory.LazyAttribute(lambda rule: scope_of(rule.institution).key)
    period_kind = PeriodKind.CALENDAR_YEAR
    kind = RuleKind.THRESHOLD
    parameters = factory.LazyFunction(lambda: {"past": "50", "side": "below"})
    severity = Severity.SERIOUS
    state = RuleState.ACTIVE
    effective_on = dt.date(2020, 1, 1)


class SignalFactory(DjangoModelFactory[Signal]):
    class Meta:
        model = Signal

    institution = factory.SubFactory(InstitutionFactory)
    kind = SignalKind.REPORTED
    severity = Severity.SERIOUS
    sentence = "reported"
    facts = factory.LazyFunction(lambda: {"text": "The partner no longer answers."})
    raised_on = dt.date(2026, 3, 2)


def scope_of(institution: Institution) -> Scope:
    """Everything of one institution."""
    return Scope(institution=institution.uuid)
