"""The map of collaboration as SVG made on the server: every party is a link to its neighbourhood."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.paths.drawing.elements import element, text
from periplus.paths.drawing.words import wrapped
from periplus.paths.nets import PARTY_KINDS, Bonds, Net, Party, Passing
from periplus.web.workplans.net_page import address_of

WIDTH: Final = 212.0
HEIGHT: Final = 62.0
GAP: Final = 20.0
AISLE: Final = 150.0
WIDE: Final = 260.0  # between two columns alone
MARGIN: Final = 16.0
HEAD: Final = 26.0
LETTERS: Final = 13.0
SMALL: Final = 11.5
TRIANGLE: Final = "M0 -5.4 6 5H-6z"
DIAMOND: Final = "M0 -5.8 5.8 0 0 5.8 -5.8 0z"
BOW: Final = 84.0  # room on the left for lines within a column
COLUMNS: Final = {"other": 0, "outside": 0, "nobody": 0, "unit": 1, "role": 1, "partner": 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a party stands."""

    party: Party
    x: float
    y: float
    note: str


def draw_net(net: Net, focus: Party | None) -> SafeString:
    """Three columns: of a party who gives to it and who takes from it; of all, by what kind they are.

    Of all, everybody is drawn with the two with whom most passes: more lines would say less.
    """
    bonds = {} if focus else net.bonds(2)
    columns = _around(net, focus) if focus else _all(net, bonds)
    heads = (_("Gives to it"), "", _("Takes from it")) if focus else (_("Others"), _("Here"), _("Partners"))
    drawn = [place for place, several in enumerate(columns) if several]
    left = MARGIN if focus or columns[0] else MARGIN + BOW  # bows stand left of ours
    step = WIDTH + (WIDE if len(drawn) == 2 else AISLE)  # noqa: PLR2004 -- two columns
    lefts = [left + at * step for at in range(len(drawn))]
    spots = [_column(net, columns[place], place, x, focus) for place, x in zip(drawn, lefts, strict=True)]
    tallest = max((len(several) for several in columns), default=1)
    height = HEAD + 2 * MARGIN + tallest * (HEIGHT + GAP)
    width = lefts[-1] + WIDTH + MARGIN
    # Whoever it is about stands on top.
    placed = spots if focus else [_centred(each, tallest) for each in spots]
    return element(
        "svg",
        element("title", _("Map of collaboration")),
        element("desc", _summary(net)),
        element("g", *(_lines(net, placed) if focus else _bonds(bonds, placed)), aria_hidden="true"),
        element(
            "g",
            *_heads([(heads[place], x) for place, x in zip(drawn, lefts, strict=True)]),
            aria_hidden="true",
        ),
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


def _all(net: Net, bonds: Bonds) -> list[list[Party]]:
    """By kind. Who is not of us stands at the height of those of us with whom most passes."""
    keys: dict[int, set[str]] = defaultdict(set)
    for party in net.parties.values():
        keys[COLUMNS[party.kind]].add(party.key)
    others, here, partners = (_ranked(net, keys[place]) for place in range(3))
    height = {party.key: number for number, party in enumerate(here)}

    def beside(party: Party) -> float:
        ends = [pair[1 - pair.index(party.key)] for pair in bonds if party.key in pair]
        heights = [height[end] for end in ends if end in height]
        return sum(heights) / len(heights) if heights else len(here)

    return [sorted(others, key=beside), here, sorted(partners, key=beside)]


def _ranked(net: Net, keys: set[str]) -> list[Party]:
    parties = [net.parties[key] for key in keys]
    return sorted(parties, key=lambda party: (-net.weights.get(party.key, 0), party.name, party.key))


def _column(net: Net, parties: Sequence[Party], place: int, x: float, focus: Party | None) -> list[Spot]:
    """One column from `x` on. `place`: what it means, as in `COLUMNS`."""
    return [
        Spot(party, x, HEAD + MARGIN + number * (HEIGHT + GAP), _note(net, party, place, focus))
        for number, party in enumerate(parties)
    ]


def _centred(spots: list[Spot], tallest: int) -> list[Spot]:
    """A short column stands in the middle beside a long one."""
    down = (tallest - len(spots)) * (HEIGHT + GAP) / 2
    return [Spot(each.party, each.x, each.y + down, each.note) for each in spots]


def _note(net: Net, party: Party, place: int, focus: Party | None) -> str:
    """What it gives to the party in the middle or takes from it; else what it is, unless the head says so."""
    if focus is None and party.kind == "partner":
        return ""
    if focus is None or party.key == focus.key:
        return str(PARTY_KINDS.get(party.kind, ""))
    passings = net.given_by(party.key) if place == 0 else net.taken_by(party.key)
    return ", ".join(dict.fromkeys(each.item for each in passings if focus.key in {each.source, each.target}))


# ------------------------------------------------------------------ drawing


def _heads(heads: Iterable[tuple[str, float]]) -> list[SafeString]:
    return [element("text", head, class_="lane-name", x=x, y=MARGIN + 8) for head, x in heads if head]


def _lines(net: Net, placed: list[list[Spot]]) -> list[SafeString]:
    """Around one party: a line for each pair and direction, the thicker the more passes."""
    several: dict[tuple[str, str], list[Passing]] = defaultdict(list)
    for each in net.passings:
        several[each.source, each.target].append(each)
    at = [{spot.party.key: spot for spot in column} for column in placed]
    found = []
    for (source, target), passings in several.items():
        giver = at[1].get(source) or at[0].get(source)
        taker = at[1].get(target) or at[2].get(target)
        if giver and taker and giver != taker:
            found.append(_line(giver, taker, (len(passings), 0)))
    return found


def _bonds(bonds: Bonds, placed: list[list[Spot]]) -> list[SafeString]:
    """Of all: one line for each pair, with an arrow at each end to which something goes."""
    at = {spot.party.key: spot for column in placed for spot in column}
    return [_line(at[source], at[target], ways) for (source, target), ways in bonds.items()]


def _line(source: Spot, target: Spot, ways: tuple[int, int]) -> SafeString:
    """`ways`: how much goes to the target, and back."""
    if source.x > target.x:
        source, target, ways = target, source, ways[::-1]
    y1, y2 = source.y + HEIGHT / 2, target.y + HEIGHT / 2
    if source.x == target.x:  # within a column: a bow on its left
        start, end, turn = source.x, target.x, 1
        bend = start - 18 - min(BOW - 24, abs(y2 - y1) / 5)
    else:
        start, end, turn = source.x + WIDTH, target.x, -1
        bend = (start + end) / 2
    line = f"M{start:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {end:g} {y2:g}"
    arrows = [_arrow(end, y2, 1) if ways[0] else "", _arrow(start, y1, turn) if ways[1] else ""]
    weight = "many" if sum(ways) > 3 else "some" if sum(ways) > 1 else "one"  # noqa: PLR2004 -- three widths
    broken = " removed" if "nobody" in {source.party.kind, target.party.kind} else ""
    return element(
        "g",
        element("path", d=line, class_="line"),
        *arrows,
        class_=f"flow {weight}{broken}",
        data_one=source.party.key,
        data_other=target.party.key,
    )


def _arrow(x: float, y: float, turn: int) -> SafeString:
    """Its tip stands at the edge of a party; `turn` is 1 when it points to the right."""
    return element("path", d=f"M{x:g} {y:g}l{-turn * 9:g} -4.5v9z", class_="arrow")


def _node(net: Net, spot: Spot, focus: Party | None) -> SafeString:
    party, troubles = spot.party, net.troubles_of(spot.party.key)
    tone = "bad" if any(t.serious for t in troubles) or party.kind == "nobody" else "warn" if troubles else ""
    chosen = focus is not None and party.key == focus.key
    name = wrapped(party.name, width=WIDTH - 40, size=LETTERS, most=1 if focus else 2)
    inside = [
        element("rect", class_="outline", x=spot.x, y=spot.y, width=WIDTH, height=HEIGHT, rx=_round(party)),
        text(
            name,
            x=spot.x + 14,
            y=spot.y + (24 if spot.note else 39 - 8 * len(name) + 4),
            leading=15.0,
            class_="words",
            anchor="start",
        ),
        text(
            wrapped(spot.note, width=WIDTH - 28, size=SMALL, most=2),
            x=spot.x + 14,
            y=spot.y + 25 + 15 * len(name),
            leading=14.0,
            class_="flow-words",
            anchor="start",
        ),
    ]
    if tone:
        inside.append(_sign(tone, spot.x + WIDTH - 18, spot.y + 19))
    spoken = _spoken(net, spot, len(troubles))
    spot_class = "spot is-focus" if chosen else "spot"
    link = element(
        "a",
        element("title", spoken),
        *inside,
        href=address_of(party.key),
        class_=spot_class,
        aria_label=spoken,
    )
    return element(
        "g", link, class_=f"node party {party.kind} {tone}".strip(), data_party=party.key, role="listitem"
    )


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
