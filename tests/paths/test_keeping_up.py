"""What keeps work from lying: reminders, escalation, substitutes, work of those who have left, the clock."""

import datetime as dt
from typing import Any

import pytest

from periplus.core import clock
from periplus.core.clock import day_in
from periplus.core.documents.queries import may_add_document, may_read_document, may_withdraw_document
from periplus.core.enums import Confidentiality
from periplus.core.models import Document, Event
from periplus.core.verdicts import Invalid, Refused
from periplus.paths.models import Participant, Reminder, ReminderRule, Substitution, WorkItem
from periplus.paths.policies import visible_work
from periplus.paths.queries.loads import loads_of_people
from periplus.paths.queries.whose import list_colleagues, people_of
from periplus.paths.services import reminders
from periplus.paths.services import work as working
from periplus.paths.services.holding import Held, hold_case
from periplus.paths.services.passing import hand_several_over
from periplus.paths.services.reminders import (
    RuleTerms,
    add_reminder_rule,
    change_reminder_rule,
    remind_of_work,
)
from periplus.paths.services.steering import cancel_case
from periplus.paths.services.substitutions import Absence, end_substitution, enter_substitution
from periplus.paths.services.telling import PRODUCT
from periplus.paths.services.work import take_work
from periplus.paths.tasks import pass_on_work, remind, strike_timers
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.standing import forget_standing
from tests.factories.paths import case_on, open_work
from tests.factories.people import person_as
from tests.paths.scene import APPROVAL, AT, Scene, standing, work

DAY = dt.timedelta(days=1)
NIGHT = dt.datetime(2026, 3, 2, 4, 40, tzinfo=dt.UTC)  # when the schedule calls


def rule(scene: Scene, days: int, role: str = "", **more: object) -> ReminderRule:
    terms = RuleTerms(days=days, role=role, **more)  # type: ignore[arg-type]
    return add_reminder_rule(actor=scene.alice, institution=scene.institution, terms=terms, on=AT.date())


def told(event: str) -> list[tuple[str, ...]]:
    """For each event of a kind: the parts people play in it."""
    return [
        tuple(
            sorted(
                touched.qualifier
                for touched in one.objects_touched.all()
                if touched.object_type == "people.person"
            )
        )
        for one in Event.objects.filter(type=event).order_by("id")
    ]


def test_a_rule_speaks_once_before_the_date(scene: Scene) -> None:
    case = scene.case()  # due on 7 March
    rule(scene, -3)
    assert remind_of_work(at=AT + DAY) == 0
    assert remind_of_work(at=AT + 2 * DAY) == 1
    assert remind_of_work(at=AT + 3 * DAY) == 0
    assert told("paths.work.reminded") == [("person",)]
    [event] = Event.objects.filter(type="paths.work.reminded")
    assert event.attributes["due_on"] == "2026-03-07"
    assert event.attributes["node"] == "ask"
    assert Reminder.objects.get().item == work(case, "ask")


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/Mexico_City", "Asia/Shanghai"])
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_rule_speaks_on_the_day_it_names(scene: Scene, days: int, zone: str) -> None:
    scene.institution.time_zone = zone
    scene.institution.save(update_fields=["time_zone"])
    due_on = day_in(zone, work(scene.case(), "ask").due_at or AT)
    rule(scene, days)
    nights = (NIGHT + number * DAY for number in range(15))
    spoken_at = next(at for at in nights if remind_of_work(at=at))
    assert day_in(zone, spoken_at) == due_on + days * DAY


