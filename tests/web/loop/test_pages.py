"""The pages of the loop show what there is, to those who may see it."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from periplus.loop.models import Deviation, Plan, Signal, SignalRule, Target
from periplus.loop.services.measuring import measure_regularly
from periplus.loop.services.replays import prepare_replay, run_replay
from periplus.loop.values import ReplayValues
from periplus.people.enums import Role
from tests.factories.loop import GoalFactory, RuleFactory, SignalFactory, TargetFactory, scope_of
from tests.factories.people import PersonFactory, person_as
from tests.loop.scene import MONDAY, Scene
from tests.loop.stretch import Tide
from tests.web.lists import assert_constant_queries, count_queries
from tests.web.loop.conftest import ROUND, SignIn

TIDE = "tests.tide"


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def pages(scene: Scene) -> list[str]:
    """One address of every page that only shows something."""
    plan = Plan.objects.get()
    replay = prepare_replay(
        actor=scene.alice, values=ReplayValues(scope_of(scene.institution), 2015, 2025), on=MONDAY
    )
    run_replay(replay=replay)
    return [
        reverse("loop:board"),
        reverse("loop:plans"),
        reverse("loop:plan", args=[plan.uuid]),
        reverse("loop:goal", args=[scene.goal.uuid]),
        reverse("loop:indicators"),
        reverse("loop:indicator", args=[TIDE]),
        reverse("loop:indicator", args=[TIDE]) + "?kind=month&country=BR",
        reverse("loop:indicator", args=["loop.closure"]),
        reverse("loop:signals"),
        reverse("loop:signal", args=[Signal.objects.get().uuid]),
        reverse("loop:rules"),
        reverse("loop:rule", args=[SignalRule.objects.get().uuid]),
        reverse("loop:replays"),
        reverse("loop:replay", args=[replay.uuid]),
        reverse("loop:replay_progress", args=[replay.uuid]),
    ]


def test_staff_see_every_page_and_students_none(scene: Scene, sign_in: SignIn) -> None:
    addresses = pages(scene)
    teacher = person_as(Role.TEACHER, institution=scene.institution)
    student = person_as(Role.STUDENT, institution=scene.institution)
    for person, status in ((scene.victor, 200), (teacher, 200), (student, 404)):
        client = sign_in(person)
        answers = {address: client.get(address).status_code for address in addresses}
        assert answers == dict.fromkeys(addresses, status)


def test_what_does_not_exist_is_404(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.victor)
    for name in ("plan", "goal", "signal", "rule", "replay"):
        assert client.get(reverse(f"loop:{name}", args=[uuid4()])).status_code == 404
    assert client.get(reverse("loop:indicator", args=["tests.none"])).status_code == 404


def test_the_board_leads_on_from_every_port(scene: Scene, sign_in: SignIn) -> None:
    shown = text_of(sign_in(scene.victor).get(reverse("loop:board")))
    deviation = Deviation.objects.get()
    assert "1 goal needs a hand" in shown
    assert "20 → 60 metres" in shown
    assert reverse("loop:goal", args=[scene.goal.uuid]) in shown
    assert f"{reverse('loop:signals')}?goal={scene.goal.uuid}" in shown
    assert reverse("deviations:detail", args=[deviation.uuid]) in shown
    assert reverse("agenda:body", args=[scene.committee.uuid]) in shown
    assert f"{reverse('loop:records', args=[TIDE])}?period=2025&amp;country=BR" in shown


def test_the_board_asks_as_much_for_one_goal_as_for_many(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.victor)

    def make_goal() -> None:
        goal = GoalFactory.create(plan=scene.goal.plan, unit=scene.university, accountable=scene.alice)
        TargetFactory.create(goal=goal, measure=TIDE)
        SignalFactory.create(institution=scene.institution, goal=goal)

    assert_constant_queries(client, reverse("loop:board"), make_goal)
    assert count_queries(client, reverse("loop:board")) <= 25


def test_lists_ask_as_much_for_one_row_as_for_many(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.victor)
    assert_constant_queries(
        client,
        reverse("loop:signals"),
        lambda: SignalFactory.create(
            institution=scene.institution,
            goal=GoalFactory.create(plan=scene.goal.plan, unit=scene.university),
        ),
    )
    assert_constant_queries(
        client, reverse("loop:rules"), lambda: RuleFactory.create(institution=scene.institution)
    )


def test_an_installation_without_a_plan_says_what_to_do(sign_in: SignIn, db: None) -> None:  # noqa: ARG001
    victor = person_as(Role.VICE_RECTOR)
    assert "No plan in force" in text_of(sign_in(victor).get(reverse("loop:board")))


def test_the_goal_shows_its_way_its_targets_and_its_causes(scene: Scene, sign_in: SignIn) -> None:
    shown = text_of(sign_in(scene.alice).get(reverse("loop:goal", args=[scene.goal.uuid])))
    assert "Off course" in shown
    assert "Tide: 20 in 2025. On the way to the target it should be 60." in shown
    assert "Why it is off its way: D-1" in shown
    assert "Brazil" in shown


def test_the_indicator_opens_its_parts_and_records(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    shown = text_of(client.get(reverse("loop:indicator", args=[TIDE])))
    assert "How high the water stands." in shown
    assert "?kind=calendar_year&amp;country=CL" in shown
    records = text_of(client.get(reverse("loop:records", args=[TIDE]), {"period": "2025"}))
    assert "20 records behind one figure" in records
    assert "Wave 19" in records


def test_a_scope_is_chosen_by_name_and_becomes_an_address(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    asked = {"country": "BR", "kind": "month"}
    answer = client.get(reverse("loop:narrow", args=[TIDE]), asked)
    assert answer.headers["Location"] == f"{reverse('loop:indicator', args=[TIDE])}?kind=month&country=BR"
    wrong = client.get(reverse("loop:narrow", args=["mobility.outgoing_stays"]), {"partner": "Atlantis"})
    assert "No institution of the register is called so." in text_of(wrong)


def test_few_people_are_not_shown_to_those_who_may_not_see_the_records(
    scene: Scene, tide: Tide, sign_in: SignIn
) -> None:
    tide.levels["2025"] = 3
    measure_regularly(actor=ROUND, institution=scene.institution, today=MONDAY)
    teacher = person_as(Role.TEACHER, institution=scene.institution)
    address = reverse("loop:indicator", args=[TIDE])
    client = sign_in(teacher)
    assert "too few to show" in text_of(client.get(address))
    assert "too few to show" in text_of(client.get(reverse("loop:indicators")))
    assert client.get(reverse("loop:records", args=[TIDE]), {"period": "2025"}).status_code == 403
    assert "too few to show" not in text_of(sign_in(scene.alice).get(address))


def test_a_replay_is_taken_along_as_a_spreadsheet(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    replay = prepare_replay(
        actor=scene.alice, values=ReplayValues(scope_of(scene.institution), 2023, 2025, "=cmd"), on=MONDAY
    )
    run_replay(replay=replay)
    csv = client.get(reverse("loop:export_replay", args=[replay.uuid, "csv"])).content.decode("utf-8-sig")
    assert csv.splitlines()[0] == "Code,Indicator,Unit,2023,2024,2025"
    assert any(line.startswith("T01,Tide,metres,60") for line in csv.splitlines())
    xlsx = client.get(reverse("loop:export_replay", args=[replay.uuid, "xlsx"]))
    assert xlsx.content[:2] == b"PK"
    assert client.get(reverse("loop:export_replay", args=[replay.uuid, "exe"])).status_code == 404


def test_versions_of_a_plan_are_shown_side_by_side(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    plan = scene.goal.plan
    client.post(reverse("loop:renew_plan", args=[plan.uuid]))
    draft = Plan.objects.get(replaces=plan)
    Target.objects.filter(goal__plan=draft).update(value=90)
    shown = text_of(client.get(reverse("loop:compare_plan", args=[draft.uuid])))
    assert "1 goal differs" in shown
    assert "90 metres" in shown
    assert PersonFactory.create().name not in shown
