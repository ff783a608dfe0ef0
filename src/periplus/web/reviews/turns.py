"""What needs a person in the second half of the loop."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from periplus.loop.enums import ReviewState
from periplus.loop.policies import may_see_reviews
from periplus.loop.queries import reviewing
from periplus.loop.queries.agenda import list_gaps
from periplus.loop.queries.effects import list_due_checks
from periplus.people.types import Person
from periplus.web.home.turns import Turn, Waiting
from periplus.web.loop.ways import way
from periplus.web.reviews import effect_list
from periplus.web.shell.components import Tone

AREA = "reviews"
MOST = 10
DAYS_AHEAD = 14


def turns_for(person: Person, today: dt.date) -> list[Turn]:
    """The person's own turns: bodies they prepare, hold, decide for; effects; their deviations."""
    if not may_see_reviews(person):
        return []
    bodies = reviewing.bodies_by_duty(person)
    return [
        *_meetings(person, bodies[reviewing.PREPARE], today),
        *_decisions(person, bodies[reviewing.TAKE]),
        *_effects(person, bodies[reviewing.CHECK], today),
        *_deviations(person, bodies[reviewing.PREPARE]),
    ]


def waiting_for_others(person: Person, today: dt.date) -> list[Waiting]:
    """Due effect checks of decisions that this person may see but not check."""
    own = reviewing.bodies_by_duty(person)[reviewing.CHECK]
    due = list_due_checks(person, today=today).select_related(None).select_related("decision")
    others = due.exclude(decision__body__in=own)[:MOST]
    return [
        Waiting(
            title=_("Effect of “%(decision)s”") % {"decision": check.decision.title},
            who=_("Coordination office"),
            until=check.check_on,
            url=reverse("effects:detail", args=[check.uuid]),
        )
        for check in others
    ]


def _meetings(person: Person, bodies: set[int], today: dt.date) -> Iterator[Turn]:
    until = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=DAYS_AHEAD), dt.time.max))
    for review in reviewing.list_meetings_due(person, bodies, until=until)[:MOST]:
        day = timezone.localdate(review.held_at)
        opened = review.state == ReviewState.OPENED
        yield Turn(
            title=_("Review of %(body)s") % {"body": review.body.name},
            why=_("It is in session.") if opened else _("Look through its agenda before it opens."),
            url=reverse("reviews:detail", args=[review.uuid]),
            until=day,
            verb=_("Go to the review") if opened else _("Prepare"),
            tone=_tone(day, today),
            area=AREA,
        )
    unplanned: Iterable[Any] = reviewing.list_bodies_without_meeting(person, bodies)[:MOST]
    for body in unplanned:
        yield Turn(
            title=_("Plan the next meeting of %(body)s") % {"body": body.name},
            why=_("Something waits for it, and no meeting is planned."),
            url=way("reviews:new", body=body.uuid),
            until=body.first_deadline,
            verb=_("Plan it"),
            tone=_tone(body.first_deadline, today),
            area=AREA,
        )


def _decisions(person: Person, bodies: set[int]) -> Iterator[Turn]:
    for decision in reviewing.list_drafts_in(person, bodies)[:MOST]:
        yield Turn(
            title=_("Decide: %(title)s") % {"title": decision.title},
            why=_("It is drafted, and the review is in session."),
            url=reverse("decisions:detail", args=[decision.uuid]),
            verb=_("Open"),
            tone="warn",
            area=AREA,
        )
    for pull in reviewing.list_failures(person, bodies)[:MOST]:
        yield Turn(
            title=_("A change could not be carried out: %(what)s") % {"what": pull.subject_title},
            why=pull.failure,
            url=reverse("decisions:detail", args=[pull.decision.uuid]),
            verb=_("Open"),
            tone="bad",
            area=AREA,
        )


def _effects(person: Person, bodies: set[int], today: dt.date) -> Iterator[Turn]:
    for check in reviewing.list_checks_due(person, bodies, until=today)[:MOST]:
        names = {"indicator": effect_list.title_of(check), "decision": check.decision.title}
        yield Turn(
            title=_("Check the effect of “%(decision)s”") % names,
            why=_("%(indicator)s can be compared now.") % names,
            url=reverse("effects:detail", args=[check.uuid]),
            until=check.check_on,
            verb=_("Check"),
            tone=_tone(check.check_on, today),
            area=AREA,
        )
    for deviation in reviewing.list_closable(person, bodies)[:MOST]:
        yield Turn(
            title=_("Close the loop: %(title)s") % {"title": deviation.title},
            why=_("Every effect is checked."),
            url=reverse("deviations:detail", args=[deviation.uuid]),
            verb=_("Open"),
            area=AREA,
        )


def _deviations(person: Person, bodies: set[int]) -> Iterator[Turn]:
    for deviation in reviewing.list_unexplained(person)[:MOST]:
        yield Turn(
            title=_("Say why: %(title)s") % {"title": deviation.title},
            why=_("You look after this deviation; its cause in words is missing."),
            url=reverse("deviations:detail", args=[deviation.uuid]),
            verb=_("Open"),
            tone="warn",
            area=AREA,
        )
    if bodies:
        for deviation in list_gaps(person).select_related(None)[:MOST]:
            yield Turn(
                title=_("No body takes this: %(title)s") % {"title": deviation.title},
                why=_("It stands on no agenda. Bring it to a body."),
                url=reverse("deviations:bring", args=[deviation.uuid]),
                verb=_("Bring it"),
                tone="bad",
                area=AREA,
            )


def _tone(day: dt.date, today: dt.date) -> Tone:
    if day < today:
        return "bad"
    return "warn" if day == today else "plain"
