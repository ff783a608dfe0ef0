"""What procedures did, on a small world whose numbers are counted by hand in the comments.

Monday is 2 March 2026. All cases are of the faculty but F. “Ask” may take 5 days, “check” 10, “sign” any.

    A  asked on day 1, checked on day 2, signed on day 3: at its end in March
    B  asked on day 8 (late by 3), checked on day 9, signed on day 40: at its end in April
    C  asked on day 1, checked on day 13 (late by 2), sent back to “check” from “sign” on day 14,
       checked again on day 16; waits for the signature
    D  begun and never touched: “ask” was due on day 5
    E  begun on day 1 and taken back the same day
    F  of the whole university, another procedure: asked on day 2, and at its end
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.periods import Period, month
from periplus.loop.enums import PackageState
from periplus.loop.measuring import Contribution, get_measure
from periplus.loop.scopes import Scope
from periplus.loop.services.arranging import AGENDA
from periplus.loop.services.packages import settle_package
from periplus.paths.services.steering import cancel_case
from periplus.paths.services.work import send_work_back
from periplus.people.enums import Role
from tests.factories.loop import GoalFactory
from tests.factories.people import person_as
from tests.loop.procedures import Works, after, put_in_force, work_at
from tests.loop.scene import Scene
from tests.paths.scene import chain, task

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH, APRIL = MONTHS = [month(2026, number) for number in (2, 3, 4)]


@pytest.fixture
def works(scene: Scene) -> Works:
    approval = put_in_force(scene)
    a, b, c = (approval.begin(name) for name in "ABC")
    approval.finish(a, days=(1, 2, 3))
    approval.finish(b, days=(8, 9, 40))
    approval.do(c, "ask", at=after(1), amount=500)
    approval.do(c, "check", at=after(13), fine=True)
    send_work_back(actor=AGENDA, item=work_at(c, "sign"), target="check", reason="Not signed.", at=after(14))
    approval.do(c, "check", at=after(16), fine=True)
    approval.begin("D")
    cancel_case(actor=AGENDA, case=approval.begin("E"), reason="By mistake.", at=after(1))
    other = put_in_force(scene, chain("other", task("ask", allowance_days=5)))
    other.do(other.begin("F", unit=scene.university), "ask", at=after(2))
    return approval


def values(key: str, scope: Scope) -> list[Decimal | None]:
    """What a measure says of the three months; as many records stand behind each number as it tells."""
    measure = get_measure(key)
    readings = measure.compute(scope, MONTHS)
    for reading in readings:
        assert len(measure.records(scope, reading.period, 100, 0)) == reading.count
    return [None if r.value is None else round(r.value, 4) for r in readings]


def split(key: str, scope: Scope, axis: str, period: Period = MARCH) -> list[tuple[str, Decimal, int]]:
    contributions = get_measure(key).contributions
    assert contributions is not None
    parts: list[Contribution] = contributions(scope, period, axis)
    return [(part.title, round(part.value, 4), part.count) for part in parts]


def whole(works: Works) -> Scope:
    return Scope(institution=works.scene.institution.uuid)


def test_cases_ended(works: Works) -> None:
    key, scope = "loop.cases_ended", whole(works)
    # March: A and F. April: B. In February nothing had begun.
    assert values(key, scope) == [None, 2, 1]
    assert values(key, scope.narrowed("procedure", "approval")) == [None, 1, 1]
    assert values(key, Scope(unit=works.scene.faculty.uuid)) == [None, 1, 1]
    assert split(key, scope, "procedure") == [("Approval", 1, 1), ("Other", 1, 1)]
    assert [count for _unit, _value, count in split(key, scope, "unit")] == [1, 1]
    assert split(key, scope, "country") == []


def test_late_work(works: Works) -> None:
    key, scope = "loop.late_work", whole(works)
    # Due in March: “ask” of A, B, C, D and F (that of E was taken back), “check” of A, B, C twice.
    # Late of these nine: “ask” of B and D, the first “check” of C. Nothing falls due in April.
    assert values(key, scope) == [None, Decimal("0.3333"), None]
    assert values(key, scope.narrowed("procedure", "other")) == [None, 0, None]
    third = Decimal("0.3333")
    assert split(key, scope, "procedure") == [("Approval", third, 8), ("Other", 0, 1)]


def test_rework(works: Works) -> None:
    key, scope = "loop.rework", whole(works)
    # Closed in March: A three, B two, C “ask”, “check”, “sign” sent back, “check”; F one: ten, one sent back.
    # In April the signature of B.
    assert values(key, scope) == [None, Decimal("0.1"), 0]
    assert split(key, scope, "procedure") == [("Approval", Decimal("0.1"), 9), ("Other", 0, 1)]


def test_role_load(works: Works) -> None:
    key, scope = "loop.role_load", whole(works)
    # Open at the end of March: “sign” of B and C (vice-rector), “ask” of D (office): three pieces for
    # Victor and Alice. At the end of April B is signed: two pieces. February: nothing had begun.
    assert values(key, scope) == [None, Decimal("1.5"), 1]
    person_as(Role.OFFICE, institution=works.scene.institution)
    assert values(key, scope) == [None, 1, Decimal("0.6667")]
    assert split(key, scope, "procedure") == [("Approval", 1, 3)]


def test_goals_with_packages(works: Works) -> None:
    key, scene = "loop.goals_with_packages", works.scene
    GoalFactory.create(plan=scene.goal.plan, unit=scene.faculty)
    package = works.package()
    # Two goals in force. In February neither had a package; in March one had; on 10 April it is done.
    settle_package(
        actor=AGENDA, package=package, state=PackageState.DONE, reason="All signed.", on=dt.date(2026, 4, 10)
    )
    scope = whole(works)
    assert values(key, scope) == [0, Decimal("0.5"), 0]
    assert values(key, Scope(unit=scene.faculty.uuid)) == [0, 0, 0]
    assert split(key, scope, "unit")[0] == (scene.university.name, Decimal("0.5"), 1)
    scene.carla.left_on = dt.date(2026, 3, 20)
    scene.carla.save()
    assert values(key, scope) == [0, 0, 0]


@pytest.mark.parametrize(
    "key",
    ["loop.cases_ended", "loop.late_work", "loop.rework", "loop.role_load", "loop.goals_with_packages"],
)
def test_queries_do_not_grow_with_the_periods(works: Works, key: str) -> None:
    works.package()
    asked = []
    for periods in (MONTHS[:1], MONTHS):
        with CaptureQueriesContext(connection) as queries:
            get_measure(key).compute(whole(works), periods)
        asked.append(len(queries))
    assert asked[0] == asked[1]
