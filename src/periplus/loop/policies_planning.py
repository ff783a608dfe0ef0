"""Who sees and does what with plans, goals, rules, signals, deviations and replays.

A part of `policies.py`, which holds the rows of the matrix and hands these on.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, lacking, no
from periplus.loop import lives
from periplus.loop.enums import DeviationState, PlanState, ReplayState, RuleState, SignalState
from periplus.loop.models import (
    Deviation,
    Goal,
    Measurement,
    Plan,
    Replay,
    Signal,
    SignalRule,
    Target,
)
from periplus.people.models import Person, Unit
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of

M = TypeVar("M", bound=Model)


def _seen_by_staff(person: Person, things: QuerySet[M]) -> QuerySet[M]:
    seen = standing_of(person, on=clock.today()).reach("loop.goals.see") == Reach.ALL
    return things if seen else things.none()


def visible_plans(person: Person) -> QuerySet[Plan]:
    return _seen_by_staff(person, Plan.objects.select_related("institution", "replaces"))


def visible_goals(person: Person) -> QuerySet[Goal]:
    joined = ("plan__institution", "parent", "unit", "accountable", "deputy")
    return _seen_by_staff(person, Goal.objects.select_related(*joined))


def visible_targets(person: Person) -> QuerySet[Target]:
    return _seen_by_staff(person, Target.objects.select_related("goal__plan__institution", "goal__unit"))


def visible_rules(person: Person) -> QuerySet[SignalRule]:
    return _seen_by_staff(person, SignalRule.objects.select_related("institution", "goal", "replaces"))


def visible_signals(person: Person) -> QuerySet[Signal]:
    joined = ("institution", "rule", "goal__unit", "goal__accountable", "goal__deputy", "deviation")
    return _seen_by_staff(person, Signal.objects.select_related(*joined, "measurement", "reported_by"))


def visible_replays(person: Person) -> QuerySet[Replay]:
    return _seen_by_staff(person, Replay.objects.select_related("started_by"))


def visible_measurements(person: Person) -> QuerySet[Measurement]:
    return _seen_by_staff(person, Measurement.objects.all())


def _may(person: Person, action: str, goal: Goal | None = None) -> Verdict:
    """The matrix; a goal belongs to its unit, its accountable person and the deputy."""
    standing = standing_of(person, on=clock.today())
    if goal is None:
        return standing.may(action)
    owners = [each.uuid for each in (goal.accountable, goal.deputy) if each]
    return standing.may(action, unit=goal.unit, owners=owners)


def _only(holds: bool, sentence: str | Promise) -> Verdict:  # noqa: FBT001 -- a condition, not a switch
    return YES if holds else no(sentence)


def may_see_goals(person: Person) -> Verdict:
    return _may(person, "loop.goals.see")


def may_draft_plan(person: Person) -> Verdict:
    return _may(person, "loop.plans.draft")


def may_change_plan(person: Person, plan: Plan) -> Verdict:
    is_draft = plan.state == PlanState.DRAFT
    return may_draft_plan(person) & _only(is_draft, _("Only a draft is changed. Draft a new version."))


def may_renew_plan(person: Person, plan: Plan) -> Verdict:
    verdict = lives.PLAN.may_become(plan.state, PlanState.REPLACED)
    taken = hasattr(plan, "replaced_by")
    return may_draft_plan(person) & verdict & _only(not taken, _("A new version is drafted already."))


def may_enact_plan(person: Person, plan: Plan) -> Verdict:
    move = lives.PLAN.may_become(plan.state, PlanState.IN_FORCE)
    filled = _only(plan.goals.exists(), _("This plan has no goals yet. Add one first."))
    return _may(person, "loop.plans.enact") & move & filled


def may_close_plan(person: Person, plan: Plan) -> Verdict:
    return _may(person, "loop.plans.enact") & lives.PLAN.may_become(plan.state, PlanState.CLOSED)


def may_change_goals(person: Person, plan: Plan) -> Verdict:
    """Drafts by whoever drafts; a plan in force only by the vice-rector, or by a decision's lever."""
    if plan.state == PlanState.DRAFT:
        return may_draft_plan(person)
    lead = _may(person, "loop.plans.enact")
    by_lead = lead or no(_("This plan is in force. Bring a decision, or draft a new version."))
    past = _only(plan.state == PlanState.IN_FORCE, _("This plan is no longer in force."))
    return _may(person, "loop.goals.see") & past & by_lead


