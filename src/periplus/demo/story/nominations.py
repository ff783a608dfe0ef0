"""The list of nominations that the faculties have just handed in: imported, with names in doubt."""

import csv
import datetime as dt
from io import BytesIO, StringIO

from periplus.demo.story.partners import rows
from periplus.demo.story.stays import INTERNSHIPS
from periplus.demo.story.university import NAME, departments_of, field_of
from periplus.demo.story.world import World
from periplus.exchange.enums import ImportKind
from periplus.exchange.models import ImportRun
from periplus.exchange.services import begin_import, map_columns, start_import
from periplus.exchange.spreadsheets.running import carry_out

HANDED_IN, BEGINS = 9, 95  # days before and after today
SOURCE = "Nominations of the faculties"
HEADINGS = (
    "Reference",
    "Sending institution",
    "Sending country",
    "Host institution",
    "Host country",
    "Unit",
    "Subject area",
    "Programme",
    "Start date",
    "End date",
)
# As tutors write it. What is not in the register by that name waits for a person's eye.
WRITTEN = (
    ("Universidad de Granada", "Spain", "FLH"),
    ("Univ. Granada", "Spain", "FLH"),
    ("Politecnico di Torino", "Italy", "FEN"),
    ("Politecnico Torino (DAUIN)", "Italy", "FEN"),
    ("University of Bologna", "Italy", "FEM"),
    ("Alma Mater Bologna", "Italy", "FLH"),
    ("Charles University", "Czechia", "FLH"),
    ("Univerzita Karlova v Praze, Fak. humanitních studií", "Czechia", "FLH"),
    ("Universidade de São Paulo", "Brazil", "FEN"),
    ("USP São Carlos", "Brazil", "FEN"),
    ("Jagiellonian University", "Poland", "FLH"),
    ("Politechnika Gdanska", "Poland", "FEN"),
    ("KU Leuven", "Belgium", "FEM"),
    ("Ghent Univ.", "Belgium", "FEN"),
    ("Universität Leipzig", "Germany", "FLH"),
    ("TU Dresden", "Germany", "FEN"),
    ("Universidad Nacional de Bahía Clara", "Chile", "FEN"),
    ("Escuela Náutica del Sur", "Chile", "FEN"),
    ("University of Turku", "Finland", "FEM"),
    ("Turku School of Economics", "Finland", "FEM"),
)
GUESTS = ("krakow", "cabo_verde", "sao_paulo", "cluj", "gdansk", "campinas", "vilnius", "ege")


def tell(world: World) -> None:
    world.diary.write(world.years.ago(HANDED_IN), lambda day: _bring(world, day))


def _bring(world: World, day: dt.date) -> ImportRun:
    actor = world.people["olena"]
    run = start_import(
        actor=actor,
        kind=ImportKind.STAYS,
        source=SOURCE,
        institution=world.institution,
        file=BytesIO(_spreadsheet(world).encode()),
        name=f"nominations-{day:%Y-%m}.csv",
    )
    run = map_columns(actor=actor, run=run, mapping=run.mapping, today=day)
    return carry_out(begin_import(actor=actor, run=run), today=day)


def _spreadsheet(world: World) -> str:
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(HEADINGS)
    table.writerows(_outgoing(world))
    table.writerows(_incoming(world))
    return text.getvalue()


def _outgoing(world: World) -> list[list[str]]:
    begins = world.years.ahead(BEGINS)
    listed = []
    for number, (name, country, faculty) in enumerate(WRITTEN, start=1):
        department = departments_of(faculty)[number % len(departments_of(faculty))]
        ends = begins + dt.timedelta(days=140 + number)
        programme = "Bilateral exchange" if country in {"Brazil", "Chile"} else "Erasmus+"
        listed.append(
            [
                *(f"N-{number:03d}", NAME, "Portugal", name, country, department),
                *(field_of(department), programme, begins.isoformat(), ends.isoformat()),
            ]
        )
    listed[4][8] = "in February"  # a date nobody can read: the stay comes in without one
    nobody = [f"N-{len(WRITTEN) + 1:03d}", "", "", "", "", "DEI", "", "", begins.isoformat(), ""]
    return [*listed, nobody]  # a row in which nobody goes anywhere is refused


def _incoming(world: World) -> list[list[str]]:
    begins = world.years.ahead(BEGINS + 7)
    ends = (begins + dt.timedelta(days=89)).isoformat()
    names = {row["key"]: row["name"] for row in rows()}
    return [
        [
            *(f"N-{number:03d}", names[key], world.partners[key].country, NAME, "Portugal", "DGE"),
            *(field_of("DGE"), INTERNSHIPS, begins.isoformat(), ends),
        ]
        for number, key in enumerate(GUESTS, start=len(WRITTEN) + 2)
    ]
