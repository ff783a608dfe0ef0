"""Who may do what in the loop."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, lacking, no
from periplus.loop import lives, readiness
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    DiscussionRule,
    ReviewState,
)
from periplus.loop.models import (
    AgendaItem,
    Body,
    Decision,
    Deviation,
    EffectCheck,
    EntryPoint,
    LeverPull,
    Review,
)
from periplus.loop.policies_packages import (
    may_hand_package_over,
    may_keep_package,
    may_keep_packages,
    may_settle_package,
    may_start_package_case,
    visible_packages,
)
from periplus.loop.policies_planning import (
    may_assign_deviation,
    may_change_goal,
    may_change_goals,
    may_change_plan,
    may_close_plan,
    may_discard_rule,
    may_draft_plan,
    may_edit_rules,
    may_enact_plan,
    may_hand_over,
    may_note_cause,
    may_remove_goal,
    may_renew_plan,
    may_report_signal,
    may_resume_replay,
    may_revise_rule,
    may_run_replays,
    may_see_goals,
    may_see_records,
    may_settle_signal,
    may_settle_signals,
    may_switch_off,
    may_switch_on,
    may_work_on_goal,
    visible_goals,
    visible_measurements,
    visible_plans,
    visible_replays,
    visible_rules,
    visible_signals,
    visible_targets,
)
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.permissions import Action, Reach, declare
from periplus.people.standing import standing_of

# Handed on from the other part; what is defined here is open anyway.
__all__ = [
    "may_assign_deviation",
    "may_change_goal",
    "may_change_goals",
    "may_change_plan",
    "may_close_plan",
    "may_discard_rule",
    "may_draft_plan",
    "may_edit_rules",
    "may_enact_plan",
    "may_hand_over",
    "may_hand_package_over",
    "may_keep_package",
    "may_keep_packages",
    "may_note_cause",
    "may_remove_goal",
    "may_renew_plan",
    "may_report_signal",
    "may_resume_replay",
    "may_revise_rule",
    "may_run_replays",
    "may_see_goals",
    "may_see_records",
    "may_settle_package",
    "may_settle_signal",
    "may_settle_signals",
    "may_start_package_case",
    "may_switch_off",
    "may_switch_on",
    "may_work_on_goal",
    "visible_goals",
    "visible_measurements",
    "visible_packages",
    "visible_plans",
    "visible_replays",
    "visible_rules",
    "visible_signals",
    "visible_targets",
]

STAFF_SEE = {
    Role.VICE_RECTOR: Reach.ALL,
    Role.OFFICE: Reach.ALL,
    Role.COORDINATOR: Reach.ALL,
    Role.REVIEWER: Reach.ALL,
    Role.TEACHER: Reach.ALL,
    Role.ADMINISTRATOR: Reach.ALL,
}
LEAD = {Role.VICE_RECTOR: Reach.ALL}
LEAD_AND_OFFICE = {Role.VICE_RECTOR: Reach.ALL, Role.OFFICE: Reach.ALL}
PACKAGES = LEAD_AND_OFFICE | dict.fromkeys((Role.COORDINATOR, Role.TEACHER, Role.REVIEWER), Reach.OWN)
WORK = {
    Role.VICE_RECTOR: Reach.ALL,
    Role.OFFICE: Reach.ALL,
    Role.COORDINATOR: Reach.UNIT,
    Role.TEACHER: Reach.OWN,
    Role.REVIEWER: Reach.OWN,
}

declare(
    Action("loop.goals.see", _("see plans, goals, indicators and their state"), STAFF_SEE),
    Action("loop.plans.draft", _("draft plans and goals"), LEAD_AND_OFFICE),
    Action("loop.plans.enact", _("put a plan in force"), LEAD),
    Action("loop.goals.work", _("work on a goal: notes, capability, cause of a deviation"), WORK),
    Action("loop.packages.keep", _("break a goal into task packages and start their cases"), PACKAGES),
    Action("loop.records.see", _("see the records behind a number"), WORK | {Role.REVIEWER: Reach.ALL}),
    Action("loop.rules.edit", _("edit and test signal rules"), LEAD_AND_OFFICE),
    Action("loop.rules.switch", _("switch signal rules on and off"), LEAD),
    Action("loop.signals.report", _("report a signal"), STAFF_SEE),
    Action("loop.signals.settle", _("dismiss signals and open deviations"), WORK),
    Action("loop.deviations.assign", _("give a deviation an owner"), LEAD_AND_OFFICE),
    Action("loop.deviations.waive", _("waive a deviation until a date"), LEAD),
    Action("loop.replays.run", _("replay the loop over past years"), STAFF_SEE),
)

# Agenda, reviews, decisions, effects

AS_CHAIR = {Role.COORDINATOR: Reach.OWN, Role.TEACHER: Reach.OWN, Role.REVIEWER: Reach.OWN}

declare(
    Action("loop.reviews.see", _("see agendas, reviews, decisions and their effects"), STAFF_SEE),
    Action("loop.bodies.keep", _("keep bodies and their entry points"), LEAD_AND_OFFICE),
    Action("loop.agenda.bring", _("bring an item to an agenda"), WORK | {Role.REVIEWER: Reach.ALL}),
    Action("loop.reviews.prepare", _("plan and prepare a review"), LEAD_AND_OFFICE | AS_CHAIR),
    Action("loop.reviews.hold", _("open, minute and close a review"), LEAD_AND_OFFICE | AS_CHAIR),
    Action("loop.decisions.draft", _("draft decisions and choose levers"), LEAD_AND_OFFICE | AS_CHAIR),
    Action("loop.decisions.take", _("take and undo decisions"), LEAD | AS_CHAIR | {Role.OFFICE: Reach.OWN}),
    Action("loop.effects.check", _("check the effect of a decision"), LEAD_AND_OFFICE | AS_CHAIR),
)

M = TypeVar("M", bound=Model)


def may_in_body(person: Person, action: str, body: Body) -> Verdict:
    """The matrix, a body belonging to its unit and to its chair."""
    chair = body.chair.uuid if body.chair else None
    return standing_of(person, on=clock.today()).may(action, unit=body.unit, owners=[chair])


def _of_reviews(person: Person, things: QuerySet[M]) -> QuerySet[M]:
    seen = standing_of(person, on=clock.today()).reach("loop.reviews.see") == Reach.ALL
    return things if seen else things.none()


def may_see_reviews(person: Person) -> Verdict:
    return standing_of(person, on=clock.today()).may("loop.reviews.see")


def visible_bodies(person: Person) -> QuerySet[Body]:
    return _of_reviews(person, Body.objects.select_related("unit", "chair"))


def visible_entry_points(person: Person) -> QuerySet[EntryPoint]:
    return _of_reviews(person, EntryPoint.objects.select_related("body__unit", "body__chair"))


def visible_items(person: Person) -> QuerySet[AgendaItem]:
    joined = ("body__unit", "body__chair", "review", "deviation", "goal", "effect_check__decision")
    return _of_reviews(person, AgendaItem.objects.select_related(*joined))


def visible_reviews(person: Person) -> QuerySet[Review]:
    return _of_reviews(
        person, Review.objects.select_related("body__unit", "body__chair", "body__institution")
    )


def visible_decisions(person: Person) -> QuerySet[Decision]:
    joined = ("body__unit", "body__chair", "item__review", "deviation", "goal", "taken_by")
    return _of_reviews(person, Decision.objects.select_related(*joined))


def visible_pulls(person: Person) -> QuerySet[LeverPull]:
    joined = ("decision__body__unit", "decision__body__chair", "decision__item__review")
    return _of_reviews(person, LeverPull.objects.select_related(*joined))


def visible_effect_checks(person: Person) -> QuerySet[EffectCheck]:
    joined = ("decision__body__unit", "decision__body__chair", "decision__deviation", "checked_by")
    return _of_reviews(person, EffectCheck.objects.select_related(*joined))


def visible_deviations(person: Person) -> QuerySet[Deviation]:
    seen = standing_of(person, on=clock.today()).reach("loop.goals.see") == Reach.ALL
    things = Deviation.objects.select_related("institution", "goal__unit", "owner")
    return things if seen else things.none()


def may_waive(person: Person, deviation: Deviation) -> Verdict:
    """Let it rest until a date."""
    may = standing_of(person, on=clock.today()).may("loop.deviations.waive")
    return may & lives.DEVIATION.may_become(deviation.state, DeviationState.WAIVED)


def may_end_waiver(person: Person, deviation: Deviation) -> Verdict:
    may = standing_of(person, on=clock.today()).may("loop.deviations.waive")
    return may & lives.DEVIATION.may_become(deviation.state, DeviationState.OPEN)


def may_keep_bodies(person: Person) -> Verdict:
    return standing_of(person, on=clock.today()).may("loop.bodies.keep")


def may_bring(person: Person, body: Body, kind: str) -> Verdict:
    """Who may bring something of this kind to a body is written in the body's entry point."""
    standing = standing_of(person, on=clock.today())
    if standing.reach("loop.agenda.bring") == Reach.NOTHING:
        return standing.may("loop.agenda.bring")
    entry = next((entry for entry in body.entry_points.all() if entry.kind == kind), None)
    if entry is None:
        return no(_("%(body)s takes nothing of this kind. Choose another body.") % {"body": body.name})
    if any(holding.role in entry.roles for holding in standing.holdings):
        return YES
    allowed = ", ".join(str(Role(role).label) for role in entry.roles) or str(_("nobody by hand"))
    names = {"body": body.name, "roles": allowed}
    return lacking(_("At %(body)s this is brought by: %(roles)s. Ask one of them.") % names)


