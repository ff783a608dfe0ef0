"""How the list of stays is narrowed."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.codes import code_list
from periplus.core.languages import active_language
from periplus.mobility import page_queries
from periplus.mobility.enums import StayState
from periplus.partners.enums import Activity
from periplus.partners.policies import visible_agreements, visible_partners
from periplus.people.queries.units import list_units
from periplus.people.types import Person
from periplus.web.lists.filters import (
    ChoiceFilter,
    DateFilter,
    OwnChoiceFilter,
    ReferenceFilter,
    SelectFilter,
    TextFilter,
    ThingFilter,
)
from periplus.web.mobility.stay_columns import sees_people

YEAR_DIGITS = 4


def _counted(value: str) -> Q:
    return Q() if value == "all" else ~Q(state=StayState.CANCELLED)


def _way(value: str) -> Q:
    return {"": Q(), "out": Q(sending__served_here=True), "in": Q(receiving__served_here=True)}[value]


_KEPT = "spread_kept_for_request"


def _spread(person: Person) -> page_queries.Spread:
    """Two filters ask for it; kept on the person for the request."""
    kept: page_queries.Spread | None = getattr(person, _KEPT, None)
    if kept is None:
        kept = page_queries.spread_of(person)
        setattr(person, _KEPT, kept)
    return kept


def _countries(person: Person) -> list[tuple[str, str]]:
    wanted = _spread(person).countries
    return [pair for pair in code_list("country").choices(active_language()) if pair[0] in wanted]


def _years(person: Person) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in _spread(person).years]


def _units(person: Person) -> list[tuple[str, str]]:
    return [(str(unit.uuid), unit.name) for unit in list_units(person)]


def _in_units(references: Sequence[str]) -> Q:
    return page_queries.in_units([uuid.UUID(reference) for reference in references])


def _broad_fields() -> list[tuple[str, str]]:
    return [(each.code, each.name(active_language())) for each in code_list("isced_f").children()]


def _in_fields(fields: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for field in fields:
        condition |= Q(field__startswith=field)
    return condition


def _levels() -> list[tuple[str, str]]:
    return code_list("eqf").choices(active_language())


def _year_words(value: str) -> str | None:
    return value if value.isdecimal() and len(value) == YEAR_DIGITS else None


def _with(partner: uuid.UUID) -> Q:
    return Q(sending__uuid=partner) | Q(receiving__uuid=partner)


FILTERS = (
    TextFilter("q", _("Search partner, programme, field"), page_queries.about),
    OwnChoiceFilter("year", _("Start year"), _years, lambda years: Q(start_year__in=list(map(int, years)))),
    SelectFilter(
        "way",
        _("Direction"),
        (("", _("Both")), ("out", _("Outgoing")), ("in", _("Incoming"))),
        _way,
    ),
    OwnChoiceFilter(
        "country",
        _("Country"),
        _countries,
        lambda codes: Q(country_to__in=codes) | Q(country_from__in=codes),
    ),
    ChoiceFilter("field", _("Field"), _broad_fields, _in_fields),
    ChoiceFilter("level", _("Level"), _levels, lambda levels: Q(level__in=levels)),
    ChoiceFilter("activity", _("For what"), lambda: Activity.choices, lambda kinds: Q(activity__in=kinds)),
    ChoiceFilter("state", _("State"), lambda: StayState.choices, lambda states: Q(state__in=states)),
    OwnChoiceFilter("unit", _("Unit"), _units, _in_units).only(sees_people),
    DateFilter("begin", _("Starts on or after"), "starts_on__gte"),
    DateFilter("before", _("Starts before"), "starts_on__lt"),
    SelectFilter(
        "show",
        _("Cancelled"),
        (("counted", _("Without cancelled")), ("all", _("With cancelled"))),
        _counted,
        default="counted",
    ),
    ReferenceFilter(
        "since", _("Started in or after"), _year_words, lambda year: Q(start_year__gte=int(year))
    ),
    ThingFilter("partner", _("Partner"), visible_partners, _with),
    ThingFilter("to", _("Going to"), visible_partners, lambda partner: Q(receiving__uuid=partner)),
    ThingFilter("from", _("Coming from"), visible_partners, lambda partner: Q(sending__uuid=partner)),
    ThingFilter(
        "agreement",
        _("Agreement"),
        visible_agreements,
        lambda agreement: Q(line__agreement__uuid=agreement),
    ),
)
