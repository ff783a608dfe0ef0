"""The cast of the pages."""

from tests.web.cast import enter, faculty, partner, people, twin, university

__all__ = ["enter", "faculty", "partner", "people", "twin", "university"]