def may_bring_about(person: Person, unit: Unit, owners: Iterable[UUID | None]) -> Verdict:
    """Whether what is brought is the person's to bring: a deviation or goal of this unit and owners."""
    return standing_of(person, on=clock.today()).may("loop.agenda.bring", unit=unit, owners=owners)


def may_arrange(person: Person, item: AgendaItem) -> Verdict:
    """Set its priority and place, put it on a meeting."""
    return may_in_body(person, "loop.reviews.prepare", item.body) & readiness.is_open(item)


def may_withdraw(person: Person, item: AgendaItem) -> Verdict:
    brought = item.brought_by_id is not None and item.brought_by_id == person.pk
    who = YES if brought else may_in_body(person, "loop.reviews.prepare", item.body)
    return who & readiness.is_withdrawable(item)


def may_object(person: Person, item: AgendaItem) -> Verdict:
    """A member who objects turns consent into discussion."""
    member = item.body.chair_id == person.pk or person in item.body.members.all()
    consent = item.discussion == DiscussionRule.CONSENT
    who = readiness.only(member, _("Only members of the body may object."))
    return who & readiness.is_open(item) & readiness.only(consent, _("This item is discussed anyway."))


def may_plan_review(person: Person, body: Body) -> Verdict:
    return may_in_body(person, "loop.reviews.prepare", body)


