"""The CAPES stays in the database, brought in by the product's own import."""

import os
import sys
import time
import uuid
from pathlib import Path

from django.db import connection

from bench.place import ROOT
from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.exchange import services
from periplus.exchange.enums import ImportKind
from periplus.exchange.spreadsheets.running import carry_out

FILE = "mobility/capes_brazil_mobility_2005_2019.csv.gz"


def path() -> Path:
    """The file, or an end with a sentence: it is not part of the repository."""
    folder = Path(os.environ.get("PERIPLUS_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / FILE).is_file():
        sys.exit(f"This benchmark needs {FILE}; name its folder in PERIPLUS_REAL_DATA.")
    return folder / FILE


def busiest() -> uuid.UUID:
    """The university that sent most."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.uuid FROM mobility_stay s JOIN partners_partner p ON p.id = s.sending_id"
            " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        )
        (university,) = cursor.fetchone()
    return university


def load() -> dict[str, object]:
    """Import the file through the product's own engine. Returns sizes and seconds."""
    actor = System("bench")
    with path().open("rb") as file:
        run = services.start_import(
            actor=actor, kind=ImportKind.STAYS, source="CAPES", institution=None, file=file, name=path().name
        )
    run = services.map_columns(actor=actor, run=run, mapping=run.mapping, today=clock.today())
    run = services.begin_import(actor=actor, run=run)
    start = time.perf_counter()
    run = carry_out(run, today=clock.today())
    taken = time.perf_counter() - start
    return {"rows": run.rows_total, "counts": run.counts, "seconds": round(taken, 1), "state": run.state}
