"""Ready procedures, to be used as they are or copied and changed. Each is a file beside this one.

A file holds what `chart.to_json` writes. A university that takes a procedure gets a draft of its own;
later changes here do not reach it.
"""

import json
from functools import cache
from importlib.resources import files

from periplus.paths.chart import Chart, from_json


def list_charts() -> list[Chart]:
    """All ready procedures, by key."""
    return list(_charts().values())


def find_chart(key: str) -> Chart | None:
    """The ready procedure of this key, or None."""
    return _charts().get(key)


@cache
def _charts() -> dict[str, Chart]:
    found = [each for each in files(__name__).iterdir() if each.name.endswith(".json")]
    charts = [from_json(json.loads(each.read_text(encoding="utf-8"))) for each in found]
    return {chart.key: chart for chart in sorted(charts, key=lambda chart: chart.key)}
