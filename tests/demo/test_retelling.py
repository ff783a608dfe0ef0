"""The same story comes out every time, on whatever day it is told."""

import datetime as dt

import pytest
from pytest_django import DjangoDbBlocker

from periplus.loop.enums import Course, DeviationState
from periplus.loop.models import Deviation
from tests.demo.conftest import telling
from tests.demo.test_story import courses, titles

LEAP_DAY = dt.date(2028, 2, 29)


@pytest.mark.django_db
def test_two_databases_hold_the_same_story(django_db_blocker: DjangoDbBlocker) -> None:
    """Told as of a day on which the figures of the year before are in, but not yet discussed."""
    stories = []
    for _database in range(2):
        told = telling(django_db_blocker, LEAP_DAY)
        day = next(told)
        seen = courses(day)
        assert (seen[Course.OFF], seen[Course.DRIFTING], seen[Course.NO_DATA]) == (2, 1, 1)
        assert set(Deviation.objects.values_list("state", flat=True)) == set(DeviationState.values)
        stories.append(titles())
        next(told, None)
    assert stories[0] == stories[1]
