"""Steps, values and ways are written by plain forms; a colleague's change is told and nothing is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from periplus.core import clock
from periplus.paths.chart import Chart
from periplus.paths.editing import change_node
from periplus.paths.enums import NodeKind, ValueType, Way
from periplus.paths.models import ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.procedures import change_draft
from periplus.people.models import Institution, Person
from tests.factories.loop import GoalFactory, PlanFactory
from tests.web.cast import html_of, main_of
from tests.web.procedures.conftest import draft_of, send, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(university: Institution, alice: Person) -> ProcedureVersion:
    """The next version of the budget transfer."""
    (version,) = taken(university, alice, "budget_transfer")
    return draft_of(version, alice)


def at(name: str, version: ProcedureVersion, *more: object) -> str:
    return reverse(f"versions:{name}", args=[version.uuid, *more])


def read(version: ProcedureVersion) -> Chart:
    version.refresh_from_db()
    return get_chart(version)


def step_values(**more: Any) -> dict[str, Any]:
    usual = {
        "title_en": "Ask for it",
        "kind": "task",
        "role": "office",
        "unit_rule": "university",
        "goal": "",
    }
    return {**usual, "unit_code": "", "allowance_days": "", "guidance_en": "", **more}


def test_a_step_says_everything_about_itself(
    office: Client, draft: ProcedureVersion, university: Institution
) -> None:
    plan = PlanFactory.create(institution=university, state="in_force")
    goal = GoalFactory.create(plan=plan, title="Money follows goals")
    key = next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK)
    assert "Money follows goals" in main_of(office.get(at("step", draft, key)))
    values = step_values(
        title_es="Pedirlo",
        guidance_en="Say why.",
        allowance_days="12",
        goal=str(goal.uuid),
        skippable="on",
        evaluation="on",
        criteria_en="Sound\nCovered",
        criteria_es="Sólido",
    )
    assert "Kept." in send(office, at("step", draft, key), draft, **values)
    node = read(draft).node[key]
    assert node.title == {"en": "Ask for it", "es": "Pedirlo"}
    assert (node.guidance, node.allowance_days, node.goal) == ({"en": "Say why."}, 12, str(goal.uuid))
    assert node.criteria == ({"en": "Sound", "es": "Sólido"}, {"en": "Covered"})
    assert (node.skippable, node.evaluation, node.unit_rule) == (True, True, "university")


def test_a_title_is_not_taken_out_of_ones_own_language(office: Client, draft: ProcedureVersion) -> None:
    key = next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK)
    emptied = step_values(title_en="", title_es="Pedirlo")
    html = send(office, at("step", draft, key), draft, 422, **emptied)
    assert "Say in a few words what is to be done." in html


def test_another_kind_is_asked_about_before_anything_is_lost(office: Client, draft: ProcedureVersion) -> None:
    node = next(node for node in get_chart(draft).nodes if node.kind == NodeKind.TASK and node.items)
    url, values = at("step", draft, node.key), step_values(kind="step")
    html = send(office, url, draft, 422, **values)
    assert "As “Automatic step” it loses for good:" in html
    assert f"{len(node.items)} value" in html
    assert "I know" in html
    assert read(draft).node[node.key].items == node.items
    send(office, url, draft, **values, sure="on")
    assert (read(draft).node[node.key].kind, read(draft).node[node.key].items) == (NodeKind.STEP, ())


def test_what_is_missing_in_a_step_is_said(office: Client, draft: ProcedureVersion) -> None:
    key = next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK)
    html = send(office, at("step", draft, key), draft, 422, **step_values(title_en="", unit_rule="named"))
    assert "Say in a few words what is to be done." in html
    assert "Choose the unit." in html
    assert draft.revision == 1


def test_a_colleague_was_quicker(office: Client, draft: ProcedureVersion, alice: Person) -> None:
    chart = get_chart(draft)
    first, other = [node.key for node in chart.nodes if node.kind == NodeKind.TASK][:2]
    change_draft(
        actor=alice,
        version=draft,
        chart=change_node(chart, other, allowance_days=77),
        revision=1,
        at=clock.now(),
    )
    answer = office.post(at("step", draft, first), {"revision": 1, **step_values(title_en="Mine")})
    html = html_of(answer, 422)
    assert "Nothing of yours is lost" in html
    assert 'value="Mine"' in html
    assert 'name="revision" value="2"' in html
    assert "Kept." in send(office, at("step", draft, first), draft, **step_values(title_en="Mine"))
    assert read(draft).node[first].title["en"] == "Mine"
    assert read(draft).node[other].allowance_days == 77
    stale = office.post(at("arrange", draft), {"revision": 1}, headers={"referer": "http://testserver/"})
    assert stale.status_code == 303
    read(draft)
    assert draft.revision == 3


def test_steps_are_put_in_everywhere(office: Client, draft: ProcedureVersion) -> None:
    first = next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK)
    new = {"title": "Talk about it", "kind": "task", "role": "office"}
    html = send(office, at("add", draft, first, "after"), draft, **new)
    assert "Say now what it needs" in html
    assert [flow.target for flow in read(draft).out(first)] == ["talk_about_it"]
    send(office, at("add", draft, first, "before"), draft, **new)
    assert [flow.source for flow in read(draft).into(first)] == ["talk_about_it_2"]
    send(office, at("add", draft, first, "beside"), draft, title="Tell the dean", role="office")
    assert "tell_the_dean" in read(draft).node
    asked = {"question": "Large?", "value": "amount:number", "sign": ">", "against": "5000", "condition": ""}
    html = send(office, at("add", draft, "talk_about_it", "only-if"), draft, **asked)
    assert "only when the condition holds" in html
    split = read(draft).into("talk_about_it")[0]
    assert split.condition == "amount > 5000"
    late = {"days": "9", "mode": "beside", "title": "Ask again", "role": "office", "goal": ""}
    send(office, at("add", draft, first, "deadline"), draft, **late)
    (timer,) = [each for each in read(draft).timers_of(first) if each.allowance_days == 9]
    assert not timer.interrupting
    ends = {"days": "90", "mode": "end", "title": "", "role": "", "goal": ""}
    assert "Say where the case goes on." in send(
        office, at("add", draft, first, "deadline"), draft, 422, **ends
    )


def test_a_condition_that_makes_no_sense_is_refused(office: Client, draft: ProcedureVersion) -> None:
    first = next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK)
    asked = {"question": "Large?", "value": "amount:number", "sign": ">", "against": "much", "condition": ""}
    assert "At character" in send(office, at("add", draft, first, "only-if"), draft, 422, **asked)
    nothing = asked | {"value": "", "condition": ""}
    assert "Say when this way is taken." in send(
        office, at("add", draft, first, "only-if"), draft, 422, **nothing
    )
    written = nothing | {"condition": "amount > "}
    assert "At character" in send(office, at("add", draft, first, "only-if"), draft, 422, **written)


def test_values_are_asked_for_and_shown(office: Client, draft: ProcedureVersion) -> None:
    tasks = [node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK]
    first, last = tasks[0], tasks[-1]
    add = at("add-item", draft, first, "produce")
    made = {
        "title_en": "How urgent",
        "type": "choice",
        "required": "on",
        "choices": "now = At once\nLater on",
    }
    send(office, add, draft, **made, columns="")
    item = read(draft).item["how_urgent"]
    assert [(choice.value, choice.title) for choice in item.choices] == [
        ("now", {"en": "At once"}),
        ("later_on", {"en": "Later on"}),
    ]
    sums = {"title_en": "Costs", "type": "table", "choices": "", "columns": "What\nSum: number"}
    send(office, add, draft, **sums)
    assert [column.type for column in read(draft).item["costs"].columns] == [ValueType.TEXT, ValueType.NUMBER]
    assert "is no type" in send(office, add, draft, 422, **(sums | {"columns": "Sum: money"}))
    assert "Say what may be chosen." in send(office, add, draft, 422, **(made | {"choices": ""}), columns="")
    html = send(office, at("add-item", draft, last, "read"), draft, key="how_urgent", required="on")
    assert "The step shows this value now." in html
    shown = read(draft).node[last].items[-1]
    assert (shown.way, shown.type, shown.choices) == (Way.IN, ValueType.CHOICE, item.choices)
    place = next(at_ for at_, each in enumerate(read(draft).node[first].items) if each.key == "how_urgent")
    fewer = {
        "title_en": "How urgent",
        "type": "choice",
        "required": "on",
        "choices": "now = Now",
        "columns": "",
    }
    send(office, at("item", draft, first, place), draft, **fewer)
    assert read(draft).node[last].items[-1].choices[0].title == {"en": "Now"}
    send(office, at("shift-item", draft, first, place), draft)
    assert read(draft).node[first].items[place - 1].key == "how_urgent"
    send(office, at("remove-item", draft, first, place - 1), draft)
    assert "how_urgent" not in {each.key for each in read(draft).node[first].items}


def test_ways_are_drawn_and_asked_in_order(office: Client, draft: ProcedureVersion) -> None:
    chart = get_chart(draft)
    split = next(
        node.key for node in chart.nodes if node.kind == NodeKind.EXCLUSIVE and len(chart.out(node.key)) > 1
    )
    end = next(node.key for node in chart.nodes if node.kind == NodeKind.END)
    way = {
        "target": end,
        "value": "amount:number",
        "sign": "<",
        "against": "10",
        "condition": "",
        "title_en": "small",
    }
    send(office, at("add-flow", draft, split), draft, **way)
    made = read(draft).out(split)[-1]
    assert (made.condition, made.title, made.default) == ("amount < 10", {"en": "small"}, False)
    send(office, at("shift-flow", draft, made.key), draft)
    assert read(draft).out(split)[-1].key != made.key
    usual = {"target": end, "value": "", "sign": "=", "against": "", "condition": "", "default": "on"}
    send(office, at("flow", draft, made.key), draft, **usual)
    assert [flow.key for flow in read(draft).out(split) if flow.default] == [made.key]
    send(office, at("remove-flow", draft, made.key), draft)
    assert made.key not in read(draft).flow


def test_a_step_is_moved_and_taken_away(office: Client, draft: ProcedureVersion) -> None:
    first = next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK)
    new = {"title": "Talk about it", "kind": "task", "role": "office"}
    send(office, at("add", draft, first, "after"), draft, **new)
    goal = read(draft).into(first)[0].key
    assert "new place" in send(office, at("move", draft, "talk_about_it"), draft, way=goal)
    assert [flow.target for flow in read(draft).out("talk_about_it")] == [first]
    html = main_of(office.get(at("remove", draft, first)))
    assert "What led to it leads on to what follows it." in html
    send(office, at("remove", draft, "talk_about_it"), draft)
    assert "talk_about_it" not in read(draft).node


def test_the_swapped_editor_is_the_reloaded_one(office: Client, draft: ProcedureVersion) -> None:
    """What htmx takes out of the page is the page: the same address gives the same answer."""
    url = at("step", draft, next(node.key for node in get_chart(draft).nodes if node.kind == NodeKind.TASK))
    whole, part = office.get(url), office.get(url, headers={"hx-request": "true", "hx-target": "editor"})
    assert whole.status_code == part.status_code == 200
    token = 'name="csrfmiddlewaretoken"'
    lines = [[line for line in main_of(each).split("<") if token not in line] for each in (whole, part)]
    assert lines[0] == lines[1]


def test_name_and_purpose_in_all_languages(office: Client, draft: ProcedureVersion) -> None:
    values = {"title_en": "Moving money", "title_pt": "Mover verbas", "description_en": "From line to line."}
    send(office, at("describe", draft), draft, **values)
    assert read(draft).title == {"en": "Moving money", "pt": "Mover verbas"}
    assert "Give it a name." in send(office, at("describe", draft), draft, 422, title_en="")
