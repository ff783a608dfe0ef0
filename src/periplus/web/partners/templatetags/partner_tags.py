"""What the pages of partners and agreements say in several places."""

from typing import Any

from django.template import Library
from django.utils.safestring import SafeString

from periplus.partners.enums import AgreementState
from periplus.partners.types import Agreement
from periplus.web.lists.words import name_of
from periplus.web.partners.words import AGREEMENT_TONES
from periplus.web.shell.tags.numbers import pill

register = Library()


@register.simple_tag
def agreement_state(agreement: Agreement) -> SafeString:
    """Where an agreement stands in its life, as a pill."""
    return pill(AGREEMENT_TONES[AgreementState(agreement.state)], agreement.get_state_display())


@register.filter
def language_name(code: str) -> str:
    return name_of("language", code)


@register.filter
def anchor(thing: Any, part: str) -> str:
    """An id on the page for a part that belongs to one thing."""
    return f"{part}-{thing.uuid}"
