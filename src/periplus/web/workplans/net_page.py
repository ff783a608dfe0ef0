"""The map of collaboration in words: who takes part, what passes, on what it depends, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.partners.queries.exchanged import list_exchanged
from periplus.paths.nets import NOBODY, OUTSIDE, PARTY_KINDS, FlowKind, Net, Origin, Party, Passing
from periplus.paths.queries.collaboration import Found, get_net
from periplus.people.types import Person
from periplus.web.shell.links import name_things
from periplus.web.workplans.shown import partner_names

MOST_DRAWN, MOST_LISTED = 24, 60
PAGES = {"partners.agreement": "partners.partner"}  # whose page tells of it, where it is not its own


@dataclass(frozen=True, slots=True)
class PassingRow:
    """One line of the list."""

    source: str
    source_url: str
    target: str
    target_url: str
    item: str
    kind: str
    needed: bool
    where: str
    where_url: str
    gap: bool


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party with how much it gives and takes, and its troubles."""

    name: str
    kind: str
    url: str
    gives: int
    takes: int
    troubles: int
    serious: bool
    leans_on: str


def net_for(person: Person) -> Net:
    """The whole map, with the names that this reader may know."""
    net = get_net(person, on=clock.today(), more=[_agreements(person)])
    names = partner_names(
        person, [key.partition(":")[2] for key in net.parties if key.startswith("partner:")]
    )
    named = {key: replace(party, name=_name(party, names)) for key, party in net.parties.items()}
    return replace(net, parties=named)


def _name(party: Party, names: Mapping[str, str]) -> str:
    if party.kind == "partner":
        return names.get(party.key.partition(":")[2], _("a partner"))
    plain = {NOBODY: _("Nobody"), OUTSIDE: _("From outside")}
    return plain.get(party.kind) or party.name


def _agreements(person: Person) -> Found:
    """Places that agreements in force give from one side to the other."""
    found = Found()
    for each in list_exchanged(person, on=clock.today()):
        there = Party(f"partner:{each.partner}", "partner")
        here = Party(f"unit:{each.unit}", "unit", each.unit_name)
        found.parties += [there, here]
        source, target = (there, here) if each.giving else (here, there)
        words = ngettext("%(number)s place for exchange", "%(number)s places for exchange", each.places)
        title = ngettext("%(number)s agreement", "%(number)s agreements", each.agreements)
        origin = Origin(
            "partners.agreement",
            title % {"number": each.agreements},
            str(each.partner),
            each.agreements,
        )
        found.passings.append(
            Passing(
                source.key,
                target.key,
                FlowKind.RESOURCE,
                words % {"number": each.places},
                origin,
                needed=False,
            )
        )
    return found


# ------------------------------------------------------------------ pages


def context_of(person: Person, at: str) -> dict[str, Any]:
    """The map, or the neighbourhood of one party."""
    whole = net_for(person)
    focus = whole.parties.get(at)
    net = whole.around(at) if focus else whole
    urls = origin_urls(person, net)
    drawn = net.foremost(MOST_DRAWN) if not focus else net
    return {
        "net": net,
        "drawn": drawn,
        "focus": focus,
        "focus_kind": PARTY_KINDS.get(focus.kind, "") if focus else "",
        "left_out": len(net.parties) - len(drawn.parties),
        "passings": passing_rows(net, urls),
        "parties": party_rows(net),
        "most": MOST_LISTED,
        "troubles": [
            (_named(net, each.party), each, urls.get(each.origin.reference, "")) for each in net.troubles
        ],
        "export_query": urlencode({"at": at}) if focus else "",
    }


def address_of(key: str) -> str:
    return f"{reverse('collaboration:map')}?{urlencode({'at': key})}"


def passing_rows(net: Net, urls: Mapping[str, str]) -> list[PassingRow]:
    ranked = sorted(
        net.passings, key=lambda p: (_named(net, p.source), _named(net, p.target), p.kind, p.item)
    )
    return [
        PassingRow(
            source=_named(net, each.source),
            source_url=address_of(each.source),
            target=_named(net, each.target),
            target_url=address_of(each.target),
            item=each.item,
            kind=str(each.kind.label),
            needed=each.needed,
            where=origin_words(each.origin),
            where_url=urls.get(each.origin.reference, ""),
            gap=NOBODY in {each.source, each.target},
        )
        for each in ranked
    ]


def party_rows(net: Net) -> list[PartyRow]:
    ranked = sorted(net.parties.values(), key=lambda party: (-net.weights.get(party.key, 0), party.name))
    return [_party(net, party) for party in ranked]


def _party(net: Net, party: Party) -> PartyRow:
    taken, troubles = net.taken_by(party.key), net.troubles_of(party.key)
    leaned = dict.fromkeys(_named(net, each.source) for each in taken if each.needed)
    return PartyRow(
        name=party.name,
        kind=str(PARTY_KINDS.get(party.kind, "")),
        url=address_of(party.key),
        gives=len(net.given_by(party.key)),
        takes=len(taken),
        troubles=len(troubles),
        serious=any(each.serious for each in troubles),
        leans_on=", ".join(leaned),
    )


def _named(net: Net, key: str) -> str:
    party = net.parties.get(key)
    return party.name if party else key


def origin_words(origin: Origin) -> str:
    if origin.kind == "paths.procedure":
        words = ngettext(
            "%(number)s running case: %(title)s", "%(number)s running cases: %(title)s", origin.count
        )
        return words % {"number": origin.count, "title": origin.title}
    return origin.title


def origin_urls(person: Person, net: Net) -> dict[str, str]:
    """Where the origins of what the map shows can be read, as far as this person may."""
    origins = [each.origin for each in net.passings] + [each.origin for each in net.troubles]
    things = {(PAGES.get(each.kind, each.kind), UUID(each.reference)) for each in origins if each.reference}
    return {str(reference): named.url for reference, named in name_things(person, things).items()}
