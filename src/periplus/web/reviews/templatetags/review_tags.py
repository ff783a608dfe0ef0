"""What the pages of the second half of the loop say in several places."""

from typing import Any

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from periplus.loop.enums import PullState
from periplus.loop.levering import find_lever
from periplus.loop.queries.decisions import stored_differences
from periplus.loop.types import AgendaItem, Decision, EffectCheck, LeverPull, Review
from periplus.people.enums import Role
from periplus.web.reviews import effect_list
from periplus.web.reviews.words import (
    DECISION_TONES,
    ITEM_TONES,
    PULL_TONES,
    REVIEW_TONES,
    SEVERITY_TONES,
    effect_tone,
    effect_words,
)
from periplus.web.shell.components import Difference
from periplus.web.shell.tags.numbers import pill
from periplus.web.shell.words import day_words

register = Library()


@register.simple_tag
def decision_state(decision: Decision) -> SafeString:
    return pill(DECISION_TONES[decision.state], decision.get_state_display())


@register.simple_tag
def review_state(review: Review) -> SafeString:
    return pill(REVIEW_TONES[review.state], review.get_state_display())


@register.simple_tag
def item_state(item: AgendaItem) -> SafeString:
    return pill(ITEM_TONES[item.state], item.get_state_display())


@register.simple_tag
def severity(thing: Any) -> SafeString:
    """How bad a deviation is."""
    return pill(SEVERITY_TONES[thing.severity], thing.get_severity_display())


@register.simple_tag
def pull_state(pull: LeverPull) -> SafeString:
    return pill(PULL_TONES[pull.state], pull.get_state_display())


@register.simple_tag
def effect_state(check: EffectCheck) -> SafeString:
    return pill(effect_tone(check), effect_words(check))


@register.simple_tag
def lever_title(pull: LeverPull) -> str:
    """What kind of change it is."""
    lever = find_lever(pull.lever)
    return str(lever.title) if lever else pull.lever


@register.simple_tag
def pull_differences(pull: LeverPull) -> list[Difference]:
    """What it changes, for the tag `diff`."""
    return [Difference(each.label, each.before, each.after) for each in stored_differences(pull)]


@register.simple_tag
def pull_words(pull: LeverPull) -> str:
    """Its state with its date: “takes effect on 1 June 2026”."""
    if pull.state == PullState.PLANNED:
        return _("takes effect on %(day)s") % {"day": day_words(pull.effective_on)}
    if pull.state == PullState.IN_EFFECT:
        return _("in effect since %(day)s") % {"day": day_words(pull.effective_on)}
    return pull.get_state_display()


@register.simple_tag
def check_title(check: EffectCheck) -> str:
    """The indicator that is read again."""
    return effect_list.title_of(check)


@register.simple_tag
def check_words(check: EffectCheck) -> str:
    """Its result, or the day on which it is due."""
    if check.verdict:
        return check.get_verdict_display()
    return _("checked on %(day)s") % {"day": day_words(check.check_on)}


@register.filter
def role_name(value: str) -> str:
    return str(Role(value).label)


@register.filter
def anchor(thing: Any, part: str) -> str:
    """An id on the page for a part that belongs to one thing."""
    return f"{part}-{thing.uuid}"
