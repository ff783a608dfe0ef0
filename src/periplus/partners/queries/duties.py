"""Agreements and partners with which somebody has to do something.

What a running case asks of somebody is told as work of that case, and not here once more.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from periplus.partners import lives
from periplus.partners.enums import AgreementState, Watch
from periplus.partners.models import Agreement, Partner
from periplus.partners.policies import visible_agreements, visible_partners
from periplus.partners.queries.narrowing import OVER, with_notice
from periplus.paths.queries.work_lists import somebody_works_on_it
from periplus.people.models import Person


def list_drafts_of(person: Person) -> QuerySet[Agreement]:
    """What a person coordinates and still has to bring to approval, the oldest first."""
    return _of(person, lives.OPEN_STATES)


def list_awaiting_others(person: Person) -> QuerySet[Agreement]:
    """What a person coordinates and others have to approve or sign."""
    return _of(person, (AgreementState.APPROVAL, AgreementState.SIGNATURE))


def list_in_states(person: Person, states: Iterable[str]) -> QuerySet[Agreement]:
    """What a person may see in these states; what our side has signed no longer waits for us."""
    found = visible_agreements(person).filter(~somebody_works_on_it(), state__in=list(states))
    return found.exclude(state=AgreementState.SIGNATURE, signed_on__isnull=False).order_by("id")


def list_renewals_of(person: Person, *, on: dt.date, until: dt.date) -> QuerySet[Agreement]:
    """What a person coordinates and whose renewal is to be decided by a day, the next first."""
    return _to_renew(person, on, until).filter(coordinator=person)


def list_ownerless_renewals(person: Person, *, on: dt.date, until: dt.date) -> QuerySet[Agreement]:
    """The same of agreements for which nobody answers."""
    return _to_renew(person, on, until).filter(coordinator=None)


def list_urgent_watches(person: Person, *, until: dt.date) -> QuerySet[Partner]:
    """Partners whose watch ends by a day, the next first."""
    watched = visible_partners(person).exclude(watch=Watch.NONE).filter(watch_until__lte=until)
    return watched.order_by("watch_until", "sort_key", "id")


def list_urgent_agreement_watches(person: Person, *, until: dt.date) -> QuerySet[Agreement]:
    """Agreements not yet over whose watch ends by a day, the next first."""
    alive = visible_agreements(person).exclude(state__in=OVER)
    watched = alive.exclude(watch=Watch.NONE).filter(watch_until__lte=until)
    return watched.order_by("watch_until", "reference", "id")


def _of(person: Person, states: Iterable[str]) -> QuerySet[Agreement]:
    own = visible_agreements(person).filter(
        ~somebody_works_on_it(), coordinator=person, state__in=list(states)
    )
    return own.order_by("id")


def _to_renew(person: Person, on: dt.date, until: dt.date) -> QuerySet[Agreement]:
    """In force with an end, its day of notice near or past, and nobody has drafted a successor yet."""
    successors = Agreement.objects.filter(renews=OuterRef("pk")).exclude(state=AgreementState.DROPPED)
    held = visible_agreements(person).filter(
        ~somebody_works_on_it(),
        state=AgreementState.IN_FORCE,
        valid_until__gt=on,
        renews_by_itself=False,
        watch=Watch.NONE,
    )
    near = with_notice(held).filter(notice_on__lte=until)
    return near.exclude(Exists(successors)).order_by(F("notice_on").asc(), "id")
