"""The panel: counts, lateness, filters that survive, ways to the cases; what is not theirs is not counted."""

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core import clock
from periplus.paths.models import Case, Node, OutlookQuality, ProcedureVersion, WorkItem
from periplus.paths.queries import panel
from periplus.paths.queries.panel import Chosen, list_triggers, loads_of, phases_of
from periplus.paths.services.outlooks import work_out_outlooks
from periplus.paths.services.timers import strike_due_timers
from periplus.people.enums import Role
from tests.factories.loop import GoalFactory, PlanFactory
from tests.factories.people import person_as
from tests.paths.past import done, moment
from tests.paths.scene import AT, Scene, make_scene
from tests.web.cast import html_of, main_of
from tests.web.panel.conftest import TWO, SignIn


def url(version: ProcedureVersion, more: str = "") -> str:
    return f"/panel/{version.procedure.uuid}/{more}"


def test_all_procedures(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    html = main_of(sign_in(scene.alice).get("/panel/"))
    assert "2 steps are overdue" in html
    assert "2 cases run" in html
    assert str(version.procedure.uuid) in html


def test_a_procedure(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    html = main_of(sign_in(scene.alice).get(url(version)))
    assert "2 cases run, with 2 open steps" in html
    assert '<svg class="procedure"' in html
    assert f"/cases/?procedure={version.procedure.uuid}&amp;node=ask" in html
    assert "until “Check”" in html
    assert "until the end" in html


def test_filters_stay_in_the_address(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    html = main_of(sign_in(scene.alice).get(url(version, f"?unit={scene.faculty.path}&since=2020-01-01")))
    assert "1 case runs, with 1 open steps" in html
    assert 'value="2020-01-01"' in html
    assert f'<option value="{scene.faculty.path}" selected>' in html
    assert "from=2020-01-01" in html
    assert "0 open steps" in main_of(sign_in(scene.alice).get(url(version, "?until=2020-01-01")))


def test_what_cannot_be_read_narrows_nothing(
    scene: Scene, version: ProcedureVersion, sign_in: SignIn
) -> None:
    strange = "?goal=x&unit=y&partner=%00&since=never"
    assert "2 cases run" in main_of(sign_in(scene.alice).get(url(version, strange)))


def test_only_what_somebody_may_see_is_counted(
    scene: Scene, version: ProcedureVersion, sign_in: SignIn
) -> None:
    assert "1 case runs" in main_of(sign_in(scene.carla).get(url(version)))  # of the faculty
    student = person_as(Role.STUDENT, institution=scene.institution)
    assert sign_in(student).get(url(version)).status_code == 404
    stranger = person_as(Role.OFFICE)
    assert sign_in(stranger).get(url(version)).status_code == 404


def test_a_partner_and_a_goal(scene: Scene, version: ProcedureVersion) -> None:
    partner = uuid.uuid4()
    Case.objects.filter(title="Exchange with Graz").update(partners=[partner], package=partner)
    at = clock.now()

    def count(chosen: Chosen) -> int:
        return sum(load.open for load in loads_of(scene.alice, version.procedure, chosen, at=at).values())

    assert count(Chosen()) == 2
    assert count(Chosen(partner=partner)) == 1
    assert count(Chosen(goal=True, nodes=frozenset({"check"}))) == 0
    assert count(Chosen(goal=True, nodes=frozenset({"ask"}))) == 2
    assert count(Chosen(goal=True, packages=(partner,))) == 1


def test_a_number_opens_the_cases_it_counts(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(institution=scene.institution))
    Node.objects.filter(version=version, key="ask").update(goal=goal.uuid)
    client = sign_in(scene.alice)
    html = main_of(client.get(url(version, f"?goal={goal.uuid}&unit={scene.faculty.path}")))
    assert "1 case runs, with 1 open steps" in html
    ways = {unescape(way) for way in re.findall(r'href="(/cases/[^"]*node=ask[^"]*)"', html)}
    opened = [main_of(client.get(way)) for way in ways]
    assert all(f"goal={goal.uuid}" in way for way in ways)
    assert ["Exchange with Graz" in page for page in opened] == [False] * len(opened)
    assert any("Exchange with Turin" in page for page in opened)


def test_the_whole_and_the_narrowed_count_agree(scene: Scene, version: ProcedureVersion) -> None:
    WorkItem.objects.filter(case__title="Exchange with Graz").update(due_at=None)
    whole = loads_of(scene.alice, version.procedure, Chosen(), at=clock.now())
    narrowed = loads_of(scene.alice, version.procedure, Chosen(since=AT.date()), at=clock.now())
    assert whole == narrowed
    assert (whole["ask"].open, whole["ask"].late, whole["ask"].since) == (2, 1, AT)


def test_counting_needs_two_statements(scene: Scene, version: ProcedureVersion) -> None:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        loads_of(scene.alice, version.procedure, Chosen(), at=clock.now())
    assert sum("paths_workitem" in one["sql"] for one in caught) == 2


def test_phases_end_with_evaluations() -> None:
    found = [(p.last.key if p.last else None, [n.key for n in p.nodes]) for p in phases_of(TWO)]
    assert found == [("check", ["ask", "check"]), (None, ["sign"])]


def test_deadlines_that_struck(scene: Scene, sign_in: SignIn) -> None:
    with moment(AT):
        case = scene.case()
        done(scene, case, "ask", AT, amount=10)
    strike_due_timers(at=clock.now())
    (found,) = list_triggers(scene.alice, case.version.procedure, at=clock.now())
    assert found[1] == case
    assert "A deadline of “Check”" in main_of(sign_in(scene.alice).get(url(case.version)))


def test_deadlines_elsewhere_do_not_crowd_out_ours(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "MOST_TRIGGERS", 1)
    other = make_scene()
    with moment(AT):
        ours, theirs = scene.case(), [other.case() for _number in range(5)]
        done(scene, ours, "ask", AT, amount=10)
        for case in theirs:
            done(other, case, "ask", AT, amount=10)
    strike_due_timers(at=clock.now())
    found = list_triggers(scene.alice, ours.version.procedure, at=clock.now())
    assert [case for _event, case in found] == [ours]


@pytest.mark.parametrize("sheet", ["steps", "lanes", "phases", "goals"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_as_files(
    scene: Scene, version: ProcedureVersion, sign_in: SignIn, sheet: str, kind: str
) -> None:
    answer = sign_in(scene.alice).get(url(version, f"?sheet={sheet}&format={kind}"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{sheet}.{kind}"'
    if (sheet, kind) == ("steps", "csv"):
        assert "Ask,Coordination office,2,2" in answer.content.decode("utf-8-sig").replace("'", "")


def test_no_such_table(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    assert sign_in(scene.alice).get(url(version, "?sheet=ships&format=csv")).status_code == 404


def test_what_to_expect_on_the_page_of_a_case(
    scene: Scene, version: ProcedureVersion, sign_in: SignIn
) -> None:
    case = scene.case_of(version)
    assert "What to expect" not in main_of(sign_in(scene.alice).get(f"/cases/{case.uuid}/"))
    work_out_outlooks(procedure=version.procedure, at=clock.now())
    html = main_of(sign_in(scene.alice).get(f"/cases/{case.uuid}/"))
    assert "half of the 12 finished cases that stood here took at most 9.0 days" in html
    assert "Learnt from" in html


def test_likely_to_be_late(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    at = clock.now()
    work_out_outlooks(procedure=version.procedure, at=at)
    with moment(at):
        case = scene.case_of(version, title="Exchange with Brno")
    WorkItem.objects.filter(case=case).update(opened_at=at)
    Case.objects.filter(pk=case.pk).update(started_at=at, due_on=clock.today())
    html = html_of(sign_in(scene.alice).get(url(version, "warnings/")))
    assert "1 case is likely to be late" in html
    assert "Exchange with Brno" in html
    OutlookQuality.objects.update(hit_rate=0.7, learnt_from=20, tested_on=9, error_days=2.5)
    assert "it is a hint, not a verdict (0.70" in html_of(sign_in(scene.alice).get(url(version, "warnings/")))


def test_too_few_cases_warn_of_nothing(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    page = url(version, "warnings/")
    assert "Too few cases have ended to warn of any" in main_of(sign_in(scene.alice).get(page))
    work_out_outlooks(procedure=version.procedure, at=clock.now())
    OutlookQuality.objects.update(learnt_from=20)
    assert "Nothing to warn of" in main_of(sign_in(scene.alice).get(page))


def test_never_in_force(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    ProcedureVersion.objects.update(enacted_at=None, state="draft")
    assert "No version has been in force yet" in main_of(sign_in(scene.alice).get(url(version)))
