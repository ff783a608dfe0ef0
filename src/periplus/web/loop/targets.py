"""Targets of a goal: added, changed, removed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop.enums import PeriodKind
from periplus.loop.forms.planning import TargetForm, initial_of_target
from periplus.loop.policies import visible_goals, visible_targets
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.services import targets as services
from periplus.loop.values import TargetValues
from periplus.web.loop.scoping import ScopeForm, initial_of_scope
from periplus.web.shell.doors import Request, act, form_page, found, leave, show_form, submit


class ScopedTargetForm(ScopeForm, TargetForm):
    """A target with its scope."""

    field_order = (
        "measure",
        "period_kind",
        "baseline",
        "baseline_on",
        "value",
        "due_on",
        "tolerance",
        "unit",
        "country",
        "partner",
        "field",
        "programme",
        "procedure",
    )


@form_page("loop.plans.draft", "loop.plans.enact")
def add(request: Request, reference: UUID) -> HttpResponse:
    goal = found(visible_goals(request.user), uuid=reference)
    institution = goal.plan.institution
    initial = {"period_kind": PeriodKind.CALENDAR_YEAR, "due_on": goal.plan.ends_on}
    form = ScopedTargetForm(
        request.POST or None, initial=initial, person=request.user, institution=institution
    )
    done = submit(
        request,
        form,
        lambda values: services.add_target(
            actor=request.user, goal=goal, values=_values(values, form.scope()), on=clock.today()
        ),
    )
    if done:
        return leave(request, "loop:goal", goal.uuid, say=_("The target is set."))
    return show_form(request, "loop/target_form.html", form, goal=goal)


@form_page("loop.plans.draft", "loop.plans.enact")
def change(request: Request, reference: UUID) -> HttpResponse:
    target = found(visible_targets(request.user), uuid=reference)
    initial = initial_of_target(target) | initial_of_scope(scope_from(target.scope), request.user)
    institution = target.goal.plan.institution
    form = ScopedTargetForm(
        request.POST or None, initial=initial, person=request.user, institution=institution
    )
    done = submit(
        request,
        form,
        lambda values: services.change_target(
            actor=request.user, target=target, changes=_columns(values, form.scope()), on=clock.today()
        ),
    )
    if done:
        return leave(request, "loop:goal", target.goal.uuid, say=_("The target is changed."))
    return show_form(request, "loop/target_form.html", form, goal=target.goal, target=target)


@act("loop.plans.draft")
def remove(request: Request, reference: UUID) -> HttpResponse:
    target = found(visible_targets(request.user), uuid=reference)
    goal = target.goal
    services.remove_target(actor=request.user, target=target, on=clock.today())
    return leave(request, "loop:goal", goal.uuid, say=_("The target is out of the draft."))


def _columns(values: dict[str, Any], scope: Scope) -> dict[str, Any]:
    plain = ("measure", "baseline", "baseline_on", "value", "due_on", "tolerance")
    kept = {name: values[name] for name in plain}
    return kept | {"scope": scope, "period_kind": PeriodKind(values["period_kind"])}


def _values(values: dict[str, Any], scope: Scope) -> TargetValues:
    return TargetValues(**_columns(values, scope))
