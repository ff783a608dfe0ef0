"""Pages of process facts: ours by role, foreign logs brought in, looked at, exported, deleted."""

import io

import pytest

from periplus.paths.models import EventLog, LogEvent, ProcedureVersion
from periplus.paths.services.work import complete_work
from tests.paths.foreign import HARBOUR, xes_of
from tests.paths.past import done, finished, moment
from tests.paths.scene import AT, Scene, work
from tests.web.cast import html_of, main_of
from tests.web.panel.conftest import TWO, SignIn


def handed_in(content: bytes, name: str = "Harbour") -> dict[str, object]:
    file = io.BytesIO(content)
    file.name = "harbour.xes"
    return {"name": name, "file": file}


def test_of_a_procedure(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    html = main_of(sign_in(scene.alice).get(f"/facts/{version.procedure.uuid}/"))
    assert "Ask → Check → Sign" in html
    assert "12 · Ask" in html
    assert "Still running" in html


def test_roles_are_told_not_people(scene: Scene, sign_in: SignIn) -> None:
    case = scene.case(TWO)
    with moment(AT):
        done(scene, case, "ask", AT)
    item = work(case, "check")
    item.person = scene.victor
    item.save()
    complete_work(actor=scene.victor, item=item, outputs={}, at=AT)
    html = main_of(sign_in(scene.alice).get(f"/facts/{case.version.procedure.uuid}/"))
    assert '<th scope="row" role="rowheader">Coordination office</th>' in html
    assert 'data-label="To">Coordination office</td>' in html
    assert "Victor" not in html
    assert "1 · Check" in html  # nothing follows it yet, and still it is called by its name


def test_a_period(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    html = main_of(sign_in(scene.alice).get(f"/facts/{version.procedure.uuid}/?until=2020-01-01"))
    assert "Nothing has happened yet" in html


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("until=9999-12-31", "Choose a day from 1900 to 2199."),
        ("since=2026-03-02&until=2026-03-01", "The last day lies before the first."),
    ],
)
def test_a_period_that_cannot_be(
    scene: Scene, version: ProcedureVersion, sign_in: SignIn, period: str, sentence: str
) -> None:
    html = html_of(sign_in(scene.alice).get(f"/facts/{version.procedure.uuid}/?{period}"), 422)
    assert sentence in html
    assert "Nothing has happened yet" not in html


def test_did_the_new_version_help(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    later = scene.version(TWO)
    for _number in range(9):
        finished(scene, later, {"ask": 1, "check": 1, "sign": 1}, AT)
    html = main_of(sign_in(scene.alice).get(f"/facts/{version.procedure.uuid}/"))
    assert "In 100 % of pairs a case of version 2 took less time than one of 1." in html


def test_a_log_comes_in_and_goes_out(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    assert html_of(client.get("/facts/logs/new/"))
    answer = client.post("/facts/logs/new/", handed_in(xes_of(HARBOUR)))
    assert answer.status_code == 303
    log = EventLog.objects.get()
    html = main_of(client.get(answer["Location"]))
    assert "11 events of 4 cases, brought in as XES" in html
    assert "ask → check → sign" in html
    assert "Harbour" in main_of(client.get("/facts/"))
    assert client.post(f"/facts/logs/{log.uuid}/delete/").status_code == 303
    assert LogEvent.objects.count() == 0


def test_why_a_log_does_not_come_in(scene: Scene, sign_in: SignIn) -> None:
    html = html_of(sign_in(scene.alice).post("/facts/logs/new/", handed_in(b"<log/>")), 422)
    assert "The log has no events." in html


@pytest.mark.parametrize("sheet", ["versions", "steps", "variants", "graph", "hand-overs"])
def test_tables_as_files(scene: Scene, version: ProcedureVersion, sign_in: SignIn, sheet: str) -> None:
    client, url = sign_in(scene.alice), f"/facts/{version.procedure.uuid}/?sheet={sheet}"
    assert client.get(f"{url}&format=xlsx").status_code == 200
    text = client.get(f"{url}&format=csv").content.decode("utf-8-sig")
    assert text.count("\n") >= 1
    if sheet == "variants":
        assert "12,Ask → Check → Sign,9.0" in text


def test_who_may(scene: Scene, version: ProcedureVersion, sign_in: SignIn) -> None:
    carla, victor = sign_in(scene.carla), sign_in(scene.victor)
    assert carla.get("/facts/").status_code == 404
    assert carla.get(f"/facts/{version.procedure.uuid}/").status_code == 404
    assert victor.get("/facts/").status_code == 200
    assert victor.get("/facts/logs/new/").status_code == 403
