"""Everything the page of a partner shows, for somebody of the staff."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.loop.queries import touching
from periplus.partners import policies, queries
from periplus.partners.enums import NameKind
from periplus.partners.types import Agreement, Partner
from periplus.people.types import Person
from periplus.web.partners.flows import flows_of
from periplus.web.partners.origins import origins_of
from periplus.web.partners.partner_columns import RECENT_YEARS, agreements_of
from periplus.web.partners.registers import address_of
from periplus.web.partners.words import academic_year_words, country_name
from periplus.web.shell.components import Fact, Figure


def profile_of(person: Person, partner: Partner, today: dt.date) -> dict[str, Any]:
    """The context of the page; a number of queries that does not depend on how much there is."""
    agreements = list(queries.list_agreements_of_partner(person, partner))
    flows = flows_of(person, partner, today)
    return {
        "partner": partner,
        "reference": str(partner.uuid),
        "sentence": _sentence(partner, agreements, flows["last_stay"]),
        "draft_url": f"{reverse('agreements:new')}?partner={partner.uuid}&on=1",
        "figures": [_in_force(partner), *flows["flows"]],
        "agreements": agreements,
        "places": [
            (academic_year_words(each.year), each)
            for each in queries.list_places_by_year(person, partner)[: 2 * RECENT_YEARS]
        ],
        "facts": _facts(partner),
        "names": sorted(queries.list_names(partner), key=_importance),
        "identifiers": [(each, address_of(each)) for each in queries.list_identifiers(partner)],
        "origins": origins_of(person, partner.uuid),
        "contacts": list(queries.list_contacts(person, partner, on=today)),
        **flows,
        **_ties(person, partner),
        **_verdicts(person, partner),
    }


def _sentence(partner: Partner, agreements: Sequence[Agreement], last_stay: str) -> str:
    """What the partnership is, in one sentence."""
    place = ", ".join(filter(None, (partner.city, country_name(partner.country))))
    held = partner.agreements_in_force  # type: ignore[attr-defined]
    agreed = (
        ngettext("%(number)s agreement in force", "%(number)s agreements in force", held) % {"number": held}
        if held
        else _("nothing agreed that holds today")
        if agreements
        else _("nothing agreed")
    )
    said = ", ".join(filter(None, (agreed, last_stay)))
    return f"{place}: {said}." if place else f"{said[:1].upper()}{said[1:]}."


def _in_force(partner: Partner) -> tuple[str, Figure]:
    number = partner.agreements_in_force  # type: ignore[attr-defined]
    return _("Agreements in force"), Figure(number, period=_("today"), url=agreements_of(partner))


def _ties(person: Person, partner: Partner) -> dict[str, Any]:
    return {
        "goals": list(touching.list_goals_about(person, "partner", partner.uuid)),
        "deviations": list(touching.list_deviations_about(person, "partner", partner.uuid)),
        "pulls": list(touching.list_pulls_on(person, partner.uuid)),
    }


def _verdicts(person: Person, partner: Partner) -> dict[str, Any]:
    may_change = policies.may_change_partner(person, partner)
    return {
        "may_change": may_change,
        "merge_url": reverse("names:merge", args=[partner.uuid]) if may_change else "",
        "identify_url": reverse("partners:identify", args=[partner.uuid]) if may_change else "",
        "may_watch": policies.may_watch_partner(person, partner),
        "may_keep_contacts": policies.may_keep_contacts(person, partner),
        "may_draft": policies.draftable_units(person).exists(),
    }


def _importance(name: Any) -> tuple[int, str, str]:
    """The official name first, then those in languages, then others."""
    return NameKind.values.index(name.kind), name.language, name.name


def _facts(partner: Partner) -> list[Fact]:
    return [
        Fact(_("Country"), country_name(partner.country)),
        Fact(_("City"), partner.city),
        Fact(_("Website"), _bare(partner.website), url=partner.website),
        Fact(_("State"), partner.get_state_display()),
    ]


def _bare(website: str) -> str:
    return website.removeprefix("https://").removeprefix("http://").removesuffix("/")
