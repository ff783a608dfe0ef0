"""Who acts in the loop: a person, whose rights are checked, or the product itself."""

from collections.abc import Callable
from typing import Any, TypeAlias

from periplus.core.ledger.services import System
from periplus.core.verdicts import Verdict, require
from periplus.people.models import Person

# The product acts on a decision already taken, a rule switched on, or a schedule.
Doer: TypeAlias = Person | System


def demand(actor: Doer, policy: Callable[..., Verdict], *things: Any) -> None:
    """Raise `Refused` when the actor is a person whom `policy(person, *things)` refuses."""
    if isinstance(actor, Person):
        require(policy(actor, *things))
