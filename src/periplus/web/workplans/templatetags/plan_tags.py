"""`{% load plan_tags %}`: responsibility lists of a procedure or about a thing, and the way to make one."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse

from periplus.paths import policies_lists
from periplus.paths.queries.workplans import list_plans_about, list_plans_of
from periplus.paths.types import Procedure

register = template.Library()

MOST = 5


@register.inclusion_tag("workplans/parts/plans_of.html", takes_context=True)
def plans_of_procedure(context: Context, procedure: Procedure) -> dict[str, Any]:
    """The lists of a procedure; without an open one, a button that makes it from the steps."""
    person = context["user"]
    plans = list(list_plans_of(person, procedure)[:MOST])
    wanted = all(plan.closed_on for plan in plans) and policies_lists.may_make_workplan(person, unit=None)
    make = reverse("workplans:of-procedure", args=[procedure.uuid]) if wanted else ""
    return {"plans": plans, "make_url": make, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("workplans/parts/plans_of.html", takes_context=True)
def plans_about(context: Context, thing: Any) -> dict[str, Any]:
    """The lists about a thing, and a link to begin one."""
    person = context["user"]
    asked = urlencode({"type": thing._meta.label_lower, "subject": thing.uuid})
    wanted = policies_lists.may_make_workplan(person, unit=getattr(thing, "unit", None))
    begin = f"{reverse('workplans:begin')}?{asked}" if wanted else ""
    return {"plans": list(list_plans_about(person, thing.uuid)[:MOST]), "begin_url": begin}
