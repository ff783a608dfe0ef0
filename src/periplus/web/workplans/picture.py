"""The map of collaboration as SVG made on the server: every party is a link to its neighbourhood."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.paths.drawing.elements import element, text
from periplus.paths.drawing.words import wrapped
from periplus.paths.nets import PARTY_KINDS, Net, Party, Passing
from periplus.web.workplans.net_page import address_of

WIDTH: Final = 212.0
HEIGHT: Final = 62.0
GAP: Final = 20.0
AISLE: Final = 150.0
MARGIN: Final = 16.0
HEAD: Final = 26.0
LETTERS: Final = 13.0
SMALL: Final = 11.5
TRIANGLE: Final = "M0 -5.4 6 5H-6z"
DIAMOND: Final = "M0 -5.8 5.8 0 0 5.8 -5.8 0z"
COLUMNS: Final = {"other": 0, "outside": 0, "nobody": 0, "unit": 1, "role": 1, "partner": 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a party stands."""

    party: Party
    x: float
    y: float
    note: str


def draw_net(net: Net, focus: Party | None) -> SafeString:
    """Three columns: of a party who gives to it and who takes from it; of all, by what kind they are."""
    columns = _around(net, focus) if focus else _all(net)
    heads = (_("Gives to it"), "", _("Takes from it")) if focus else (_("Others"), _("Here"), _("Partners"))
    drawn = [place for place, several in enumerate(columns) if several]
    spots = [_column(net, columns[place], place, at, focus) for at, place in enumerate(drawn)]
    tallest = max((len(several) for several in columns), default=1)
    height = HEAD + 2 * MARGIN + tallest * (HEIGHT + GAP)
    width = 2 * MARGIN + len(drawn) * WIDTH + max(len(drawn) - 1, 0) * AISLE
    placed = [_centred(each, tallest) for each in spots]
    return element(
        "svg",
        element("title", _("Map of collaboration")),
        element("desc", _summary(net)),
        element("g", *_lines(net, placed, focus), aria_hidden="true"),
        element("g", *_heads([heads[place] for place in drawn]), aria_hidden="true"),
        element("g", *(_node(net, spot, focus) for several in placed for spot in several), role="list"),
        class_="procedure net",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="group",
    )


def _summary(net: Net) -> str:
    parties = ngettext("%(number)s takes part.", "%(number)s take part.", len(net.parties))
    flows = ngettext("%(number)s thing passes.", "%(number)s things pass.", len(net.passings))
    told = parties % {"number": len(net.parties)}, flows % {"number": len(net.passings)}
    return " ".join((*told, _("The same stands in the list below.")))


def _around(net: Net, focus: Party) -> list[list[Party]]:
    gives = {each.source for each in net.taken_by(focus.key)}
    takes = {each.target for each in net.given_by(focus.key)}
    return [_ranked(net, gives), [focus], _ranked(net, takes)]


def _all(net: Net) -> list[list[Party]]:
    keys: dict[int, set[str]] = defaultdict(set)
    for party in net.parties.values():
        keys[COLUMNS[party.kind]].add(party.key)
    return [_ranked(net, keys[place]) for place in range(3)]


def _ranked(net: Net, keys: set[str]) -> list[Party]:
    parties = [net.parties[key] for key in keys]
    return sorted(parties, key=lambda party: (-net.weights.get(party.key, 0), party.name, party.key))


def _column(net: Net, parties: Sequence[Party], place: int, at: int, focus: Party | None) -> list[Spot]:
    """One column, the `at`-th of those drawn. `place`: what it means, as in `COLUMNS`."""
    x = MARGIN + at * (WIDTH + AISLE)
    return [
        Spot(party, x, HEAD + MARGIN + number * (HEIGHT + GAP), _note(net, party, place, focus))
        for number, party in enumerate(parties)
    ]


def _centred(spots: list[Spot], tallest: int) -> list[Spot]:
    """A short column stands in the middle beside a long one."""
    down = (tallest - len(spots)) * (HEIGHT + GAP) / 2
    return [Spot(each.party, each.x, each.y + down, each.note) for each in spots]


def _note(net: Net, party: Party, place: int, focus: Party | None) -> str:
    """What it gives to the party in the middle or takes from it; else what it is."""
    if focus is None or party.key == focus.key:
        return str(PARTY_KINDS.get(party.kind, ""))
    passings = net.given_by(party.key) if place == 0 else net.taken_by(party.key)
    return ", ".join(dict.fromkeys(each.item for each in passings if focus.key in {each.source, each.target}))


# ------------------------------------------------------------------ drawing


def _heads(heads: Sequence[str]) -> list[SafeString]:
    return [
        element("text", head, class_="lane-name", x=MARGIN + at * (WIDTH + AISLE), y=MARGIN + 8)
        for at, head in enumerate(heads)
        if head
    ]


