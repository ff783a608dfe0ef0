"""Every indicator over 15 years of one university's stays, beside the SQL one would write by hand.

Data: the CAPES stays 2005–2019, imported. The university is the one that sent most. Both sides run
in turn in the same process on the same tables; the hand-written side has one statement per
indicator that gives all years at once. The file says nothing of how many were enrolled, so each year
gets the same number: without one, the share of students abroad would be asked of nothing.
"""

from collections.abc import Callable

from django.db import connection

from bench import capes
from bench.by_hand import STATEMENTS
from bench.figures import Figure, machine, median_of_pairs, say
from periplus.core.periods import calendar_year, series
from periplus.loop.measuring import Measure, list_measures
from periplus.loop.scopes import Scope

FIRST, LAST, RUNS = 2005, 2019, 15
ENROLLED = 20_000
_ENROLMENT = """
    INSERT INTO mobility_enrolment (partner_id, year, students, source)
    SELECT id, year, %s, 'bench' FROM partners_partner, generate_series(%s, %s) year WHERE uuid = %s
"""


def run() -> None:
    sizes = capes.load()
    university = capes.busiest()
    scope = Scope(institution=university)
    periods = list(series(calendar_year(FIRST), calendar_year(LAST)))
    pairs = [(measure, STATEMENTS[measure.key]) for measure in list_measures() if measure.key in STATEMENTS]
    with connection.cursor() as cursor:
        cursor.execute(_ENROLMENT, [ENROLLED, FIRST, LAST, university])
        cursor.execute("VACUUM ANALYZE")

    def ours(measure: Measure) -> Callable[[], object]:
        return lambda: measure.compute(scope, periods)

    def by_hand(statement: str) -> Callable[[], object]:
        def ask() -> object:
            with connection.cursor() as cursor:
                cursor.execute(statement, {"university": university, "first": FIRST, "last": LAST})
                return cursor.fetchall()

        return ask

    total_ours = total_hand = 0.0
    for measure, statement in pairs:
        mine, hand = median_of_pairs(ours(measure), by_hand(statement), runs=RUNS)
        total_ours, total_hand = total_ours + mine, total_hand + hand
        say(
            Figure(
                f"measure {measure.key}",
                round(mine * 1000, 2),
                "ms",
                round(hand * 1000, 2),
                round(mine / hand, 2),
                {"years": len(periods), "runs": RUNS},
            )
        )
    ratio = total_ours / total_hand
    say(
        Figure(
            "all indicators over 15 years",
            round(total_ours * 1000, 1),
            "ms",
            round(total_hand * 1000, 1),
            round(ratio, 2),
            sizes | {"indicators": len(pairs), "runs": RUNS} | machine(),
            "at most 2 times the hand-written SQL",
            ratio <= 2,
        )
    )
