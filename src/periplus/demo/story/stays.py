"""Who went and who came: brought in from the list of the mobility office, term by term."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from periplus.demo.story.agreements.offers import ERASMUS
from periplus.demo.story.diary import LONG_AGO, Act
from periplus.demo.story.flows import AUTUMN, IN, OUT, SPRING, Flow, Flows
from periplus.demo.story.university import departments_of, field_of
from periplus.demo.story.world import World
from periplus.mobility.bulk import StayFacts, bring_stays
from periplus.mobility.enums import Precision, StayMode
from periplus.mobility.services import bring_states_up_to_date
from periplus.partners.enums import Activity
from periplus.partners.models import Partner

SOURCE = "mobility office"
INTERNSHIPS: Final = "Regional internships"
# Guests who work with a firm or a museum of the region, by year number.
INTERNS: Final = (0, 4, 6, 9, 12, 15, 22, 29, 34)
_HOSTED_BY: Final = ("krakow", "cabo_verde", "sao_paulo", "vilnius", "cluj", "ege", "mondlane", "gent")
# Month and day on which a term begins and its list is handed in; days a stay lasts.
_TERMS: Final = {AUTUMN: (9, 14, 10, 20), SPRING: (2, 9, 3, 10)}
_ONE_TERM, _TWO_TERMS, _WEEKS, _INTENSIVE = 145, 290, 89, 7
_WHOLE_YEARS, _BLENDED = 0.22, 0.05  # of all exchanges
_RATE, _FAR_RATE = 380, 620  # euro a month


@dataclass(frozen=True, slots=True)
class Term:
    year: int
    name: str

    @property
    def begins(self) -> dt.date:
        return dt.date(self.year, *_TERMS[self.name][:2])

    @property
    def listed(self) -> dt.date:
        return dt.date(self.year, *_TERMS[self.name][2:])


@dataclass(frozen=True, slots=True)
class Journey:
    """One stay, seen from the partner."""

    partner: Partner
    way: str
    department: str
    begins: dt.date
    ends: dt.date
    programme: str
    activity: Activity = Activity.STUDY
    mode: StayMode = StayMode.PHYSICAL
    level: str = "6"
    money: Decimal | None = None

    def facts(self, world: World) -> StayFacts:
        """As the list says it, in the order of `STAY_FIELDS`."""
        own, partner = world.twin, self.partner
        sending, receiving = (own, partner) if self.way == OUT else (partner, own)
        unit, field = world.units.get(self.department, world.root).pk, field_of(self.department)
        values = (
            *(sending.pk, receiving.pk, sending.country, receiving.country, unit),
            *(self.activity.value, self.mode.value, self.level, "", field, "", self.programme),
            *(self.begins, self.ends, Precision.DAY.value, self.begins.year),
        )
        return StayFacts(reference="", values=values, funding={"EUR": self.money} if self.money else {})


def tell(world: World, flows: Flows, after: dt.date = LONG_AGO) -> None:
    """Every list that is handed in later than on a day."""
    for term in terms_of(world):
        if term.listed > after:
            world.diary.write(term.listed, _bring(world, flows, term))
    world.diary.write(world.years.today, lambda day: bring_states_up_to_date(today=day))


def terms_of(world: World) -> Iterator[Term]:
    """From the spring before the first whole year to the last term whose list is in."""
    for year in range(world.years.first, world.years.today.year + 1):
        yield from (
            term for name in (SPRING, AUTUMN) if (term := Term(year, name)).listed <= world.years.today
        )


def _bring(world: World, flows: Flows, term: Term) -> Act:
    def bring(day: dt.date) -> None:
        dice = world.dice(f"stays {term.year - world.years.first} {term.name}")
        stays = list(_stays(world, flows, term, dice))
        bring_stays(
            actor=world.people.get("olena"),
            source=SOURCE,
            stays=[_with_reference(facts, term, number) for number, facts in enumerate(stays, start=1)],
            today=day,
            attributes={"source": SOURCE, "term": f"{term.name} {term.year}"},
        )

    return bring


def _with_reference(facts: StayFacts, term: Term, number: int) -> StayFacts:
    facts.reference = f"{term.year}-{'A' if term.name == AUTUMN else 'S'}-{number:03d}"
    return facts


def _stays(world: World, flows: Flows, term: Term, dice: random.Random) -> Iterator[StayFacts]:
    number = flows.number_of(term.year)
    for flow, count in flows.counts.items():
        if flow.year == number and flow.term == term.name and flow.partner in world.partners:
            for _each in range(count):
                yield _exchange(world, flow, term, dice)
    if term.name == SPRING:
        hosts = [key for key in _HOSTED_BY if key in world.partners]
        for place in range(INTERNS[min(number, len(INTERNS) - 1)] if hosts else 0):
            yield _internship(world, term, hosts[place % len(hosts)], dice)


def _exchange(world: World, flow: Flow, term: Term, dice: random.Random) -> StayFacts:
    partner = world.partners[flow.partner]
    european = partner.country in ERASMUS
    department = dice.choice(departments_of(flow.faculty))
    begins = term.begins + dt.timedelta(days=dice.randrange(14))
    whole_year = term.name == AUTUMN and dice.random() < _WHOLE_YEARS
    lasts = (_TWO_TERMS if whole_year else _ONE_TERM) + dice.randrange(-6, 12)
    blended = european and dice.random() < _BLENDED
    ends = begins + dt.timedelta(days=_INTENSIVE if blended else lasts)
    rate = _RATE if european else _FAR_RATE
    months = max(1, lasts // 30)
    money = Decimal(rate * months) if flow.way == OUT and not blended else None
    return Journey(
        partner=world.partners[flow.partner],
        way=flow.way,
        department=department,
        begins=begins,
        ends=ends,
        mode=StayMode.BLENDED if blended else StayMode.PHYSICAL,
        level=dice.choice("666777" if flow.way == OUT else "66677"),
        programme="Erasmus+" if european else "Bilateral exchange",
        money=money,
    ).facts(world)


def _internship(world: World, term: Term, host: str, dice: random.Random) -> StayFacts:
    begins = term.begins + dt.timedelta(days=20 + dice.randrange(9))
    return Journey(
        partner=world.partners[host],
        way=IN,
        department=dice.choice(("DEC", "DGE", "DDE", "DHI", "DEI")),
        begins=begins,
        ends=begins + dt.timedelta(days=_WEEKS),
        activity=Activity.TRAINEESHIP,
        programme=INTERNSHIPS,
    ).facts(world)
