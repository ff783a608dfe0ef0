"""How the list of partners is narrowed."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.codes import countries_in
from periplus.mobility.page_queries import list_partner_ids
from periplus.partners.enums import PartnerState, Watch
from periplus.partners.queries import narrowing
from periplus.web.lists.filters import ChoiceFilter, OwnChoiceFilter, SelectFilter, TextFilter
from periplus.web.partners.words import country_choices, is_staff, region_choices

ACTIVE_YEARS = 2


def _shown(value: str) -> Q:
    if value == "all":
        return Q()
    return narrowing.with_agreement() | narrowing.on_watch() | Q(pk__in=list_partner_ids())


def _with_agreement(value: str) -> Q:
    held = narrowing.with_agreement_in_force(clock.today())
    return {"": Q(), "with": held, "without": ~held}[value]


def _active(value: str) -> Q:
    if not value:
        return Q()
    active = Q(pk__in=list_partner_ids(since=clock.today().year - ACTIVE_YEARS))
    return active if value == "active" else ~active


def _in_regions(regions: Sequence[str]) -> Q:
    return Q(country__in=frozenset[str]().union(*map(countries_in, regions)))


FILTERS = (
    TextFilter("q", _("Search names and identifiers"), narrowing.named),
    SelectFilter(
        "show",
        _("Show"),
        (("ours", _("Partners we work with")), ("all", _("Whole register"))),
        _shown,
        default="ours",
    ).only(is_staff),
    OwnChoiceFilter(
        "country",
        _("Country"),
        lambda person: country_choices(narrowing.list_countries_of_partners(person)),
        lambda codes: Q(country__in=codes),
    ),
    ChoiceFilter("region", _("Region"), region_choices, _in_regions),
    SelectFilter(
        "agreement",
        _("Agreement in force"),
        (("", _("With or without")), ("with", _("With")), ("without", _("Without"))),
        _with_agreement,
    ).only(is_staff),
    SelectFilter(
        "activity",
        _("Last two years"),
        (("", _("Active or not")), ("active", _("With stays")), ("quiet", _("Without stays"))),
        _active,
    ).only(is_staff),
    ChoiceFilter("watch", _("Watch"), lambda: Watch.choices, lambda watches: Q(watch__in=watches)).only(
        is_staff
    ),
    ChoiceFilter(
        "state",
        _("State"),
        lambda: [pair for pair in PartnerState.choices if pair[0] != PartnerState.MERGED],
        lambda states: Q(state__in=states),
    ).only(is_staff),
)
