"""Who works with whom, as a plain value: parties, what passes between them, and where it is in trouble."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PartyKind = Literal["unit", "role", "partner", "other", "outside", "nobody"]
NOBODY, OUTSIDE = "nobody", "outside"


class FlowKind(models.TextChoices):
    """What it is that passes from one to another."""

    RESOURCE = "resource", pgettext_lazy("flow", "Resources")
    DATA = "data", pgettext_lazy("flow", "Data")
    DOCUMENT = "document", pgettext_lazy("flow", "Documents")
    DECISION = "decision", pgettext_lazy("flow", "Decisions")
    RESULT = "result", pgettext_lazy("flow", "Results of work")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part: a unit, a role, a partner, a third party; or nobody, where somebody should.

    `key`: kind and uuid or name, the same wherever the party is met.
    """

    key: str
    kind: PartyKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where it was seen: a thing of the product by the label of its model; `count`: how many of them."""

    kind: str
    title: str
    reference: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Passing:
    """That something passes from one party to another. `needed`: the second cannot go on without it."""

    source: str
    target: str
    kind: FlowKind
    item: str
    origin: Origin
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with what a party has to do."""

    party: str
    sentence: str
    serious: bool
    origin: Origin


@dataclass(frozen=True)
class Net:
    """All parties with what passes between them."""

    parties: Mapping[str, Party] = field(default_factory=dict)
    passings: tuple[Passing, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """How many things each party gives or takes."""
        found: dict[str, int] = defaultdict(int)
        for each in self.passings:
            found[each.source] += 1
            found[each.target] += 1
        return found

    def given_by(self, key: str) -> list[Passing]:
        return [each for each in self.passings if each.source == key]

    def taken_by(self, key: str) -> list[Passing]:
        return [each for each in self.passings if each.target == key]

    def troubles_of(self, key: str) -> list[Trouble]:
        return [each for each in self.troubles if each.party == key]

    def around(self, key: str) -> "Net":
        """One party with those it gives to or takes from, and what passes between it and them."""
        passings = tuple(each for each in self.passings if key in {each.source, each.target})
        near = {key, *(each.source for each in passings), *(each.target for each in passings)}
        return Net(
            {name: party for name, party in self.parties.items() if name in near},
            passings,
            tuple(each for each in self.troubles if each.party in near),
        )

    def foremost(self, most: int) -> "Net":
        """Only those who give and take most, and those in trouble before others of the same weight."""
        troubled = {each.party for each in self.troubles}
        ranked = sorted(self.parties, key=lambda key: (-self.weights.get(key, 0), key not in troubled, key))
        kept = set(ranked[:most])
        return Net(
            {name: party for name, party in self.parties.items() if name in kept},
            tuple(each for each in self.passings if {each.source, each.target} <= kept),
            tuple(each for each in self.troubles if each.party in kept),
        )

    def bonds(self, most: int) -> "Bonds":
        """For each party the `most` pairs in which most passes: how much goes the one way and the other."""
        several: dict[tuple[str, str], tuple[int, int]] = {}
        for each in self.passings:
            first, second = sorted((each.source, each.target))
            onward, back = several.get((first, second), (0, 0))
            several[first, second] = (onward + 1, back) if each.source == first else (onward, back + 1)
        chosen: set[tuple[str, str]] = set()
        for key in self.parties:
            own = [pair for pair in several if key in pair]
            chosen |= set(sorted(own, key=lambda pair: (-sum(several[pair]), pair))[:most])
        return {pair: several[pair] for pair in sorted(chosen)}


Bonds = Mapping[tuple[str, str], tuple[int, int]]


def net_of(parties: Iterable[Party], passings: Iterable[Passing], troubles: Iterable[Trouble] = ()) -> Net:
    """A net of what was found in several places; what is the same in one place stands there once."""
    known = {party.key: party for party in parties}
    told = tuple(dict.fromkeys(each for each in passings if each.source != each.target))
    wrong = tuple(dict.fromkeys(troubles))
    met = {each.source for each in told} | {each.target for each in told} | {each.party for each in wrong}
    known |= {key: Party(key, key, "") for key in (NOBODY, OUTSIDE)}  # type: ignore[arg-type]
    return Net({key: known[key] for key in sorted(known) if key in met}, told, wrong)


PARTY_KINDS: Mapping[str, object] = {
    "unit": _("unit"),
    "role": _("role"),
    "partner": _("partner"),
    "other": _("third party"),
    OUTSIDE: _("outside"),
    NOBODY: _("gap"),
}
