"""Scopes and periods as they come in."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from periplus.core.periods import Period, parse
from periplus.core.verdicts import Invalid
from periplus.loop.scopes import AXES, Scope, scope_from


def read_scope(given: Mapping[str, str]) -> Scope:
    """A scope from its axes. Raises `Invalid` that names the axes there are."""
    try:
        return scope_from(given)
    except ValueError as error:
        sentence = _("This is no scope. Its axes are: %(axes)s; institution, unit and partner are uuids.")
        raise Invalid({"scope": sentence % {"axes": ", ".join(AXES)}}) from error


def read_period(key: str, *, field: str) -> Period:
    """A period from its key: 2011, 2011/12, 2011-08."""
    try:
        return parse(key)
    except ValueError as error:
        sentence = _("This is no period. Write 2011, 2011/12 or 2011-08.")
        raise Invalid({field: sentence}) from error
