"""Plans: their list, one of them as a tree, its versions compared, and what is done with it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.forms.planning import PlanForm, ReasonForm
from periplus.loop.policies import visible_plans
from periplus.loop.queries.board import standings_of
from periplus.loop.queries.plans import Branch, compare_plans, goal_tree, list_plans, list_versions
from periplus.loop.queries.standings import GoalStanding
from periplus.loop.services import plans as services
from periplus.loop.types import Goal, Plan
from periplus.loop.values import PlanValues
from periplus.web.loop.board import value_against_target
from periplus.web.loop.comparing import tell_changes
from periplus.web.loop.ways import institution_of
from periplus.web.loop.words import STATES
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit


@dataclass(frozen=True, slots=True)
class Row:
    """A goal in the tree, with its light and where its worst target stands."""

    goal: Goal
    depth: int
    state: str
    value: str


@page("loop.goals.see")
def plans(request: Request) -> HttpResponse:
    listed = list(list_plans(request.user))
    in_force = [plan for plan in listed if plan.state == "in_force"]
    context = {
        "in_force": in_force,
        "drafts": [plan for plan in listed if plan.state == "draft"],
        "past": [plan for plan in listed if plan.state in {"replaced", "closed"}],
        "may_draft": policies.may_draft_plan(request.user),
    }
    return render(request, "loop/plans.html", context)


@page("loop.goals.see")
def plan(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_plans(request.user), uuid=reference)
    branches = goal_tree(one)
    goals = [branch.goal for branch in branches]
    standings = standings_of(goals, one.institution, on=clock.today())
    context = {
        "plan": one,
        "rows": [_row(branch, standings[branch.goal.pk]) for branch in branches],
        "versions": list_versions(one),
        "may_change": policies.may_change_plan(request.user, one),
        "may_add": policies.may_change_goals(request.user, one),
        "may_renew": policies.may_renew_plan(request.user, one),
        "may_enact": policies.may_enact_plan(request.user, one),
        "may_close": policies.may_close_plan(request.user, one),
        "reason_form": ReasonForm(),
    }
    return render(request, "loop/plan.html", context)


def _row(branch: Branch, standing: GoalStanding) -> Row:
    headline = standing.headline
    value = value_against_target(headline) if headline else _("no target yet")
    return Row(branch.goal, branch.depth, STATES[standing.course], value)


@page("loop.goals.see")
def compare(request: Request, reference: UUID) -> HttpResponse:
    """A version beside the one it replaces."""
    after = found(visible_plans(request.user).filter(replaces__isnull=False), uuid=reference)
    before = found(visible_plans(request.user), uuid=after.replaces.uuid)  # type: ignore[union-attr]
    changes = tell_changes(compare_plans(before, after))
    return render(request, "loop/compare.html", {"before": before, "after": after, "changes": changes})


@form_page("loop.plans.draft")
def draft(request: Request) -> HttpResponse:
    form = PlanForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.draft_plan(
            actor=request.user,
            institution=institution_of(request.user),
            values=PlanValues(**values),
            on=clock.today(),
        ),
    )
    if done:
        return leave(request, "loop:plan", done.result.uuid, say=_("The draft is there. Add its goals."))
    return show_form(request, "loop/plan_form.html", form)


@form_page("loop.plans.draft")
def change(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_plans(request.user), uuid=reference)
    form = PlanForm(request.POST or None, initial=_initial(one))
    done = submit(
        request,
        form,
        lambda values: services.change_plan(
            actor=request.user, plan=one, values=PlanValues(**values), on=clock.today()
        ),
    )
    if done:
        return leave(request, "loop:plan", one.uuid, say=_("The draft is changed."))
    return show_form(request, "loop/plan_form.html", form, plan=one)


def _initial(one: Plan) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("title", "summary", "starts_on", "ends_on")}


@act("loop.plans.draft")
def renew(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_plans(request.user), uuid=reference)
    new = services.draft_next_version(actor=request.user, plan=one, on=clock.today())
    return leave(
        request,
        "loop:plan",
        new.uuid,
        say=_("This is the draft of the next version. Change what has to change."),
    )


@act("loop.plans.enact")
def enact(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_plans(request.user), uuid=reference)
    services.enact_plan(actor=request.user, plan=one, on=clock.today())
    return leave(request, "loop:plan", one.uuid, say=_("The plan is in force from today."))


@form_page("loop.plans.enact")
def close(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_plans(request.user), uuid=reference)
    form = ReasonForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.close_plan(actor=request.user, plan=one, on=clock.today(), **values),
    )
    if done:
        return leave(request, "loop:plan", one.uuid, say=_("The plan is closed."))
    return show_form(request, "loop/plan_close.html", form, plan=one)


@act("loop.plans.draft")
def discard(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_plans(request.user), uuid=reference)
    services.discard_plan(actor=request.user, plan=one, on=clock.today())
    return leave(request, "loop:plans", say=_("The draft is gone."))
