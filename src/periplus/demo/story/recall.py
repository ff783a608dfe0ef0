"""The world of the story as it is now: found again by the names that the story gave."""

import datetime as dt

from periplus.core.tables import read_table
from periplus.demo.story.diary import Diary
from periplus.demo.story.partners import rows as partner_rows
from periplus.demo.story.people import DOMAIN
from periplus.demo.story.stays import SOURCE
from periplus.demo.story.university import NAME
from periplus.demo.story.world import World
from periplus.demo.story.years import years_since
from periplus.mobility.models import Stay
from periplus.partners.models import Partner, PartnerName
from periplus.people.models import Institution, Person, Unit


def recall(*, on: dt.date) -> World | None:
    """The world with its people, units and partners. None where the story was not told."""
    institution = Institution.objects.filter(name=NAME).first()
    first = Stay.objects.filter(source=SOURCE).order_by("source_reference").first()
    if institution is None or first is None:
        return None
    years = years_since(int(first.source_reference[:4]), on)
    world = World(years, Diary(on), people=_people(), units=_units(institution))
    world.partners = _partners() | {"own": Partner.objects.get(served_here=True, names__name=NAME)}
    return world


def _people() -> dict[str, Person]:
    rows = read_table("periplus.demo.story", "tables/people.csv")
    keys = {f"{row['address']}@{DOMAIN}": row["key"] for row in rows}
    return {keys[person.email]: person for person in Person.objects.filter(email__in=keys)}


def _units(institution: Institution) -> dict[str, Unit]:
    units = Unit.objects.filter(institution=institution)
    return {("UF" if unit.parent_id is None else unit.code): unit for unit in units}


def _partners() -> dict[str, Partner]:
    """Under any of its names; where a visitor has merged it, what it was merged into."""
    keys = {row["name"]: row["key"] for row in partner_rows()}
    named = PartnerName.objects.filter(name__in=keys).order_by("-id").values_list("name", "partner_id")
    everybody = Partner.objects.in_bulk([pk for _name, pk in named])
    return {keys[name]: _standing(everybody[pk]) for name, pk in named}


def _standing(partner: Partner) -> Partner:
    return _standing(partner.merged_into) if partner.merged_into else partner
