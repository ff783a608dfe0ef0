"""The University of Farol and its units."""

import datetime as dt
from functools import cache

from periplus.core.tables import read_table
from periplus.demo.story.world import SET_UP, World
from periplus.partners.services import register_served_institution
from periplus.people.enums import UnitKind
from periplus.people.models import Unit
from periplus.people.services.institutions import UnitValues, add_institution, add_unit

NAME, SHORT, CITY = "Universidade do Farol", "UF", "Farol"
FACULTIES = {"E": "FEN", "L": "FLH", "M": "FEM", "S": "FCS", "A": "EAD"}


def tell(world: World) -> None:
    world.diary.write(world.years.opening, lambda day: _found(world, day))


@cache
def unit_rows() -> tuple[dict[str, str], ...]:
    return read_table("periplus.demo.story", "tables/units.csv")


def departments_of(faculty: str) -> list[str]:
    return [row["code"] for row in unit_rows() if row["parent"] == faculty]


def field_of(unit: str) -> str:
    """The ISCED-F field of a department."""
    return next(row["field"] for row in unit_rows() if row["code"] == unit)


def _found(world: World, day: dt.date) -> None:
    institution = add_institution(
        actor=SET_UP, name=NAME, short_name=SHORT, country="PT", city=CITY, time_zone="Europe/Lisbon", on=day
    )
    world.units["UF"] = Unit.objects.get(institution=institution, parent=None)
    world.partners["own"] = register_served_institution(actor=SET_UP, institution=institution, on=day)
    for row in unit_rows():
        values = UnitValues(name=row["name"], code=row["code"], kind=UnitKind(row["kind"]))
        parent = world.units[row["parent"]]
        world.units[row["code"]] = add_unit(actor=SET_UP, parent=parent, values=values, on=day)
