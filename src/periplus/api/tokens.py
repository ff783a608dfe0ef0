"""Who may call an operation: a good token, whose person may do this at all."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, lacking, require, unseen
from periplus.people.enums import Role
from periplus.people.permissions import Reach, reach_of
from periplus.people.standing import standing_of
from periplus.people.types import Person


class Token:
    """Lets in whoever may do one of these actions of the matrix; without actions, every token.

    The fine check, on which object, is the policy's. As on the pages, whoever may not see anything
    of a kind is told that there is nothing (404); other refusals say so (403).
    """

    openapi_security_schema: ClassVar[dict[str, Any]] = {
        "type": "http",
        "scheme": "bearer",
        "description": "A token, made by a person in “Your settings”. It may do what the person may.",
    }

    def __init__(self, *actions: str) -> None:
        self.actions = actions

    def __call__(self, request: HttpRequest) -> Person | None:
        if not isinstance(request.user, Person):
            return None
        require(self._verdict(request.user))
        return request.user

    def admits(self, role: Role) -> bool:
        """Whether somebody with just this role may call."""
        return not self.actions or any(reach_of((role,), action) for action in self.actions)

    @property
    def hides(self) -> bool:
        return bool(self.actions) and all(action.endswith(".see") for action in self.actions)

    def _verdict(self, person: Person) -> Verdict:
        standing = standing_of(person, on=clock.today())
        if not self.actions or any(standing.reach(action) != Reach.NOTHING for action in self.actions):
            return YES
        sentence = _("Your role does not include this. Ask the coordination office.")
        return unseen(sentence) if self.hides else lacking(sentence)
