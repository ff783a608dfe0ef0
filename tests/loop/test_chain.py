"""Once around: signal, deviation, agenda, review, decision, lever, effect, closed."""

import datetime as dt

import pytest

from periplus.core.models import Event
from periplus.loop.enums import DeviationState, DiscussionRule, EffectVerdict, ItemState, RuleKind
from periplus.loop.models import AgendaItem, Deviation, Goal
from periplus.loop.queries.agenda import list_open_items
from periplus.loop.scopes import Scope
from periplus.loop.services import closing, decisions, effects, pulls, reviews, rules
from periplus.loop.services.arranging import AGENDA
from periplus.loop.services.rounds import run_daily_round
from periplus.loop.values import RuleValues
from periplus.partners.models import AgreementLine
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with, twin_of
from tests.loop.scene import MEETING, MONDAY, THURSDAY, Scene
from tests.loop.stretch import Tide

pytestmark = pytest.mark.django_db

NEW_YEAR_2028 = dt.date(2028, 1, 1)

ROUND_ONE = [
    "loop.signal.raised",
    "loop.deviation.opened",
    "loop.agenda.entered",
    "loop.round.run",
    "loop.review.planned",
    "loop.agenda.scheduled",
    "loop.review.opened",
    "loop.review.minuted",
    "loop.decision.drafted",
    "loop.lever.planned",
    "loop.lever.planned",
    "loop.effect.planned",
    "loop.decision.taken",
    "loop.agenda.settled",
    "loop.lever.pulled",
    "loop.review.closed",
    "loop.lever.pulled",
    "loop.agenda.entered",
    "loop.effect.checked",
    "loop.agenda.settled",
    "loop.deviation.closed",
]


def line_in_force(scene: Scene) -> AgreementLine:
    partner = PartnerFactory.create()
    agreement = agreement_with(
        twin_of(scene.institution),
        partner,
        institution=scene.institution,
        valid_from=dt.date(2020, 1, 1),
        valid_until=dt.date(2032, 1, 1),
    )
    line: AgreementLine = AgreementLineFactory.create(agreement=agreement, partner=partner, places=3)
    return line


def switch_rule_on(scene: Scene) -> None:
    values = RuleValues(
        title="Too low",
        measure="tests.tide",
        scope=Scope(institution=scene.institution.uuid),
        kind=RuleKind.THRESHOLD,
        parameters={"past": 30, "side": "below"},
        goal=scene.goal,
    )
    rule = rules.draft_rule(actor=AGENDA, institution=scene.institution, values=values, on=MONDAY)
    rules.switch_on(actor=AGENDA, rule=rule, effective_on=MONDAY, on=MONDAY)


def decide(scene: Scene, deviation: Deviation, line: AgreementLine) -> None:
    """The committee meets, gives the partner twice the places from autumn on, and raises the priority."""
    review = reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    reviews.open_review(actor=scene.alice, review=review, today=THURSDAY)
    item = scene.item(deviation)
    reviews.note_item(actor=scene.alice, item=item, note="All agree.", today=THURSDAY)
    decision = decisions.draft_decision(
        actor=scene.alice, item=item, title="More places", reasons="They are asked for.", today=THURSDAY
    )
    orders = [
        pulls.Order("loop.goal", scene.goal.uuid, {"priority": "1"}, THURSDAY),
        pulls.Order("partners.line_places", line.uuid, {"places": 6, "from_year": 2026}, dt.date(2026, 9, 1)),
    ]
    for order in orders:
        pulls.add_pull(actor=scene.alice, decision=decision, order=order, today=THURSDAY)
    effects.plan_effect_check(actor=scene.alice, decision=decision, hope=scene.hope(), today=THURSDAY)
    decisions.take_decision(actor=scene.victor, decision=decision, today=THURSDAY)
    reviews.close_review(actor=scene.alice, review=review, at=MEETING, today=THURSDAY)


def events_of_the_loop() -> list[str]:
    """In their order, without what belongs to other parts of the story."""
    noise = ("loop.rule.", "loop.goal.", "loop.measurements.", "loop.signal.reported", "partners.")
    types = Event.objects.order_by("id").values_list("type", flat=True)
    return [each for each in types if not each.startswith(noise)]


def test_once_around(scene: Scene, tide: Tide) -> None:
    Goal.objects.filter(pk=scene.goal.pk).update(accountable=scene.victor, rhythm_days=5000)
    tide.levels = {"2024": 32, "2025": 20, "2026": 24, "2027": 40}
    line = line_in_force(scene)
    switch_rule_on(scene)
    run_daily_round(today=MONDAY)
    deviation = Deviation.objects.get()
    decide(scene, deviation, line)
    line.refresh_from_db()
    assert line.places == 3
    pulls.apply_due_pulls(today=dt.date(2026, 9, 1))
    line.refresh_from_db()
    assert line.places == 6
    run_daily_round(today=NEW_YEAR_2028)
    item = AgendaItem.objects.get(effect_check__isnull=False)
    assert list_open_items(scene.committee) == [item]
    check = effects.check_effect(
        actor=scene.alice, check=deviation.decisions.get().effect_checks.get(), today=NEW_YEAR_2028
    )
    assert check.verdict == EffectVerdict.BETTER
    closing.close_loop(actor=scene.alice, deviation=deviation, today=NEW_YEAR_2028)
    assert deviation.state == DeviationState.CLOSED
    told = [each for each in events_of_the_loop() if each != "loop.signal.cleared"]
    assert [each for each in told[: len(ROUND_ONE)] if each not in ROUND_ONE] == []
    assert list(dict.fromkeys(told)) == list(dict.fromkeys(ROUND_ONE))


def test_the_ledger_of_a_deviation_tells_the_story_in_order(scene: Scene) -> None:
    decision = scene.decided()
    deviation = decision.deviation
    assert deviation is not None
    types = Event.objects.filter(objects_touched__object_uuid=deviation.uuid).order_by("id")
    assert list(types.values_list("type", flat=True)) == [
        "loop.agenda.entered",
        "loop.decision.drafted",
        "loop.lever.planned",
        "loop.effect.planned",
        "loop.decision.taken",
        "loop.agenda.settled",
        "loop.lever.pulled",
    ]


def test_two_readings_take_two_meetings(scene: Scene) -> None:
    scene.committee.entry_points.update(discussion=DiscussionRule.TWO_READINGS)
    deviation = scene.deviation()
    review = scene.meeting()
    item = scene.item(deviation)
    reviews.note_item(actor=scene.alice, item=item, note="First reading.", today=THURSDAY)
    reviews.close_review(actor=scene.alice, review=review, at=MEETING, today=THURSDAY)
    scene.meeting()
    scene.take(scene.ready(deviation))
    item.refresh_from_db()
    assert (item.readings, item.state) == (1, ItemState.SETTLED)
