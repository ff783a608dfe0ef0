"""Finding agreements and their lines."""

import datetime as dt
import uuid
from typing import Final

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce

from periplus.partners import lives
from periplus.partners.enums import AgreementState, LineDirection, Watch
from periplus.partners.models import Agreement, AgreementLine, AgreementParty, Partner
from periplus.partners.policies import visible_agreements, visible_lines
from periplus.people.enums import Role
from periplus.people.models import Person

WITH_PARTIES: Final = ("institution", "unit", "coordinator")


def list_agreements(person: Person) -> QuerySet[Agreement]:
    """The agreements a person may see, newest reference first.

    Each with `partner_names` (in one text), `places_out` and `places_in`.
    """
    return (
        visible_agreements(person)
        .select_related(*WITH_PARTIES)
        .annotate(
            partner_names=_names(),
            places_out=_places(LineDirection.OUTGOING),
            places_in=_places(LineDirection.INCOMING),
        )
        .order_by("-reference", "id")
    )


def list_agreements_of_partner(person: Person, partner: Partner) -> QuerySet[Agreement]:
    return list_agreements(person).filter(pk__in=partner.parties.values("agreement_id"))


def find_agreement(reference: uuid.UUID) -> Agreement | None:
    return Agreement.objects.filter(uuid=reference).select_related(*WITH_PARTIES).first()


def find_line(reference: uuid.UUID) -> AgreementLine | None:
    lines = AgreementLine.objects.filter(uuid=reference)
    return lines.select_related("agreement__institution", "agreement__unit", "partner").first()


def list_lines(agreement: Agreement) -> QuerySet[AgreementLine]:
    """The lines of an agreement with their partner and years."""
    return (
        agreement.lines.select_related("partner")
        .prefetch_related("years")
        .order_by("partner__sort_key", "direction", "field", "id")
    )


def list_lines_of_partner(person: Person, partner: Partner) -> QuerySet[AgreementLine]:
    """What is agreed with a partner, over all agreements the person may see."""
    return (
        visible_lines(person)
        .filter(partner=partner)
        .select_related("agreement")
        .prefetch_related("years")
        .order_by("agreement__reference", "direction", "field", "id")
    )


def list_parties(agreement: Agreement) -> QuerySet[AgreementParty]:
    """Who is party, and whether they have signed."""
    return agreement.parties.select_related("partner").order_by("partner__sort_key", "id")


def list_agreements_ending(person: Person, *, on: dt.date, months: int) -> QuerySet[Agreement]:
    """Agreements in force that end within so many months, the next first."""
    horizon = lives.months_later(on, months)
    return (
        list_agreements(person)
        .filter(state=AgreementState.IN_FORCE, valid_until__gt=on, valid_until__lte=horizon)
        .order_by("valid_until", "id")
    )


def list_agreements_waiting_for(person: Person, role: Role) -> QuerySet[Agreement]:
    """Agreements whose next step is this role's; a coordinator's own only."""
    states = [state for state, turn in lives.TURN.items() if turn == role]
    waiting = list_agreements(person).filter(state__in=states)
    return waiting.filter(coordinator=person) if role == Role.COORDINATOR else waiting


def count_agreements_by_state(person: Person) -> dict[str, int]:
    rows = visible_agreements(person).order_by().values_list("state").annotate(Count("id"))
    return dict(rows.order_by("state"))


def get_turn(agreement: Agreement) -> Role | None:
    """Whose turn it is; nobody's once it holds or is over, unless a decision put it on watch."""
    if agreement.watch != Watch.NONE:
        return Role.OFFICE
    return lives.TURN.get(AgreementState(agreement.state))


def _names() -> Coalesce:
    names = StringAgg("partner__name", delimiter=", ", order_by="partner__sort_key")
    rows = AgreementParty.objects.filter(agreement=OuterRef("pk")).order_by()
    text = rows.values("agreement").annotate(names=names).values("names")
    return Coalesce(Subquery(text), Value(""), output_field=TextField())


def _places(direction: LineDirection) -> Coalesce:
    rows = AgreementLine.objects.filter(agreement=OuterRef("pk"), direction=direction).order_by()
    total = rows.values("agreement").annotate(total=Sum("places")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)
