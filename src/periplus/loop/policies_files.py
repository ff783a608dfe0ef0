"""Who may read, add and withdraw files of goals, deviations, reviews and decisions."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.documents.queries import register_keeper, register_reader
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.loop.models import Decision, Deviation, Goal, Review
from periplus.loop.policies import (
    AS_CHAIR,
    LEAD_AND_OFFICE,
    WORK,
    may_in_body,
    visible_decisions,
    visible_deviations,
    visible_goals,
    visible_reviews,
)
from periplus.people.models import Person
from periplus.people.permissions import Action, declare
from periplus.people.standing import standing_of

ON_GOALS, IN_REVIEWS = "loop.goals.file", "loop.reviews.file"

declare(
    Action(ON_GOALS, _("add and withdraw files of goals and deviations"), WORK),
    Action(IN_REVIEWS, _("add and withdraw files of reviews and decisions"), LEAD_AND_OFFICE | AS_CHAIR),
)


def _may_file_goal(person: Person, goal: Goal) -> Verdict:
    owners = [each.uuid for each in (goal.accountable, goal.deputy) if each]
    return standing_of(person, on=clock.today()).may(ON_GOALS, unit=goal.unit, owners=owners)


def _may_file_deviation(person: Person, deviation: Deviation) -> Verdict:
    goal = deviation.goal
    people = (deviation.owner, goal and goal.accountable, goal and goal.deputy)
    owners = [each.uuid for each in people if each]
    unit = goal.unit if goal else None
    return standing_of(person, on=clock.today()).may(ON_GOALS, unit=unit, owners=owners)


def _may_file_in_body(person: Person, thing: Review | Decision) -> Verdict:
    return may_in_body(person, IN_REVIEWS, thing.body)


def _register(
    model: type[Goal | Deviation | Review | Decision],
    visible: Callable[[Person], QuerySet[Any]],
    may_file: Callable[[Person, Any], Verdict],
) -> None:
    """Whoever sees the thing reads its files; confidential ones only those who may add some."""

    def seen(person: object, reference: uuid.UUID | None) -> Any:
        if not isinstance(person, Person) or reference is None:
            return None
        return visible(person).filter(uuid=reference).first()

    def may_read(person: object, document: Document) -> Verdict:
        thing = seen(person, document.subject_uuid)
        if not isinstance(person, Person) or thing is None:
            return unseen()
        if document.confidentiality in {Confidentiality.PUBLIC, Confidentiality.INTERNAL}:
            return YES
        return may_file(person, thing) or unseen()

    def may_keep(person: object, reference: uuid.UUID, _document: Document | None) -> Verdict:
        thing = seen(person, reference)
        if not isinstance(person, Person) or thing is None:
            return unseen()
        return may_file(person, thing)

    register_reader(model, may_read)
    register_keeper(model, may_keep)


_register(Goal, visible_goals, _may_file_goal)
_register(Deviation, visible_deviations, _may_file_deviation)
_register(Review, visible_reviews, _may_file_in_body)
_register(Decision, visible_decisions, _may_file_in_body)
