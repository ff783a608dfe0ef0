"""Small tables shipped inside the package as CSV files."""

import csv
from importlib.resources import files
from io import StringIO


def read_table(package: str, path: str) -> tuple[dict[str, str], ...]:
    """Read the CSV file at `path` inside `package`: one dict per row, every cell a string."""
    text = files(package).joinpath(path).read_text(encoding="utf-8")
    return tuple(csv.DictReader(StringIO(text)))
