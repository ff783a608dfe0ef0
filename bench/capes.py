"""The CAPES stays in the database, brought in by the product's own import."""

import os
import sys
import uuid
from pathlib import Path

from django.db import connection

from bench.place import ROOT

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
