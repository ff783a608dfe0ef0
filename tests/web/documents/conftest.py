"""The people and things of the pages, with a folder of their own for files."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.web.cast import enter, faculty, partner, people, twin, university

__all__ = ["enter", "faculty", "partner", "people", "twin", "university"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
