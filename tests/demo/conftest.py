"""The story, told once for all tests of this folder that ask for it, and taken back at the end."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from periplus.core import clock
from periplus.demo.services import tell_story


def telling(blocker: DjangoDbBlocker, day: dt.date) -> Iterator[dt.date]:
    """Tell the story as of a day; everything written meanwhile is rolled back afterwards."""
    with blocker.unblock(), clock.moved_to(day), transaction.atomic():
        tell_story()
        yield day
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,  # noqa: ARG001 -- makes the database
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[dt.date]:
    """Today, with the story told."""
    yield from telling(django_db_blocker, clock.today())
