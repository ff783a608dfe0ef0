"""What the story promises a visitor, found in the database after it was told through the services."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.db.models import Count, Q
from django.utils.translation import override

from periplus.core import clock
from periplus.core.ledger.notices import find_notice, list_notices
from periplus.core.ledger.queries import list_entries, parts_of
from periplus.core.models import Event, EventObject
from periplus.demo.roles import list_parts
from periplus.demo.services import tell_story
from periplus.exchange.models import ImportRun
from periplus.loop.enums import (
    Course,
    DeviationState,
    Dimension,
    EffectState,
    EffectVerdict,
    ItemKind,
    PlanState,
    PullState,
    ReviewState,
    SignalState,
)
from periplus.loop.models import (
    Decision,
    Deviation,
    EffectCheck,
    Goal,
    LeverPull,
    Plan,
    Review,
    Signal,
    TaskPackage,
)
from periplus.loop.queries.packages import standings_of_packages
from periplus.loop.queries.standings import goal_standing
from periplus.mobility.models import Stay
from periplus.partners import lives
from periplus.partners.enums import AgreementState, LineDirection
from periplus.partners.models import Agreement, AgreementLine, NameMatch, Partner
from periplus.paths.conflicts import ConflictKind, list_conflicts
from periplus.paths.enums import CaseState, VersionState, WorkState
from periplus.paths.models import Case, Procedure, ProcedureVersion, Reminder, WorkItem, WorkPlan
from periplus.paths.queries.whose import list_holding, people_of, substitutes_of
from periplus.paths.queries.work_lists import list_work
from periplus.paths.queries.workplans import get_sheet
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.resources.models import BudgetLine, Transfer
from periplus.web.shell.telling import tell
from tests.demo.conftest import Telling
from tests.demo.titles import list_titles

KINDS_OF_EVENTS, LATEST = 60, 300
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def courses(on: dt.date) -> Counter[Course]:
    goals = Goal.objects.filter(plan__state=PlanState.IN_FORCE)
    return Counter(goal_standing(goal, on=on).course for goal in goals)


def test_each_role_is_played_by_the_one_who_is_meant() -> None:
    played = {part.role: part.person.email.partition("@")[0] for part in list_parts()}
    assert played == {
        Role.VICE_RECTOR: "vice-rector",
        Role.OFFICE: "office",
        Role.COORDINATOR: "coordinator",
        Role.TEACHER: "teacher",
        Role.STUDENT: "student",
        Role.REVIEWER: "reviewer",
        Role.PARTNER: "partner",
        Role.ADMINISTRATOR: "administrator",
    }


def test_nobody_has_a_password_and_one_has_left(told: dt.date) -> None:
    people = Person.objects.all()
    assert people.count() >= 40
    assert not any(person.has_usable_password() for person in people)
    assert people.filter(left_on__lt=told, is_active=False).count() == 1


def test_the_register_spans_the_world() -> None:
    partners = Partner.objects.filter(served_here=False)
    assert partners.count() >= 60
    assert partners.values("country").distinct().count() >= 25
    assert not partners.filter(country="").exists()
    several = partners.annotate(languages=Count("names__language", distinct=True)).filter(languages__gte=2)
    assert several.count() >= 40


def test_agreements_stand_in_every_state(told: dt.date) -> None:
    agreements = Agreement.objects.all()
    assert agreements.count() >= 150
    assert set(agreements.values_list("state", flat=True)) == set(AgreementState.values)
    in_force = agreements.filter(state=AgreementState.IN_FORCE)
    year = told + dt.timedelta(days=365)
    assert in_force.filter(valid_until__gt=told, valid_until__lte=year).count() >= 10
    due = [day for each in in_force if (day := lives.notice_due_on(each))]
    assert sum(day < told for day in due) >= 5
    assert in_force.exclude(watch="none").count() >= 3
    assert agreements.filter(renews__isnull=False).count() >= 15
    theirs = agreements.filter(partners__name="Universidad Nacional de Bahía Clara")
    assert {AgreementState.NEGOTIATION, AgreementState.SIGNATURE} <= set(
        theirs.values_list("state", flat=True)
    )


def test_lines_speak_of_many_fields_and_languages() -> None:
    lines = AgreementLine.objects.all()
    assert lines.values("field").distinct().count() >= 8
    outgoing = lines.filter(direction=LineDirection.OUTGOING)
    assert outgoing.values("language").distinct().count() >= 6
    assert lines.exclude(cefr="").count() >= 100


def test_eight_years_of_stays(told: dt.date) -> None:
    complete = Stay.objects.filter(start_year__lt=told.year)
    by_year = complete.values("start_year").annotate(
        out=Count("id", filter=Q(country_from="PT")), into=Count("id", filter=Q(country_to="PT"))
    )
    years = {row["start_year"]: row for row in by_year}
    assert len(years) >= 8
    assert all(row["out"] >= 350 and row["into"] >= 200 for row in years.values())
    assert Stay.objects.count() >= 5_000
    student = Person.objects.get(email__startswith="student@")
    assert Stay.objects.filter(person=student).count() == 2


def test_stays_gather_in_three_countries(told: dt.date) -> None:
    def three_largest(year: int) -> float:
        stays = Stay.objects.filter(start_year=year, country_from="PT").exclude(state="cancelled")
        countries = Counter(stays.values_list("country_to", flat=True))
        return sum(count for _country, count in countries.most_common(3)) / countries.total()

    assert three_largest(told.year - 6) < 0.4
    assert three_largest(told.year - 1) > 0.5


def test_the_plan_in_force_is_the_second_version() -> None:
    plan = Plan.objects.get(state=PlanState.IN_FORCE)
    assert (plan.version, plan.replaces and plan.replaces.state) == (2, PlanState.REPLACED)
    goals = plan.goals.all()
    assert 6 <= goals.count() <= 8
    assert goals.filter(parent__isnull=False).exists()
    assert set(goals.values_list("dimension", flat=True)) == set(Dimension.values)


def test_two_goals_are_off_course_one_drifts_one_is_grey(told: dt.date) -> None:
    seen = courses(told)
    assert (seen[Course.OFF], seen[Course.DRIFTING], seen[Course.NO_DATA]) == (2, 1, 1)
    assert seen[Course.ON] >= 3


def test_deviations_and_signals_are_at_every_stage() -> None:
    assert set(Deviation.objects.values_list("state", flat=True)) == set(DeviationState.values)
    assert set(Signal.objects.values_list("state", flat=True)) == set(SignalState.values)
    ownerless = Deviation.objects.filter(signals__kind="ownerless").get()
    assert ownerless.state == DeviationState.ON_AGENDA


def test_one_loop_is_closed_with_all_its_steps_in_order() -> None:
    deviation = Deviation.objects.get(state=DeviationState.CLOSED, measure="partners.use_of_places")
    assert deviation.decisions.get().effect_checks.get().verdict == EffectVerdict.BETTER
    decision = deviation.decisions.get()
    about = [deviation.uuid, decision.uuid, deviation.signals.earliest("id").uuid]
    entries = EventObject.objects.filter(object_uuid__in=about).values("event_id")
    types = list(Event.objects.filter(pk__in=entries).order_by("id").values_list("type", flat=True))
    steps = [
        "loop.signal.raised",
        "loop.deviation.opened",
        "loop.agenda.entered",
        "loop.decision.drafted",
        "loop.effect.planned",
        "loop.decision.taken",
        "loop.lever.pulled",
        "loop.effect.checked",
        "loop.deviation.closed",
    ]
    places = [types.index(step) for step in steps]
    assert places == sorted(places)


def test_one_decision_did_not_help_and_a_second_takes_effect_later(told: dt.date) -> None:
    failed = EffectCheck.objects.get(verdict=EffectVerdict.UNCHANGED)
    deviation = failed.decision.deviation
    assert deviation is not None
    assert deviation.state == DeviationState.DECIDED
    assert deviation.decisions.count() == 2
    planned = LeverPull.objects.filter(state=PullState.PLANNED)
    assert planned.exists()
    assert all(pull.effective_on > told and pull.decision.deviation == deviation for pull in planned)
    assert not LeverPull.objects.filter(state=PullState.FAILED).exists()


def test_the_next_meeting_has_its_agenda(told: dt.date) -> None:
    review = Review.objects.filter(state=ReviewState.PLANNED).earliest("held_at")
    assert 9 <= (review.held_at.date() - told).days <= 13
    kinds = Counter(review.items.values_list("kind", flat=True))
    assert kinds[ItemKind.DEVIATION] >= 2
    assert kinds[ItemKind.PROPOSAL] >= 1
    due = review.items.get(kind=ItemKind.EFFECT_CHECK).effect_check
    assert due is not None
    assert (due.state, due.check_on <= told) == (EffectState.DUE, True)


def test_past_meetings_have_minutes_and_decisions() -> None:
    closed = Review.objects.filter(state=ReviewState.CLOSED)
    assert closed.count() >= 6
    assert all(review.minutes and review.record and review.present.exists() for review in closed)
    assert Decision.objects.filter(taken_by__isnull=False).count() >= 6
    levers = set(LeverPull.objects.values_list("lever", flat=True))
    assert {
        "partners.line_places",
        "partners.agreement_watch",
        "resources.move_budget",
        "loop.goal",
    } <= levers


def test_cases_run_by_ready_procedures_and_stand_everywhere() -> None:
    procedures = Procedure.objects.filter(versions__state=VersionState.ENACTED)
    assert procedures.count() >= 9
    cases = Case.objects.all()
    assert cases.count() >= 60
    assert set(cases.values_list("state", flat=True)) == set(CaseState.values)
    assert cases.filter(state=CaseState.ENDED).values("outcome").distinct().count() >= 8
    work = WorkItem.objects.all()
    assert set(work.values_list("state", flat=True)) == set(WorkState.values)
    standing = work.filter(state=WorkState.OPEN, case__state=CaseState.RUNNING)
    assert standing.filter(due_at__lt=clock.now()).count() >= 10
    assert standing.exclude(trouble="").count() == 1
    kinds = set(Event.objects.filter(type__startswith="paths.").values_list("type", flat=True))
    assert {
        "paths.work.returned",
        "paths.work.skipped",
        "paths.work.handed_over",
        "paths.deadline.struck",
        "paths.message.received",
        "paths.work.reminded",
        "paths.work.escalated",
    } <= kinds
    assert Event.objects.filter(type__startswith="paths.", attributes__has_key="applied").count() >= 20
    assert Reminder.objects.count() >= 10


def test_the_second_version_of_the_agreement_procedure_came_by_a_decision() -> None:
    first, second = ProcedureVersion.objects.filter(procedure__key="agreement_life").order_by("number")
    assert (first.state, second.state) == (VersionState.RETIRED, VersionState.ENACTED)
    assert second.decision_uuid is not None
    decision = Decision.objects.get(uuid=second.decision_uuid)
    assert decision.pulls.get().state == PullState.IN_EFFECT
    assert decision.effect_checks.get().before_value is not None
    assert not first.cases.filter(state=CaseState.RUNNING).exists()
    assert second.cases.filter(started_at__lt=second.enacted_at).exists()


def test_a_case_finds_its_agreement_where_its_steps_would_have_brought_it() -> None:
    stands = {
        "idea": {AgreementState.IDEA},
        "negotiate": {AgreementState.NEGOTIATION},
        "partner_check": {AgreementState.NEGOTIATION},
        "sign": {AgreementState.SIGNATURE},
        "partner_sign": {AgreementState.SIGNATURE},
        "running": {AgreementState.IN_FORCE},
    }
    open_work = WorkItem.objects.filter(state=WorkState.OPEN, case__version__procedure__key="agreement_life")
    states = {each.uuid: AgreementState(each.state) for each in Agreement.objects.all()}
    seen = Counter[str]()
    for item in open_work.filter(case__state=CaseState.RUNNING).select_related("case", "node"):
        if item.node.key in stands:
            assert item.case.subject_uuid is not None
            assert states[item.case.subject_uuid] in stands[item.node.key], item.case
            seen[item.node.key] += 1
    assert set(seen) == set(stands)


def test_everybody_has_something_to_do(told: dt.date) -> None:
    waits = {part.role: list_work(part.person) for part in list_parts()}
    assert all(work.exists() for work in waits.values())
    assert waits[Role.COORDINATOR].count() >= 3
    assert waits[Role.COORDINATOR].filter(due_at__lt=clock.now()).exists()
    away = [held for held in list_holding(told) if held.away]
    assert substitutes_of([held.person for held in away], on=told)


def test_one_walks_from_a_red_goal_to_the_person_with_the_late_work(told: dt.date) -> None:
    goals = Goal.objects.filter(plan__state=PlanState.IN_FORCE, reference="G3")
    assert goal_standing(goals.get(), on=told).course == Course.OFF
    package = TaskPackage.objects.get(goal__in=goals)
    late = WorkItem.objects.filter(case__package=package.uuid, state=WorkState.OPEN, due_at__lt=clock.now())
    coordinator = next(part.person for part in list_parts() if part.role == Role.COORDINATOR)
    assert coordinator in {person for item in late for person in people_of(item, on=told)}
    assert TaskPackage.objects.values("binding").distinct().count() == 3
    done = standings_of_packages(TaskPackage.objects.filter(state="done"), at=clock.now())
    assert [standing.progress.done for standing in done] == [1]


def test_a_responsibility_list_shows_what_is_wrong_with_it(told: dt.date) -> None:
    plan = WorkPlan.objects.get(procedure=None)
    kinds = {conflict.kind for conflict in list_conflicts(get_sheet(plan, on=told), on=told)}
    assert {ConflictKind.NOBODY, ConflictKind.SEVERAL} <= kinds
    assert WorkPlan.objects.exclude(procedure=None).count() == 1


def test_an_import_left_names_in_doubt() -> None:
    run = ImportRun.objects.get()
    assert (run.state, run.counts["refused"]) == ("done", 1)
    assert sum(run.counts.values()) == run.rows_total
    assert NameMatch.objects.filter(state="open", uses__gte=1).count() >= 4


def test_three_years_of_money_and_a_transfer(told: dt.date) -> None:
    assert set(BudgetLine.objects.values_list("year", flat=True)) == {told.year - n for n in range(3)}
    assert Transfer.objects.filter(undoes=None).count() >= 1


def test_the_ledger_tells_it_in_order(told: dt.date) -> None:
    moments = list(Event.objects.order_by("id").values_list("at", flat=True))
    days = [moment.date() for moment in moments]
    assert days == sorted(days)
    assert days[-1] <= told
    late = Event.objects.filter(type="partners.agreement.expired")
    assert all(0 <= (event.at.date() - event.happened_on).days <= 31 for event in late)


def test_every_event_can_be_told_to_everybody() -> None:
    """Each sentence gets all it names: nothing is missing, and what one may not see is not named."""
    tellers = [part.person for part in list_parts()]
    entries = list(list_entries())
    known = {notice.event for notice in list_notices()}
    assert {event.type for event in entries} <= known
    assert len({event.type for event in entries}) > KINDS_OF_EVENTS
    with override("en"):
        for told_event in tell(tellers[0], entries):
            assert missing_in(told_event.event) == set(), told_event.event.type
        for teller in tellers[1:]:
            assert all(one.text and "%(" not in one.text for one in tell(teller, entries[:LATEST]))


def missing_in(event: Event) -> set[str]:
    """Names in the sentence of an event that came with nothing of that name."""
    notice = find_notice(event.type)
    assert notice is not None
    given = {"actor", *event.attributes, *notice.words(event), *(one.qualifier for one in parts_of(event))}
    return set(re.findall(r"%\((\w+)\)s", str(notice.sentence))) - given


def test_telling_it_again_changes_nothing() -> None:
    before = Event.objects.count()
    assert tell_story() is None
    assert Event.objects.count() == before


def test_telling_it_twice_tells_the_same(telling: Telling) -> None:
    assert telling.earlier_titles == list_titles()
