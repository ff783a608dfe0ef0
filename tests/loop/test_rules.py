import datetime as dt
from typing import Any

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import Direction, PeriodKind, RuleKind, RuleState
from periplus.loop.models import SignalRule
from periplus.loop.parameters import errors_of
from periplus.loop.scopes import Scope
from periplus.loop.services import rules
from periplus.loop.values import RuleValues
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.loop import scope_of
from tests.factories.people import InstitutionFactory, person_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tide")]
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def port() -> Institution:
    institution: Institution = InstitutionFactory.create()
    return institution


@pytest.fixture
def alice(port: Institution) -> Person:
    return person_as(Role.OFFICE, institution=port)


@pytest.fixture
def victor(port: Institution) -> Person:
    return person_as(Role.VICE_RECTOR, institution=port)


def values(port: Institution, **changes: Any) -> RuleValues:
    given: dict[str, Any] = {
        "title": "Too low",
        "measure": "tests.tide",
        "scope": scope_of(port),
        "kind": RuleKind.THRESHOLD,
        "parameters": {"past": "50"},
    }
    return RuleValues(**(given | changes))


def test_the_office_writes_a_rule_and_the_vice_rector_switches_it_on(
    alice: Person, victor: Person, port: Institution
) -> None:
    rule = rules.draft_rule(actor=alice, institution=port, values=values(port), on=TODAY)
    assert (rule.reference, rule.version, rule.state) == ("R-1", 1, RuleState.DRAFT)
    with pytest.raises(Refused):
        rules.switch_on(actor=alice, rule=rule, effective_on=TODAY, on=TODAY)
    rules.switch_on(actor=victor, rule=rule, effective_on=TODAY, on=TODAY)
    rule.refresh_from_db()
    assert (rule.state, rule.effective_on) == (RuleState.ACTIVE, TODAY)


def test_a_change_is_a_new_version_and_the_old_one_rests_when_it_is_switched_on(
    alice: Person, victor: Person, port: Institution
) -> None:
    first = rules.draft_rule(actor=alice, institution=port, values=values(port), on=TODAY)
    same = rules.revise_rule(actor=alice, rule=first, values=values(port, title="Lower"), on=TODAY)
    assert (same.pk, same.title, same.version) == (first.pk, "Lower", 1)
    rules.switch_on(actor=victor, rule=first, effective_on=TODAY, on=TODAY)
    second = rules.revise_rule(
        actor=alice, rule=first, values=values(port, parameters={"past": "40"}), on=TODAY
    )
    assert (second.reference, second.version, second.state) == ("R-1", 2, RuleState.DRAFT)
    first.refresh_from_db()
    assert (first.state, first.parameters) == (RuleState.ACTIVE, {"past": "50"})
    with pytest.raises(Refused, match="newer version"):
        rules.revise_rule(actor=alice, rule=first, values=values(port), on=TODAY)
    rules.switch_on(actor=victor, rule=second, effective_on=TODAY, on=TODAY)
    first.refresh_from_db()
    assert first.state == RuleState.RETIRED


def test_a_rule_is_switched_off_with_a_reason_and_drafts_are_discarded(
    alice: Person, victor: Person, port: Institution
) -> None:
    rule = rules.draft_rule(actor=alice, institution=port, values=values(port), on=TODAY)
    rules.switch_on(actor=victor, rule=rule, effective_on=TODAY, on=TODAY)
    with pytest.raises(Refused, match="Switch the rule off"):
        rules.discard_rule(actor=alice, rule=rule, on=TODAY)
    with pytest.raises(Invalid):
        rules.switch_off(actor=victor, rule=rule, reason="", on=TODAY)
    rules.switch_off(actor=victor, rule=rule, reason="Too many false alarms", on=TODAY)
    draft = rules.draft_rule(actor=alice, institution=port, values=values(port), on=TODAY)
    rules.discard_rule(actor=alice, rule=draft, on=TODAY)
    assert SignalRule.objects.get().state == RuleState.RETIRED


def test_a_rule_has_to_make_sense(alice: Person, port: Institution) -> None:
    wrong = values(
        port, title=" ", kind=RuleKind.STAGE, scope=Scope(field="061"), parameters={"persistence": 0}
    )
    with pytest.raises(Invalid) as refused:
        rules.draft_rule(actor=alice, institution=port, values=wrong, on=TODAY)
    assert set(refused.value.errors) == {"title", "scope", "goal", "persistence"}


@pytest.mark.parametrize(
    ("kind", "parameters", "wrong"),
    [
        (RuleKind.THRESHOLD, {}, {"past"}),
        (RuleKind.THRESHOLD, {"past": "5", "persistence": 3, "of": 2}, {"of"}),
        (RuleKind.TREND, {"method": "magic"}, {"method"}),
        (RuleKind.TREND, {"method": "xmr", "baseline": 2, "since": "soon"}, {"baseline", "since"}),
        (RuleKind.TREND, {"method": "ewma", "weight": 0, "width": "wide"}, {"weight", "width"}),
        (RuleKind.TREND, {"method": "cusum", "interval": 5}, set()),
        (RuleKind.TIME, {"days": 0}, {"days"}),
    ],
)
def test_parameters_are_checked_by_kind(kind: RuleKind, parameters: dict[str, Any], wrong: set[str]) -> None:
    assert set(errors_of(kind, parameters, Direction.UP)) == wrong


def test_a_band_needs_to_know_its_side() -> None:
    assert set(errors_of(RuleKind.THRESHOLD, {"past": 5}, Direction.BAND)) == {"side"}


def test_a_rule_gives_back_what_was_handed_in(alice: Person, port: Institution) -> None:
    given = values(port, period_kind=PeriodKind.MONTH)
    rule = rules.draft_rule(actor=alice, institution=port, values=given, on=TODAY)
    rule.refresh_from_db()
    assert rules.rule_values_of(rule) == given
