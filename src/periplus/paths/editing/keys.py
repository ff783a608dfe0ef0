"""Keys made from titles: short, without accents, each only once, fit to be named in a condition."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from periplus.core.languages import DEFAULT
from periplus.paths.chart import Chart

LONGEST = 40
RESERVED = frozenset({"and", "or", "not", "in", "between", "true", "false", "null", "date"})


def key_from(title: Mapping[str, str] | str, taken: Iterable[str], *, usual: str) -> str:
    """A key like "legal_check", or `usual` where a title has no Latin letters; numbered when it is taken."""
    text = title if isinstance(title, str) else title.get(DEFAULT) or next(iter(title.values()), "")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    if not stem or not stem[0].isalpha() or stem in RESERVED:
        stem = f"{usual}_{stem}".strip("_") if stem else usual
    known, found, number = set(taken), stem, 1
    while found in known:
        number += 1
        found = f"{stem}_{number}"
    return found


def flow_key(chart: Chart, source: str, target: str) -> str:
    """A key for a flow, from its ends."""
    stem, number = f"{source[:26]}-{target[:26]}", 1
    found = stem
    while found in chart.flow:
        number += 1
        found = f"{stem}-{number}"
    return found
