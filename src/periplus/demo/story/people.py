"""The people of the story, in all roles. Nobody has a password: the demo signs in by one click."""

import datetime as dt

from periplus.core.tables import read_table
from periplus.demo.story.world import SET_UP, World
from periplus.people.enums import AffiliationKind, Role
from periplus.people.models import Person
from periplus.people.services.affiliations import affiliate
from periplus.people.services.leaving import record_leaving
from periplus.people.services.persons import add_person
from periplus.people.services.roles import assign_role

DOMAIN = "farol.example"
GUEST_OF = "bahia_clara"
STUDENTS_CAME = 430


def tell(world: World) -> None:
    opening = world.years.opening
    world.diary.write(opening, lambda day: _welcome(world, day))
    world.diary.write(world.years.ago(STUDENTS_CAME), lambda day: _welcome_students(world, day))
    world.diary.write(opening + dt.timedelta(days=30), lambda day: _welcome_guest(world, day))
    world.diary.write(world.years.ago(26), lambda day: _kofi_leaves(world, day))


def _rows() -> tuple[dict[str, str], ...]:
    return read_table("periplus.demo.story", "tables/people.csv")


def _welcome(world: World, day: dt.date) -> None:
    """The order of the table matters: the first of each role plays it in the demo."""
    for number, row in enumerate(_rows()):
        if row["role"] != Role.STUDENT:
            _add(world, row, day)
        if row["role"] not in {Role.STUDENT, Role.PARTNER}:
            _give_post(world, row, day + dt.timedelta(days=number), day)


def _welcome_students(world: World, day: dt.date) -> None:
    for row in _rows():
        if row["role"] == Role.STUDENT:
            _add(world, row, day)
            _give_post(world, row, day, day)


def _give_post(world: World, row: dict[str, str], begins: dt.date, day: dt.date) -> None:
    person, unit, role = world.people[row["key"]], world.units[row["unit"] or "UF"], Role(row["role"])
    affiliate(
        actor=SET_UP,
        person=person,
        unit=unit,
        kind=AffiliationKind(row["kind"]),
        position=row["position"],
        valid_from=begins,
        on=day,
    )
    bound = unit if role in {Role.COORDINATOR, Role.TEACHER, Role.STUDENT} else None
    assign_role(actor=SET_UP, person=person, role=role, unit=bound, valid_from=begins, on=day)


def _welcome_guest(world: World, day: dt.date) -> None:
    assign_role(
        actor=world.people["administrator"],
        person=world.people["guest"],
        role=Role.PARTNER,
        partner_uuid=world.partners[GUEST_OF].uuid,
        valid_from=day,
        on=day,
    )


def _add(world: World, row: dict[str, str], day: dt.date) -> Person:
    person = add_person(
        actor=SET_UP,
        email=f"{row['address']}@{DOMAIN}",
        name=row["name"],
        institution=None if row["role"] == Role.PARTNER else world.institution,
        language=row["language"],
        on=day,
    )
    world.people[row["key"]] = person
    return person


def _kofi_leaves(world: World, day: dt.date) -> None:
    """The director of the School of Arts goes; the goal he answers for stays on his name."""
    left_on = world.years.ago(18)
    record_leaving(actor=world.people["office"], person=world.people["kofi"], left_on=left_on, on=day)
