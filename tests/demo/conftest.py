"""The story, told for the tests of this folder that ask for it, and taken back at the end."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from periplus.core import clock
from periplus.demo.services import tell_story
from tests.demo.titles import list_titles

# A day on which the figures of the year before are in, but not yet discussed; and an awkward one.
TOLD_ON: Final = dt.date(2028, 2, 29)


@dataclass(frozen=True, slots=True)
class Telling:
    """The story as it stands in the database now, and all titles of an earlier telling."""

    today: dt.date
    earlier_titles: list[str]


@contextmanager
def story_told() -> Iterator[None]:
    """A database of its own in effect: all that is written is rolled back, and its traces swept away.

    Tables full of rows rolled back, and counted so meanwhile, look empty: queries on them take minutes.
    """
    with clock.moved_to(TOLD_ON), transaction.atomic():
        tell_story()
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


@pytest.fixture(scope="module")
def telling(
    django_db_setup: None,  # noqa: ARG001 -- makes the database
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Telling]:
    """Tell the story twice; the tests look at the second telling."""
    with django_db_blocker.unblock():
        with story_told():
            earlier_titles = list_titles()
        with story_told():
            yield Telling(TOLD_ON, earlier_titles)


@pytest.fixture
def told(telling: Telling) -> dt.date:
    """Today, with the story told."""
    return telling.today
