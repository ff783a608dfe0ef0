"""`{% load work_tags %}`: the cases about a thing, and the way to start one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse

from periplus.core import clock
from periplus.paths.chart import say
from periplus.paths.queries.case_lists import list_cases_on, list_in_force
from periplus.paths.queries.work_lists import title_of
from periplus.paths.types import WorkItem
from periplus.web.work.words import CASE_TONES, may_at_all, turn_of

register = template.Library()

MOST = 10


@register.inclusion_tag("work/cases_of.html", takes_context=True)
def cases_of(context: Context, thing: Any) -> dict[str, Any]:
    """The cases about a thing that the reader may see, and a link to start one where there is a procedure."""
    person, label = context["user"], thing._meta.label_lower
    cases = list(list_cases_on(person, thing.uuid)[: MOST + 1])
    may_start = may_at_all(person, "paths.cases.start")
    offered = bool(may_start) and bool(list_in_force(person, on=clock.today(), subject_type=label))
    return {
        "cases": [
            (case, CASE_TONES[case.state], turn_of(case.turn_person, case.turn_role)) for case in cases[:MOST]
        ],
        "all_url": f"{reverse('cases:list')}?{urlencode({'about': thing.uuid, 'state': 'all'})}",
        "more": len(cases) > MOST,
        "start_url": f"{reverse('cases:new')}?{urlencode({'about': label, 'subject': thing.uuid})}"
        if offered
        else "",
    }


@register.simple_tag
def said(words: Mapping[str, str]) -> str:
    """Words of a procedure in the reader's language."""
    return say(words)


@register.simple_tag
def step_title(item: WorkItem) -> str:
    """What a step of a case is called."""
    return title_of(item)
