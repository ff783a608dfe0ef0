"""Names that wait for a decision, and merges."""

import uuid

from django.db.models import QuerySet

from periplus.partners.enums import MatchState
from periplus.partners.models import Merge, NameMatch, Partner
from periplus.partners.policies import may_register_partner, visible_partners
from periplus.people.models import Person


def visible_names(person: Person) -> QuerySet[NameMatch]:
    """The names about which this person may decide."""
    names = NameMatch.objects.select_related("provisional", "chosen")
    return names if may_register_partner(person) else names.none()


def list_waiting_names(person: Person) -> QuerySet[NameMatch]:
    """Names that wait, those that most rows wait for first."""
    return visible_names(person).filter(state=MatchState.OPEN).order_by("-uses", "-confidence", "id")


def list_settled_names(person: Person) -> QuerySet[NameMatch]:
    """Names that were decided, the last ones first."""
    settled = visible_names(person).exclude(state=MatchState.OPEN)
    return settled.order_by("-settled_on", "-id")


def count_waiting_names(person: Person) -> int:
    return visible_names(person).filter(state=MatchState.OPEN).count()


def count_surer(person: Person, at_least: float) -> int:
    """How many waiting names have a candidate at least this sure."""
    waiting = visible_names(person).filter(state=MatchState.OPEN)
    return waiting.filter(confidence__gte=at_least).count()


def count_unlike(person: Person) -> int:
    """How many waiting names nothing in the register is like."""
    return visible_names(person).filter(state=MatchState.OPEN, candidates=[]).count()


def find_choosable(person: Person, reference: uuid.UUID) -> Partner | None:
    """An entry of the register that may take in another one."""
    return visible_partners(person).filter(uuid=reference).first()


def list_merges(person: Person, partner: Partner) -> QuerySet[Merge]:
    """Entries that were merged into this one and can be taken out again, the last first."""
    merges = Merge.objects.filter(kept=partner, undone_at=None).select_related("merged")
    return merges.order_by("-merged_at") if may_register_partner(person) else merges.none()


def visible_merges(person: Person) -> QuerySet[Merge]:
    """The merges that this person may undo."""
    merges = Merge.objects.select_related("kept", "merged")
    return merges if may_register_partner(person) else merges.none()