def test_more_than_one_batch_is_spoken_about_in_one_night(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    version = scene.version()
    for _number in range(5):
        scene.case_of(version)
    rule(scene, -3)
    assert remind_of_work(at=AT + 3 * DAY) == 5
    assert remind_of_work(at=AT + 3 * DAY) == 0


def test_what_comes_before_the_date_is_not_said_after_it(scene: Scene) -> None:
    scene.case()
    rule(scene, -3)
    assert remind_of_work(at=AT + 9 * DAY) == 0


def test_others_are_told_of_what_is_late(scene: Scene) -> None:
    scene.case()
    rule(scene, 2, Role.VICE_RECTOR)
    assert remind_of_work(at=AT + 6 * DAY) == 0
    assert remind_of_work(at=AT + 8 * DAY) == 1
    assert told("paths.work.escalated") == [("above", "person")]


def test_a_rule_of_one_procedure_leaves_others_alone(scene: Scene) -> None:
    case = scene.case()
    other = scene.version(APPROVAL).procedure.__class__.objects.create(
        institution=scene.institution, key="other", title={"en": "Other"}
    )
    made = rule(scene, 0, procedure=other)
    assert remind_of_work(at=AT + 5 * DAY) == 0
    terms = RuleTerms(days=0, procedure=case.version.procedure)
    change_reminder_rule(actor=scene.alice, rule=made, terms=terms, on=AT.date())
    assert remind_of_work(at=AT + 5 * DAY) == 1


def test_a_rule_that_is_off_is_silent_and_only_the_office_sets_one(scene: Scene) -> None:
    scene.case()
    rule(scene, 1, active=False)
    assert remind_of_work(at=AT + 20 * DAY) == 0
    with pytest.raises(Refused):
        add_reminder_rule(
            actor=scene.carla, institution=scene.institution, terms=RuleTerms(days=1), on=AT.date()
        )
    with pytest.raises(Invalid, match="a year"):
        rule(scene, 800)


def test_the_substitute_is_reminded_too(scene: Scene) -> None:
    scene.case()
    Substitution.objects.create(
        person=scene.alice,
        substitute=scene.carla,
        valid_from=AT.date(),
        valid_until=AT.date() + 30 * DAY,
    )
    rule(scene, 1)
    remind_of_work(at=AT + 8 * DAY)
    assert told("paths.work.reminded") == [("person", "person")]


def test_who_is_meant(scene: Scene) -> None:
    case = scene.case()
    item = work(case, "ask")
    assert people_of(item, on=AT.date()) == [scene.alice]
    item.person = scene.victor
    assert people_of(item, on=AT.date()) == [scene.victor]
    scene.victor.left_on = AT.date()
    assert people_of(item, on=AT.date()) == []
    item.person, item.role = None, Role.STUDENT
    assert people_of(item, on=AT.date()) == []


def test_colleagues_are_those_with_a_role_here(scene: Scene) -> None:
    person_as(Role.STUDENT, institution=scene.institution)
    found = list(list_colleagues(on=AT.date(), institution=scene.institution.pk))
    assert found == [scene.alice, scene.carla, scene.victor]


def absence(**more: object) -> Absence:
    today = clock.today()
    return Absence(**({"valid_from": today, "valid_until": today + 5 * DAY} | more))  # type: ignore[arg-type]


def test_a_substitute_sees_and_does_the_work(scene: Scene) -> None:
    case = scene.case()
    assert not visible_work(scene.carla).exists()
    made = enter_substitution(
        actor=scene.alice, person=scene.alice, absence=absence(substitute=scene.carla), on=clock.today()
    )
    assert list(visible_work(scene.carla)) == [work(case, "ask")]
    end_substitution(actor=scene.alice, substitution=made, on=clock.today())
    assert not visible_work(scene.carla).exists()
    events = Event.objects.filter(type__startswith="paths.substitution").order_by("id")
    assert [event.type for event in events] == ["paths.substitution.entered", "paths.substitution.ended"]


def test_what_has_held_is_kept_and_ends_today(scene: Scene) -> None:
    today = clock.today()
    made = Substitution.objects.create(
        person=scene.alice, valid_from=today - 3 * DAY, valid_until=today + 3 * DAY
    )
    end_substitution(actor=scene.alice, substitution=made, on=today)
    made.refresh_from_db()
    assert made.valid_until == today
    with pytest.raises(Refused, match="over already"):
        end_substitution(actor=scene.alice, substitution=made, on=today)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"valid_until": dt.date(2000, 1, 1)}, "before the first"),
        ({"valid_from": dt.date(2000, 1, 1), "valid_until": dt.date(2000, 1, 5)}, "over already"),
        ({"valid_until": dt.date(2999, 1, 1)}, "two years"),
        ({"away": False}, "who does the work"),
    ],
)
def test_absences_that_cannot_be(scene: Scene, more: dict[str, object], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        enter_substitution(actor=scene.alice, person=scene.alice, absence=absence(**more), on=clock.today())


def test_whoever_is_away_does_not_stand_in(scene: Scene) -> None:
    """Work would lie: the substitute of a substitute is not asked."""
    today = clock.today()
    enter_substitution(actor=scene.alice, person=scene.carla, absence=absence(), on=today)
    mine = absence(substitute=scene.carla, valid_from=today + 4 * DAY, valid_until=today + 9 * DAY)
    with pytest.raises(Invalid, match="is away in these days, too"):
        enter_substitution(actor=scene.alice, person=scene.alice, absence=mine, on=today)
    after = absence(substitute=scene.carla, valid_from=today + 5 * DAY, valid_until=today + 9 * DAY)
    enter_substitution(actor=scene.alice, person=scene.alice, absence=after, on=today)


def test_whoever_only_hands_work_over_may_stand_in(scene: Scene) -> None:
    today = clock.today()
    lent = absence(substitute=scene.victor, away=False)
    enter_substitution(actor=scene.alice, person=scene.carla, absence=lent, on=today)
    enter_substitution(
        actor=scene.alice, person=scene.alice, absence=absence(substitute=scene.carla), on=today
    )


def test_a_day_has_one_entry(scene: Scene) -> None:
    today = clock.today()
    made = enter_substitution(actor=scene.alice, person=scene.alice, absence=absence(), on=today)
    again = absence(substitute=scene.carla, valid_from=today + 4 * DAY, valid_until=today + 6 * DAY)
    with pytest.raises(Invalid, match="entered already"):
        enter_substitution(actor=scene.alice, person=scene.alice, absence=again, on=today)
    end_substitution(actor=scene.alice, substitution=made, on=today)
    enter_substitution(actor=scene.alice, person=scene.alice, absence=again, on=today)


def test_who_may_enter_for_whom(scene: Scene) -> None:
    enter_substitution(actor=scene.alice, person=scene.carla, absence=absence(), on=clock.today())
    with pytest.raises(Refused):
        enter_substitution(actor=scene.carla, person=scene.alice, absence=absence(), on=clock.today())
    scene.victor.left_on = clock.today()
    days = absence(substitute=scene.victor)
    with pytest.raises(Invalid, match="no longer here"):
        enter_substitution(actor=scene.alice, person=scene.alice, absence=days, on=clock.today())


def test_several_are_handed_over_or_none(scene: Scene) -> None:
    first, second = scene.case(), scene.case()
    items = [work(first, "ask"), work(second, "ask")]
    given = hand_several_over(actor=scene.alice, items=items, person=scene.carla, reason="I leave.", at=AT)
    assert given == 2
    with pytest.raises(Refused):
        hand_several_over(actor=scene.victor, items=items, person=scene.victor, reason="Mine.", at=AT)
    assert set(WorkItem.objects.filter(state="open").values_list("person", flat=True)) == {scene.carla.pk}


@pytest.mark.django_db
def test_the_clock_does_its_work(scene: Scene) -> None:
    case = scene.case()
    item = work(case, "ask")
    item.person = scene.carla
    item.save(update_fields=["person"])
    Person.objects.filter(pk=scene.carla.pk).update(left_on=clock.today(), is_active=False)
    rule(scene, 1)
    assert pass_on_work(0) == 1
    assert work(case, "ask").person is None
    assert remind(0) == 1
    assert strike_timers(0) == 0
    assert standing(case) == ["ask"]


def test_work_that_leavers_no_longer_have_keeps_no_other_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the lock one piece is closed, and another one given to somebody who is here."""
    cases = [scene.case() for _number in range(3)]
    for case in cases:
        take_work(actor=scene.alice, item=work(case, "ask"), at=AT)
    Person.objects.filter(pk=scene.alice.pk).update(left_on=AT.date())

    def late(pk: int, **more: Any) -> Held:
        cancel = pk == cases[0].pk and standing(cases[0])
        if cancel:
            cancel_case(actor=PRODUCT, case=cases[0], reason="withdrawn", at=AT)
            WorkItem.objects.filter(case=cases[1], state="open").update(person=scene.carla)
        return hold_case(pk, **more)

    monkeypatch.setattr(working, "hold_case", late)
    assert working.pass_on_work_of_leavers(on=AT.date(), at=AT) == 1
    assert [work(case, "ask").person for case in cases[1:]] == [scene.carla, None]


def test_work_of_a_role_is_shared_among_its_holders_here(scene: Scene) -> None:
    person_as(Role.OFFICE, name="Zed")  # of another university
    scene.case()
    assert loads_of_people(scene.institution, on=AT.date()) == {scene.alice.pk: 1.0}


def test_files_of_a_case(scene: Scene) -> None:
    version = scene.version()
    case = case_on(version, actor=scene.alice, unit=scene.faculty)
    inside = Document(subject_type="paths.case", subject_uuid=case.uuid, uploaded_by_uuid=scene.alice.uuid)
    secret = Document(
        subject_type="paths.case", subject_uuid=case.uuid, confidentiality=Confidentiality.SECRET
    )
    teacher = person_as(Role.TEACHER, institution=scene.institution)
    assert not may_read_document(teacher, inside)
    Participant.objects.create(case=case, person=teacher, added_at=AT)
    forget_standing(teacher)
    assert may_read_document(teacher, inside)
    assert not may_read_document(teacher, secret)
    assert may_read_document(scene.alice, secret)
    assert may_add_document(teacher, "paths.case", case.uuid)
    assert not may_withdraw_document(teacher, inside)
    assert may_withdraw_document(scene.alice, inside)
    assert open_work(case, "ask").case_id == case.pk
