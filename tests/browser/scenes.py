"""What the pictures need beyond the demo's story: a replay and an import under way."""

import io

from periplus.core import clock
from periplus.exchange.enums import ImportKind
from periplus.exchange.models import ImportRun
from periplus.exchange.services import map_columns, start_import
from periplus.loop.enums import PeriodKind
from periplus.loop.models import Replay
from periplus.loop.scopes import Scope
from periplus.loop.services.replays import prepare_replay, run_replay
from periplus.loop.values import ReplayValues
from periplus.people.models import Institution, Person

YEARS_BACK, YEARS = 10, 8
HEADINGS = "Sending,Receiving,Start,End,Field,Level,Programme"
# Two good rows; a name that nobody knows for sure; a day that is none; a field of study that is none.
ROWS = (
    "{us},Universidad de Granada,2025-09-15,2026-02-10,0231,6,Erasmus+",
    "{us},Universiteit Gent,2025-09-15,2026-02-10,0311,7,Erasmus+",
    "{us},Univ. of Capetown,2026-02-01,2026-06-30,0413,6,Bilateral exchange",
    "{us},Universidad de Salamanca,2025-09-15,in spring,0913,6,Erasmus+",
    "{us},Aarhus Universitet,2025-09-01,2026-01-20,Boats,6,Erasmus+",
)


def replay_the_last_years(person: Person) -> Replay:
    """A finished replay of the served institution over some years of the story."""
    institution = Institution.objects.get()
    today = clock.today()
    values = ReplayValues(
        title="",
        scope=Scope(institution=institution.uuid),
        period_kind=PeriodKind.CALENDAR_YEAR,
        first_year=today.year - YEARS_BACK,
        last_year=today.year - YEARS_BACK + YEARS - 1,
    )
    return run_replay(replay=prepare_replay(actor=person, values=values, on=today))


def preview_an_import(person: Person) -> ImportRun:
    """A list of stays whose columns are matched and which has been tried, with what is wrong in it."""
    institution = Institution.objects.get()
    text = "\n".join([HEADINGS, *(row.format(us=institution.name) for row in ROWS)]) + "\n"
    run = start_import(
        actor=person,
        kind=ImportKind.STAYS,
        source="Stays of the faculties",
        institution=institution,
        file=io.BytesIO(text.encode()),
        name="stays-2025.csv",
    )
    return map_columns(actor=person, run=run, mapping=run.mapping, today=clock.today())
