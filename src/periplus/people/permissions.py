"""The permission matrix: role × action × whose objects. Domains declare their rows in `policies.py`.

This is the only place that knows who may do what; pages, API, documentation and tests read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.people.enums import Role


class Reach(IntEnum):
    """Whose objects a role may act on; a wider reach includes the narrower ones."""

    NOTHING = 0
    OWN = 1  # what the person is accountable for, or is about the person
    PARTNER = 2  # what concerns the partner institution the guest belongs to
    UNIT = 3  # what belongs to the person's unit and the units below it
    ALL = 4  # everything of the institutions served here

    @property
    def title(self) -> str | Promise:
        return _TITLES[self]


_TITLES: dict[Reach, str | Promise] = {
    Reach.NOTHING: _("nothing"),
    Reach.OWN: _("own"),
    Reach.PARTNER: _("own institution's"),
    Reach.UNIT: _("unit and below"),
    Reach.ALL: _("all"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do: `key` is `stretch.things.verb`, `title` completes “may …”."""

    key: str
    title: str | Promise
    reach: Mapping[Role, Reach]


_actions: dict[str, Action] = {}


def declare(*actions: Action) -> None:
    """Add rows to the matrix; a row may be declared once."""
    for action in actions:
        if action.key in _actions:
            message = f"The action {action.key} is declared twice."
            raise ValueError(message)
        _actions[action.key] = action


def list_actions() -> list[Action]:
    return [_actions[key] for key in sorted(_actions)]


def reach_of(roles: Iterable[Role], action: str) -> Reach:
    """The widest reach that any of these roles gives for an action. `KeyError` if undeclared."""
    row = _actions[action].reach
    return max((row.get(role, Reach.NOTHING) for role in roles), default=Reach.NOTHING)
