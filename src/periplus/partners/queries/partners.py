"""Finding institutions."""

import datetime as dt
import uuid

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from periplus.core.text import normalise
from periplus.partners import identifiers, lives
from periplus.partners.enums import PartnerState, Scheme, Watch
from periplus.partners.models import (
    Agreement,
    AgreementParty,
    Contact,
    Identifier,
    Partner,
    PartnerName,
)
from periplus.partners.policies import visible_contacts, visible_partners
from periplus.people.models import Institution, Person
from periplus.people.standing import in_force


def list_partners(person: Person, *, on: dt.date) -> QuerySet[Partner]:
    """The partners a person may see, by name, each with `agreements_total` and `agreements_in_force`.

    Other people's numbers (stays) are added by the queries of the stretch that owns them.
    """
    return (
        visible_partners(person)
        .filter(served_here=False)
        .annotate(
            agreements_total=_count(Agreement.objects.all()),
            agreements_in_force=_count(_effective(on)),
        )
        .order_by("sort_key", "id")
    )


def has_agreement() -> Exists:
    """Condition on partners: is a party of any agreement, in whatever state."""
    return Exists(AgreementParty.objects.filter(partner=OuterRef("pk")))


def list_watched_partners(person: Person) -> QuerySet[Partner]:
    """Partners that a decision put on watch, the most urgent first."""
    watched = visible_partners(person).exclude(watch=Watch.NONE)
    return watched.order_by(F("watch_until").asc(nulls_last=True), "sort_key")


def find_partner(reference: uuid.UUID) -> Partner | None:
    """The partner of this uuid; one that was merged leads to the one that took it in."""
    partner = Partner.objects.filter(uuid=reference).select_related("merged_into").first()
    while partner and partner.state == PartnerState.MERGED:
        partner = partner.merged_into
    return partner


def find_partner_by_identifier(scheme: Scheme, value: str) -> Partner | None:
    """The partner with an identifier that names exactly one."""
    tidy = identifiers.tidy(scheme, value)
    found = Identifier.objects.filter(scheme=scheme, value=tidy).select_related("partner").first()
    return found.partner if found and scheme in identifiers.NAMES_ONE else None


def find_twin(institution: Institution) -> Partner | None:
    """An institution served here, as it stands in the register."""
    return Partner.objects.filter(uuid=institution.uuid).first()


def list_candidates(person: Person, *, text: str, limit: int = 20) -> QuerySet[Partner]:
    """Partners one of whose names contains the words, those that begin with them first."""
    words = normalise(text)
    named = PartnerName.objects.filter(partner=OuterRef("pk"), normalised__contains=words)
    begins = PartnerName.objects.filter(partner=OuterRef("pk"), normalised__startswith=words)
    return (
        visible_partners(person)
        .filter(Exists(named))
        .annotate(
            rank=Case(When(Exists(begins), then=Value(0)), default=Value(1), output_field=IntegerField())
        )
        .order_by("rank", "sort_key", "id")[:limit]
    )


def list_names(partner: Partner) -> QuerySet[PartnerName]:
    return partner.names.order_by("kind", "language", "name")


def list_identifiers(partner: Partner) -> QuerySet[Identifier]:
    return partner.identifiers.order_by("scheme", "value")


def list_contacts(person: Person, partner: Partner, *, on: dt.date) -> QuerySet[Contact]:
    """The contacts at a partner that hold on a day, as far as the person may see them."""
    return visible_contacts(person).filter(in_force(on), partner=partner).order_by("role", "name", "id")


def count_partners_by_country(person: Person) -> dict[str, int]:
    """How many of the partners with an agreement lie in which country."""
    ours = visible_partners(person).filter(has_agreement())
    return dict(ours.values_list("country").annotate(Count("id")).order_by("country"))


def _effective(on: dt.date) -> QuerySet[Agreement]:
    return Agreement.objects.filter(in_force(on), state__in=lives.EFFECTIVE_STATES)


def _count(agreements: QuerySet[Agreement]) -> Coalesce:
    rows = agreements.filter(parties__partner=OuterRef("pk")).order_by().values("parties__partner")
    return Coalesce(
        Subquery(rows.annotate(number=Count("id")).values("number"), output_field=IntegerField()), 0
    )
