"""`{% load ledger_tags %}`: what happened to a thing."""

import uuid

from django import template
from django.template.context import Context

from periplus.core.ledger.queries import list_events_about
from periplus.web.shell.components import Moment
from periplus.web.shell.telling import tell

register = template.Library()

NEWEST = 30


@register.simple_tag(takes_context=True)
def history(context: Context, *things: uuid.UUID) -> list[Moment]:
    """The newest entries that touch any of these things, for `{% timeline %}`."""
    told = tell(context["user"], list_events_about(*things)[:NEWEST])
    return [Moment(at=one.event.at, sentence=one.sentence) for one in told]
