"""`periplus measure`: takes the regular measurements now, as the daily round does."""

import datetime as dt
import json
import sys
from argparse import ArgumentParser, Namespace

import django

from periplus.cli.failures import Failure

NAME = "measure"
HELP = "measures all indicators that are kept measured and says how many figures changed"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--institution", default="", help="name or uuid of one served institution")
    parser.add_argument("--today", type=dt.date.fromisoformat, help="measure as if it were this day")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    django.setup()
    from periplus.core import clock  # noqa: PLC0415 -- after Django is set up
    from periplus.core.ledger.services import System  # noqa: PLC0415 -- after Django is set up
    from periplus.loop.services.measuring import measure_regularly  # noqa: PLC0415 -- after Django is set up
    from periplus.people.queries.units import list_institutions  # noqa: PLC0415 -- after Django is set up

    wanted = options.institution.casefold()
    chosen = [i for i in list_institutions() if not wanted or wanted in {i.name.casefold(), str(i.uuid)}]
    if not chosen:
        message = "No such institution is served here." if wanted else "No institution is served here yet."
        raise Failure(message)
    today = options.today or clock.today()
    for institution in chosen:
        batch = measure_regularly(actor=System("periplus measure"), institution=institution, today=today)
        _say(
            options,
            {
                "institution": institution.name,
                "readings": batch.readings,
                "written": batch.written,
                "unchanged": batch.unchanged,
            },
        )
    return 0


def _say(options: Namespace, counts: dict[str, object]) -> None:
    told = "{institution}: {readings} readings, {written} new, {unchanged} as before".format(**counts)
    sys.stdout.write(f"{json.dumps(counts) if options.json else told}\n")
