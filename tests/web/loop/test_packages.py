"""Task packages on pages: made by a form, started, looked through from the goal to the late case."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from periplus.core import clock
from periplus.loop.enums import Binding, PackageState
from periplus.loop.models import Goal, TaskPackage
from periplus.loop.services.package_cases import Opening, start_package_case
from periplus.paths.models import Case
from periplus.people.enums import Role
from periplus.web.loop.turns import turns_for
from tests.factories.people import person_as
from tests.loop.procedures import MORNING, Works, after, put_in_force
from tests.loop.scene import Scene
from tests.web.cast import html_of
from tests.web.loop.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(scene: Scene) -> Works:
    return put_in_force(scene)


def filled(works: Works, **more: object) -> dict[str, object]:
    scene = works.scene
    return {
        "title": "Two agreements",
        "binding": "cases",
        "procedure": "approval",
        "node": "",
        "expected": "2",
        "accountable": scene.carla.pk,
        "unit": scene.university.pk,
        "due_on": "2026-06-30",
        "share": "40",
        "inputs": "List of partners\n",
        "outputs": "Two agreements",
        "evaluation": "Signed by both sides",
    } | more


def test_a_package_is_added_by_form_and_stands_on_the_page_of_its_goal(works: Works, sign_in: SignIn) -> None:
    client, goal = sign_in(works.scene.alice), works.scene.goal
    address = reverse("loop:add_package", args=[goal.uuid])
    assert "Add a task package" in html_of(client.get(address))
    wrong = client.post(address, filled(works, expected="", share="101"))
    assert wrong.status_code == 422
    sent = client.post(address, filled(works))
    package = TaskPackage.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, reverse("loop:package", args=[package.uuid]))
    assert (package.procedure, package.inputs, package.expected) == (works.procedure, ["List of partners"], 2)
    page = html_of(client.get(reverse("loop:goal", args=[goal.uuid])))
    assert f"{package.reference} Two agreements" in page
    assert "0 of 2 cases at their end, 0 under way." in page


def test_a_package_is_tied_to_a_step_changed_handed_over_and_settled(works: Works, sign_in: SignIn) -> None:
    client, goal = sign_in(works.scene.alice), works.scene.goal
    client.post(
        reverse("loop:add_package", args=[goal.uuid]),
        filled(works, binding="node", node="approval/check", procedure="", expected=""),
    )
    package = TaskPackage.objects.get()
    assert (package.binding, package.node) == (Binding.NODE, "check")
    change = reverse("loop:change_package", args=[package.uuid])
    assert "approval/check" in html_of(client.get(change))
    more = {"binding": "node", "node": "approval/sign", "expected": "5"}
    assert client.post(change, filled(works, **more)).status_code == 303
    hand = {"accountable": works.scene.victor.pk, "reason": "Carla is away."}
    assert client.post(reverse("loop:hand_package_over", args=[package.uuid]), hand).status_code == 303
    settle = reverse("loop:settle_package", args=[package.uuid])
    assert "Signed by both sides" in html_of(client.get(settle))
    assert client.post(settle, {"state": "done", "reason": "Signed."}).status_code == 303
    package.refresh_from_db()
    assert (package.node, package.accountable, package.state) == (
        "sign",
        works.scene.victor,
        PackageState.DONE,
    )
    assert "Approval · Sign" in html_of(client.get(reverse("loop:package", args=[package.uuid])))


def test_cases_are_started_from_the_package(works: Works, sign_in: SignIn) -> None:
    client, package = sign_in(works.scene.alice), works.package()
    address = reverse("loop:start_package_case", args=[package.uuid])
    assert "Start the case" in html_of(client.get(address))
    assert client.post(address, {"v-case-title": "Turin"}).status_code == 303
    case = Case.objects.get()
    assert (case.title, case.package, case.owner) == ("Turin", package.uuid, works.scene.carla)
    page = html_of(client.get(reverse("loop:package", args=[package.uuid])))
    assert reverse("cases:detail", args=[case.uuid]) in page


def test_a_deliverable_is_asked_for_with_one_button(works: Works, sign_in: SignIn) -> None:
    client, package = sign_in(works.scene.alice), works.package(Binding.DELIVERABLE)
    page = reverse("loop:package", args=[package.uuid])
    assert "Ask for this deliverable?" in html_of(client.get(page))
    address = reverse("loop:ask_for_deliverable", args=[package.uuid])
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 403
    assert Case.objects.get().package == package.uuid


def test_from_the_board_to_the_late_case_and_its_person(works: Works, sign_in: SignIn) -> None:
    package = works.package()
    case = start_package_case(actor=works.scene.alice, package=package, opening=Opening("Turin"), at=MORNING)
    works.do(case, "ask", at=after(1), amount=500)
    client = sign_in(works.scene.alice)
    with clock.moved_to(dt.date(2026, 3, 20)):
        board = html_of(client.get(reverse("loop:board")))
        url = reverse("loop:package", args=[package.uuid])
        assert url in board
        assert "1 case late" in board
        page = html_of(client.get(url))
        goal = html_of(client.get(reverse("loop:goal", args=[works.scene.goal.uuid])))
    assert reverse("cases:detail", args=[case.uuid]) in page
    assert f"waits for {Role.COORDINATOR.label}" in page
    assert reverse("people:person", args=[works.scene.carla.uuid]) in page
    assert reverse("loop:goal", args=[works.scene.goal.uuid]) in page
    assert "Late: 1" in goal


def test_whoever_answers_for_a_late_package_sees_it_at_home(works: Works) -> None:
    package, carla = works.package(), works.scene.carla
    start_package_case(actor=works.scene.alice, package=package, opening=Opening("Turin"), at=MORNING)
    assert turns_for(carla, after(5).date()) == []
    (turn,) = turns_for(carla, after(6).date())
    assert (turn.why, turn.url) == ("1 of its cases is late.", reverse("loop:package", args=[package.uuid]))


def test_who_may_not_keep_packages_reads_them(works: Works, sign_in: SignIn) -> None:
    package = works.package()
    teacher = person_as(Role.TEACHER, institution=works.scene.institution)
    client = sign_in(teacher)
    page = html_of(client.get(reverse("loop:package", args=[package.uuid])))
    assert "Start a case" not in page
    answer = client.post(reverse("loop:add_package", args=[works.scene.goal.uuid]), filled(works))
    assert answer.status_code == 403
    student = sign_in(person_as(Role.STUDENT, institution=works.scene.institution))
    assert student.get(reverse("loop:package", args=[package.uuid])).status_code == 404


def test_the_page_of_a_goal_asks_no_more_for_more_packages(works: Works, sign_in: SignIn) -> None:
    client, asked = sign_in(works.scene.alice), []
    address = reverse("loop:goal", args=[works.scene.goal.uuid])
    for number in (1, 3):
        while Goal.objects.get(pk=works.scene.goal.pk).packages.count() < number * 2:
            works.package(share=0)
            works.package(Binding.NODE, share=0)
        with CaptureQueriesContext(connection) as queries:
            html_of(client.get(address))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_nobody_overwrites_what_a_colleague_wrote_meanwhile(works: Works, sign_in: SignIn) -> None:
    client, package = sign_in(works.scene.alice), works.package()
    address = reverse("loop:change_package", args=[package.uuid])
    found = re.search(r'name="opened" value="(\w+)"', html_of(client.get(address)))
    assert found is not None
    kept = filled(works, opened=found[1], inputs="Money")
    assert client.post(address, kept).status_code == 303
    html = html_of(client.post(address, filled(works, opened=found[1], inputs="", title="Mine")), 422)
    assert "A colleague has changed this meanwhile." in html
    assert "It says now: Money" in html
    package.refresh_from_db()
    assert (package.inputs, package.title) == (["Money"], "Two agreements")