def _lines(net: Net, placed: list[list[Spot]], focus: Party | None) -> list[SafeString]:
    """One line for each pair and direction, the thicker the more passes."""
    several: dict[tuple[str, str], list[Passing]] = defaultdict(list)
    for each in net.passings:
        several[each.source, each.target].append(each)
    at = [{spot.party.key: spot for spot in column} for column in placed]
    found = []
    for (source, target), passings in several.items():
        ends = _ends(at, source, target, focus)
        if ends:
            broken = "nobody" in {source, target}
            found.append(_line(*ends, len(passings), broken=broken))
    return found


def _ends(
    at: list[dict[str, Spot]], source: str, target: str, focus: Party | None
) -> tuple[Spot, Spot] | None:
    if focus is None:
        everywhere = {key: spot for column in at for key, spot in column.items()}
        return everywhere[source], everywhere[target]
    giver = at[1].get(source) or at[0].get(source)
    taker = at[1].get(target) or at[2].get(target)
    return (giver, taker) if giver and taker and giver != taker else None


def _line(source: Spot, target: Spot, number: int, *, broken: bool) -> SafeString:
    y1, y2 = source.y + HEIGHT / 2 - 5, target.y + HEIGHT / 2 + 5
    if source.x == target.x:  # within a column: a bow on its right
        x = source.x + WIDTH
        bow = x + 26 + min(60.0, abs(y2 - y1) / 5)
        way, tip, turn = f"M{x:g} {y1:g}C{bow:g} {y1:g} {bow:g} {y2:g} {x + 9:g} {y2:g}", x, -1
    else:
        onward = source.x < target.x
        start, tip = (source.x + WIDTH, target.x) if onward else (source.x, target.x + WIDTH)
        turn = 1 if onward else -1
        bend = turn * abs(tip - start) / 2
        way = f"M{start:g} {y1:g}C{start + bend:g} {y1:g} {tip - bend:g} {y2:g} {tip - turn * 9:g} {y2:g}"
    arrow = f"M{tip:g} {y2:g}l{-turn * 10:g} -5v10z"
    weight = "many" if number > 3 else "some" if number > 1 else "one"  # noqa: PLR2004 -- three widths of line
    return element(
        "g",
        element("path", d=way, class_="line"),
        element("path", d=arrow, class_="arrow"),
        class_=f"flow {weight}{' removed' if broken else ''}",
    )


def _node(net: Net, spot: Spot, focus: Party | None) -> SafeString:
    party, troubles = spot.party, net.troubles_of(spot.party.key)
    tone = "bad" if any(t.serious for t in troubles) or party.kind == "nobody" else "warn" if troubles else ""
    chosen = focus is not None and party.key == focus.key
    inside = [
        element("rect", class_="outline", x=spot.x, y=spot.y, width=WIDTH, height=HEIGHT, rx=_round(party)),
        text(
            wrapped(party.name, width=WIDTH - 40, size=LETTERS, most=1),
            x=spot.x + 14,
            y=spot.y + 24,
            leading=15.0,
            class_="words",
            anchor="start",
        ),
        text(
            wrapped(spot.note, width=WIDTH - 28, size=SMALL, most=2),
            x=spot.x + 14,
            y=spot.y + 40,
            leading=14.0,
            class_="flow-words",
            anchor="start",
        ),
    ]
    if tone:
        inside.append(_sign(tone, spot.x + WIDTH - 18, spot.y + 19))
    name = _spoken(net, spot, len(troubles))
    spot_class = "spot is-focus" if chosen else "spot"
    link = element(
        "a", element("title", name), *inside, href=address_of(party.key), class_=spot_class, aria_label=name
    )
    return element("g", link, class_=f"node party {party.kind} {tone}".strip(), role="listitem")


def _sign(tone: str, x: float, y: float) -> SafeString:
    shape = TRIANGLE if tone == "bad" else DIAMOND
    return element("path", d=shape, class_=f"trouble {tone}", transform=f"translate({x:g} {y:g})")


def _round(party: Party) -> float:
    """Partners are round, ours are square, third parties in between: a shape beside the word."""
    return {"partner": 30.0, "unit": 4.0, "role": 4.0}.get(party.kind, 14.0)


def _spoken(net: Net, spot: Spot, troubles: int) -> str:
    party = spot.party
    facts = {"gives": len(net.given_by(party.key)), "takes": len(net.taken_by(party.key))}
    told = [party.name, str(PARTY_KINDS.get(party.kind, "")), _("gives %(gives)s, takes %(takes)s") % facts]
    if troubles:
        words = ngettext("%(number)s conflict", "%(number)s conflicts", troubles)
        told.append(words % {"number": troubles})
    return ", ".join(told)
