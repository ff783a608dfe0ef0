"""Conditions by which lists of partners and agreements are narrowed, and what they offer to choose."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)

from periplus.core import clock
from periplus.partners import lives
from periplus.partners.enums import AgreementState, Scheme, Watch
from periplus.partners.models import Agreement, AgreementParty, Identifier, LineYear, Partner, PartnerName
from periplus.partners.policies import visible_agreements, visible_partners
from periplus.people.models import Person, Unit
from periplus.people.permissions import Reach
from periplus.people.standing import in_force, standing_of, units_within

OVER = (AgreementState.TERMINATED, AgreementState.EXPIRED, AgreementState.DROPPED)


def named(word: str) -> Q:
    """Partners one of whose names, in whatever language, or identifiers contains the word."""
    names = PartnerName.objects.filter(normalised__contains=word)
    identifiers = Identifier.objects.filter(value__icontains=word)
    return Q(pk__in=names.values("partner_id")) | Q(pk__in=identifiers.values("partner_id"))


def with_agreement() -> Q:
    """Partners that are party of any agreement that was not dropped."""
    return Q(pk__in=_parties(Agreement.objects.exclude(state=AgreementState.DROPPED)))


def with_agreement_in_force(on: dt.date) -> Q:
    """Partners that are party of an agreement that holds on a day."""
    return Q(pk__in=_parties(Agreement.objects.filter(holding(on))))


def on_watch() -> Q:
    return ~Q(watch=Watch.NONE)


def list_nameable(person: Person) -> QuerySet[Partner]:
    """Partners that may be named to a person: to staff also those that were merged into others.

    The institutions that are served here are named to everybody: it is where everybody is.
    """
    reach = standing_of(person, on=clock.today()).reach("partners.partners.see")
    if reach == Reach.ALL:
        return Partner.objects.all()
    return Partner.objects.filter(Q(pk__in=visible_partners(person).values("pk")) | Q(served_here=True))


def list_countries_of_partners(person: Person) -> list[str]:
    """Codes of the countries in which a person may see partners."""
    rows = visible_partners(person).exclude(country="").order_by().values_list("country", flat=True)
    return list(rows.distinct())


def names_containing(partners: Iterable[Partner], word: str) -> dict[int, tuple[str, ...]]:
    """The names by which partners are found under a word, by internal id."""
    found: dict[int, tuple[str, ...]] = {}
    names = PartnerName.objects.filter(partner__in=list(partners), normalised__contains=word)
    for pk, name in names.order_by("id").values_list("partner_id", "name"):
        found[pk] = (*found.get(pk, ()), name)
    return found


# Agreements


def holding(on: dt.date) -> Q:
    """Agreements that hold on a day, whether or not their end is settled already."""
    return Q(state__in=lives.EFFECTIVE_STATES) & in_force(on)


def about(word: str) -> Q:
    """Agreements whose reference, title, programme or partner contains the word."""
    parties = AgreementParty.objects.filter(
        partner__in=PartnerName.objects.filter(normalised__contains=word).values("partner_id")
    )
    texts = Q(reference__icontains=word) | Q(title__icontains=word) | Q(programme__icontains=word)
    return texts | Q(pk__in=parties.values("agreement_id"))


def with_party(condition: Q) -> Q:
    """Agreements one of whose partners fulfils a condition on partners."""
    partners = Partner.objects.filter(condition)
    return Q(pk__in=AgreementParty.objects.filter(partner__in=partners).values("agreement_id"))


def ending_within(months: int, on: dt.date) -> Q:
    """Agreements in force whose end is at most so many months ahead."""
    return Q(
        state=AgreementState.IN_FORCE,
        valid_until__gte=on,
        valid_until__lte=lives.months_later(on, months),
    )


def in_units(references: Iterable[uuid.UUID]) -> Q:
    """Agreements of these units and of all units below them."""
    paths = Unit.objects.filter(uuid__in=list(references)).values_list("path", flat=True)
    return Q(unit__in=units_within(paths))


def with_notice(agreements: QuerySet[Agreement]) -> QuerySet[Any]:
    """Adds `notice_on`: the last day for notice, or for a decision on renewal; only while it is in force."""
    day = Func(
        F("valid_until"),
        F("notice_months"),
        template="((%(expressions)s)::date)",
        arg_joiner=" - INTERVAL '1 month' * ",
        output_field=DateField(),
    )
    return agreements.annotate(notice_on=Case(When(state=AgreementState.IN_FORCE, then=day)))


def with_numbers(agreements: QuerySet[Agreement], *, year: int) -> QuerySet[Any]:
    """Adds `notice_on`, `used` (places used in an academic year) and `is_over` (1 or 0, to be sorted by)."""
    numbered: QuerySet[Any] = with_notice(agreements)
    with_use: QuerySet[Any] = numbered.annotate(
        used=Subquery(_used(year), output_field=IntegerField()),
        is_over=Case(When(state__in=OVER, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )
    return with_use


def list_countries_of_agreements(person: Person) -> list[str]:
    """Codes of the countries of the partners of the agreements a person may see."""
    parties = AgreementParty.objects.filter(agreement__in=visible_agreements(person))
    partners = Partner.objects.filter(pk__in=parties.values("partner_id")).exclude(country="")
    return list(partners.order_by().values_list("country", flat=True).distinct())


def _parties(agreements: QuerySet[Agreement]) -> QuerySet[AgreementParty, int]:
    rows = AgreementParty.objects.filter(agreement__in=agreements.values("pk"))
    return rows.values_list("partner_id", flat=True)


def _used(year: int) -> QuerySet[LineYear, dict[str, int]]:
    """Nothing where nobody reported: unknown is not nought."""
    reported = LineYear.objects.filter(line__agreement=OuterRef("pk"), year=year, reported_on__isnull=False)
    return reported.order_by().values("line__agreement").annotate(total=Sum("used")).values("total")


def in_order_of(column: str, codes: list[str]) -> Func:
    """Where a code stands in a list of codes: orders rows by names that the database does not know."""
    return Func(
        Value(codes, output_field=ArrayField(TextField())),
        F(column),
        template="array_position(%(expressions)s::text)",
        output_field=IntegerField(),
    )


def with_identifiers(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    """Adds the identifiers by which partners are known most: `ror` and `erasmus`."""
    return partners.annotate(ror=_identifier(Scheme.ROR), erasmus=_identifier(Scheme.ERASMUS))


def _identifier(scheme: Scheme) -> Subquery:
    found = Identifier.objects.filter(partner=OuterRef("pk"), scheme=scheme).order_by("value")
    return Subquery(found.values("value")[:1], output_field=TextField())
