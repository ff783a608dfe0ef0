"""Real data for tests. It lies beside the repository, not in it: without it such a test skips."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_input(name: str) -> Path:
    """Give the path of a real input such as 'mobility/stays.csv.gz', or skip the test."""
    path = Path(os.environ.get("PERIPLUS_REAL_DATA", BESIDE)) / name
    if not path.exists():
        pytest.skip(f"The real input {name} is not here.")
    return path