def may_change_review(person: Person, review: Review) -> Verdict:
    return may_in_body(person, "loop.reviews.prepare", review.body) & readiness.is_planned(review)


def may_open_review(person: Person, review: Review) -> Verdict:
    move = lives.REVIEW.may_become(review.state, ReviewState.OPENED)
    return may_in_body(person, "loop.reviews.hold", review.body) & move


def may_minute(person: Person, review: Review) -> Verdict:
    return may_in_body(person, "loop.reviews.hold", review.body) & readiness.is_in_session(review)


def may_close_review(person: Person, review: Review) -> Verdict:
    return may_minute(person, review) & readiness.has_no_drafts(review)


def may_draft(person: Person, item: AgendaItem) -> Verdict:
    """Write a decision about an item while its review is in session."""
    return may_in_body(person, "loop.decisions.draft", item.body) & readiness.is_to_be_decided(item)


def may_change_draft(person: Person, decision: Decision) -> Verdict:
    return may_in_body(person, "loop.decisions.draft", decision.body) & readiness.is_draft(decision)


def may_take(person: Person, decision: Decision) -> Verdict:
    return may_in_body(person, "loop.decisions.take", decision.body) & readiness.is_ready(decision)


def may_undo(person: Person, decision: Decision) -> Verdict:
    return may_in_body(person, "loop.decisions.take", decision.body) & readiness.is_undoable(decision)


def may_undo_pull(person: Person, pull: LeverPull) -> Verdict:
    return may_undo(person, pull.decision) & readiness.is_one_of_several(pull)


def may_retry_pull(person: Person, pull: LeverPull) -> Verdict:
    return may_in_body(person, "loop.decisions.take", pull.decision.body) & readiness.has_failed(pull)


def may_check_effect(person: Person, check: EffectCheck, *, on: dt.date) -> Verdict:
    return may_in_body(person, "loop.effects.check", check.decision.body) & readiness.is_due(check, on)


def may_close_loop(person: Person, deviation: Deviation) -> Verdict:
    """Close it, or put it back on the agenda: only when every effect is checked."""
    taken = deviation.decisions.filter(state=DecisionState.TAKEN)
    decision = taken.select_related("body__unit", "body__chair").order_by("-pk").first()
    if decision is None:
        return no(_("Nothing is decided about this deviation yet."))
    move = lives.DEVIATION.may_become(deviation.state, DeviationState.CLOSED)
    return may_in_body(person, "loop.effects.check", decision.body) & move & readiness.is_checked(deviation)


def may_choose_levers(person: Person) -> Verdict:
    """Look what levers there are and what they would change."""
    standing = standing_of(person, on=clock.today())
    if standing.reach("loop.decisions.draft") != Reach.NOTHING:
        return YES
    return lacking(_("Your role does not include this. Ask the coordination office."))
