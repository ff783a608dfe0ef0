"""How the list of agreements is narrowed."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.mobility.page_queries import list_dormant_ids
from periplus.partners.enums import AgreementKind, AgreementState, Watch
from periplus.partners.policies import visible_partners
from periplus.partners.queries import narrowing
from periplus.people.queries.units import list_units
from periplus.people.types import Person
from periplus.web.lists.filters import ChoiceFilter, OwnChoiceFilter, SelectFilter, TextFilter, ThingFilter
from periplus.web.partners.words import country_choices, is_staff


def _units(person: Person) -> list[tuple[str, str]]:
    """Units by name, deeper ones set in; those below are included when one is chosen."""
    return [(str(unit.uuid), unit.name) for unit in list_units(person)]


def _in_units(references: Sequence[str]) -> Q:
    return narrowing.in_units([uuid.UUID(reference) for reference in references])


def _ending(value: str) -> Q:
    return narrowing.ending_within(int(value), clock.today()) if value else Q()


def _holding(value: str) -> Q:
    return narrowing.holding(clock.today()) if value else Q()


def _dormant(value: str) -> Q:
    return Q(pk__in=list_dormant_ids(on=clock.today())) if value else Q()


def _of_partner(partner: uuid.UUID) -> Q:
    return narrowing.with_party(Q(uuid=partner))


FILTERS = (
    TextFilter("q", _("Search reference, title, partner"), narrowing.about),
    ChoiceFilter("state", _("State"), lambda: AgreementState.choices, lambda states: Q(state__in=states)),
    SelectFilter("holds", _("Holds"), (("", _("Any time")), ("now", _("Today"))), _holding),
    SelectFilter(
        "ends",
        _("Ends"),
        (
            ("", _("Any time")),
            ("3", _("Within 3 months")),
            ("6", _("Within 6 months")),
            ("12", _("Within 12 months")),
            ("24", _("Within 24 months")),
        ),
        _ending,
    ),
    OwnChoiceFilter(
        "country",
        _("Country"),
        lambda person: country_choices(narrowing.list_countries_of_agreements(person)),
        lambda codes: narrowing.with_party(Q(country__in=codes)),
    ),
    OwnChoiceFilter("unit", _("Unit"), _units, _in_units).only(is_staff),
    ChoiceFilter("kind", _("Kind"), lambda: AgreementKind.choices, lambda kinds: Q(kind__in=kinds)),
    ChoiceFilter("watch", _("Watch"), lambda: Watch.choices, lambda watches: Q(watch__in=watches)).only(
        is_staff
    ),
    SelectFilter(
        "dormant",
        _("Life"),
        (("", _("Dormant or not")), ("yes", _("Nothing happened for 24 months"))),
        _dormant,
    ).only(is_staff),
    ThingFilter("partner", _("Partner"), visible_partners, _of_partner),
)