def may_change_goal(person: Person, goal: Goal) -> Verdict:
    return may_change_goals(person, goal.plan)


def may_remove_goal(person: Person, goal: Goal) -> Verdict:
    return may_change_plan(person, goal.plan)


def may_hand_over(person: Person, goal: Goal) -> Verdict:
    """Whoever answers for a goal may pass it on; so may those who draft plans."""
    current = _only(
        goal.plan.state in {PlanState.DRAFT, PlanState.IN_FORCE}, _("This plan is no longer in force.")
    )
    by_lead = may_draft_plan(person)
    return current & (by_lead or _may(person, "loop.goals.work", goal))


def may_work_on_goal(person: Person, goal: Goal) -> Verdict:
    in_force = _only(goal.plan.state == PlanState.IN_FORCE, _("Work begins when the plan is in force."))
    return _may(person, "loop.goals.work", goal) & in_force


def may_see_records(person: Person, unit: Unit | None = None) -> Verdict:
    """The records behind a number of a scope; `unit` is the scope's, None for all of an institution."""
    verdict = standing_of(person, on=clock.today()).may("loop.records.see", unit=unit)
    return verdict or lacking(_("Only the coordination office and the unit itself open these records."))


def may_edit_rules(person: Person) -> Verdict:
    return _may(person, "loop.rules.edit")


def may_revise_rule(person: Person, rule: SignalRule) -> Verdict:
    newest = _only(not hasattr(rule, "replaced_by"), _("There is a newer version of this rule."))
    return may_edit_rules(person) & newest


def may_discard_rule(person: Person, rule: SignalRule) -> Verdict:
    draft = _only(rule.state == RuleState.DRAFT, _("Only a draft is discarded. Switch the rule off."))
    return may_edit_rules(person) & draft


def may_switch_on(person: Person, rule: SignalRule) -> Verdict:
    newest = _only(not hasattr(rule, "replaced_by"), _("There is a newer version of this rule."))
    move = lives.RULE.may_become(rule.state, RuleState.ACTIVE)
    return _may(person, "loop.rules.switch") & move & newest


def may_switch_off(person: Person, rule: SignalRule) -> Verdict:
    return _may(person, "loop.rules.switch") & lives.RULE.may_become(rule.state, RuleState.RETIRED)


def may_report_signal(person: Person) -> Verdict:
    return _may(person, "loop.signals.report")


def may_settle_signals(person: Person) -> Verdict:
    """Whether a person settles signals at all; which ones, `may_settle_signal` says."""
    reach = standing_of(person, on=clock.today()).reach("loop.signals.settle")
    return _only(reach != Reach.NOTHING, _("Your role does not include this. Ask the coordination office."))


def may_settle_signal(person: Person, signal: Signal) -> Verdict:
    move = lives.SIGNAL.may_become(signal.state, SignalState.DISMISSED)
    return _may(person, "loop.signals.settle", signal.goal) & move


def _may_on_deviation(person: Person, action: str, deviation: Deviation) -> Verdict:
    goal = deviation.goal
    people = (deviation.owner, goal and goal.accountable, goal and goal.deputy)
    owners = [each.uuid for each in people if each]
    standing = standing_of(person, on=clock.today())
    ended = _only(deviation.state != DeviationState.CLOSED, _("This deviation is closed."))
    return standing.may(action, unit=goal.unit if goal else None, owners=owners) & ended


def may_note_cause(person: Person, deviation: Deviation) -> Verdict:
    return _may_on_deviation(person, "loop.goals.work", deviation)


def may_assign_deviation(person: Person, deviation: Deviation) -> Verdict:
    return _may_on_deviation(person, "loop.deviations.assign", deviation)


def may_run_replays(person: Person) -> Verdict:
    return _may(person, "loop.replays.run")


def may_resume_replay(person: Person, replay: Replay) -> Verdict:
    done = _only(replay.state != ReplayState.DONE, _("This replay is done. Start a new one."))
    return may_run_replays(person) & done
