"""One goal: where it stands, its loop, and the work on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop.enums import GoalState
from periplus.loop.forms.planning import GoalForm, HandOverForm, NoteForm, SettleForm
from periplus.loop.policies import visible_goals, visible_plans
from periplus.loop.services import goals as services
from periplus.loop.values import GoalValues
from periplus.web.loop.goal_page import context_of_goal
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

CHANGED = (
    "title",
    "description",
    "reference",
    "parent",
    "dimension",
    "theme",
    "unit",
    "accountable",
    "deputy",
    "capability",
    "priority",
    "rhythm_days",
)


@page("loop.goals.see")
def goal(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_goals(request.user), uuid=reference)
    return render(request, "loop/goal.html", context_of_goal(request.user, one, on=clock.today()))


@form_page("loop.plans.draft", "loop.plans.enact")
def add(request: Request, reference: UUID) -> HttpResponse:
    plan = found(visible_plans(request.user), uuid=reference)
    today = clock.today()
    form = GoalForm(request.POST or None, person=request.user, plan=plan, on=today)
    position = services.next_position(plan)
    done = submit(
        request,
        form,
        lambda values: services.add_goal(
            actor=request.user, plan=plan, values=GoalValues(position=position, **values), on=today
        ),
    )
    if done:
        return leave(request, "loop:goal", done.result.uuid, say=_("The goal is added. Give it a target."))
    return show_form(request, "loop/goal_form.html", form, plan=plan)


@form_page("loop.plans.draft", "loop.plans.enact")
def change(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_goals(request.user), uuid=reference)
    today = clock.today()
    initial = {name: getattr(one, name) for name in CHANGED}
    form = GoalForm(
        request.POST or None, initial=initial, person=request.user, plan=one.plan, goal=one, on=today
    )
    done = submit(
        request,
        form,
        lambda values: services.change_goal(actor=request.user, goal=one, changes=values, on=today),
    )
    if done:
        return leave(request, "loop:goal", one.uuid, say=_("The goal is changed."))
    return show_form(request, "loop/goal_form.html", form, plan=one.plan, goal=one)


@form_page("loop.goals.work", "loop.plans.draft")
def hand_over(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_goals(request.user), uuid=reference)
    today = clock.today()
    initial = {"accountable": one.accountable, "deputy": one.deputy}
    form = HandOverForm(request.POST or None, initial=initial, goal=one, on=today)
    done = submit(
        request,
        form,
        lambda values: services.hand_over_goal(actor=request.user, goal=one, on=today, **values),
    )
    if done:
        return leave(request, "loop:goal", one.uuid, say=_("The goal is handed over. All of them are told."))
    return show_form(request, "loop/goal_hand_over.html", form, goal=one)


@form_page("loop.goals.work")
def note(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_goals(request.user), uuid=reference)
    form = NoteForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.note_on_goal(actor=request.user, goal=one, on=clock.today(), **values),
    )
    if done:
        return leave(request, "loop:goal", one.uuid, say=_("It is written down."))
    return show_form(request, "loop/goal_note.html", form, goal=one)


@form_page("loop.plans.draft", "loop.plans.enact")
def settle(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_goals(request.user), uuid=reference)
    form = SettleForm(request.POST or None, initial={"state": GoalState.REACHED})
    done = submit(
        request,
        form,
        lambda values: services.settle_goal(
            actor=request.user,
            goal=one,
            state=GoalState(values["state"]),
            reason=values["reason"],
            on=clock.today(),
        ),
    )
    if done:
        return leave(request, "loop:goal", one.uuid, say=_("The goal is settled."))
    return show_form(request, "loop/goal_settle.html", form, goal=one)


@act("loop.plans.draft")
def remove(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_goals(request.user), uuid=reference)
    plan = one.plan
    services.remove_goal(actor=request.user, goal=one, on=clock.today())
    return leave(request, "loop:plan", plan.uuid, say=_("The goal is out of the draft."))
