"""Decisions with what they change, and what undoing them would put back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from periplus.core.verdicts import Invalid
from periplus.loop.enums import DecisionState, PullState
from periplus.loop.levering import Choice, Difference, Input, Lever, find_lever, list_levers
from periplus.loop.models import Decision, LeverPull
from periplus.loop.policies import visible_decisions
from periplus.loop.services.pulls import Order, check_order
from periplus.people.models import Person

MOST_SUBJECTS = 12


@dataclass(frozen=True, slots=True)
class Building:
    """A change being put together: how far it has got, and what it would do."""

    levers: Sequence[Lever]
    lever: Lever | None = None
    found: Sequence[Choice] = ()
    subject: Any = None
    inputs: Sequence[Input] = ()
    differences: Sequence[Difference] = ()
    errors: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether it may be added to the decision as it is."""
        return bool(self.differences) and not self.errors


def list_decisions(person: Person) -> QuerySet[Decision]:
    """Decisions with `changes` (how many stand) and `failures`."""
    return visible_decisions(person).annotate(
        changes=Count("pulls", filter=~Q(pulls__state=PullState.UNDONE), distinct=True),
        failures=Count("pulls", filter=Q(pulls__state=PullState.FAILED), distinct=True),
    )


def list_drafts(person: Person) -> QuerySet[Decision]:
    return visible_decisions(person).filter(state=DecisionState.DRAFTED).order_by("pk")


def list_pulls(decision: Decision) -> list[LeverPull]:
    """The changes of a decision in the order of their dates."""
    return list(decision.pulls.order_by("effective_on", "pk"))


def build(*, lever: str, subject: str, text: str, order: Order | None) -> Building:
    """How far a change is: its lever, the candidates for its subject, its inputs, and what it would do.

    Writes nothing. `order` is what has been filled in so far, None as long as nothing is.
    """
    levers = sorted(list_levers(), key=lambda each: str(each.title))
    chosen = find_lever(lever)
    if chosen is None:
        return Building(levers)
    found = [] if subject else list(chosen.subjects(text=text, limit=MOST_SUBJECTS))
    thing = chosen.subject(uuid.UUID(subject)) if _is_uuid(subject) else None
    if thing is None:
        return Building(levers, chosen, found or list(chosen.subjects(text=text, limit=MOST_SUBJECTS)))
    building = Building(levers, chosen, found, thing, chosen.inputs(thing))
    if order is None:
        return building
    try:
        checked = check_order(order)
    except Invalid as invalid:
        return Building(levers, chosen, found, thing, building.inputs, (), invalid.errors)
    return Building(levers, chosen, found, thing, building.inputs, checked.differences)


def stored_differences(pull: LeverPull) -> list[Difference]:
    """What a pull changes, as it was shown when it was chosen, in the reader's language."""
    return [
        Difference(_told(row["label"]), _told(row["before"]), _told(row["after"])) for row in pull.differences
    ]


def preview_undo(decision: Decision) -> list[tuple[LeverPull, list[Difference]]]:
    """What undoing would put back, the last change first; what has not happened yet is called off."""
    pulls = decision.pulls.exclude(state=PullState.UNDONE).order_by("-applied_at", "-pk")
    return [
        (pull, [Difference(each.label, each.after, each.before) for each in stored_differences(pull)])
        for pull in pulls
    ]


def _told(text: str) -> str:
    """Labels and choices are kept in English and told in the reader's language; names stay."""
    return gettext(text) if text else ""


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
