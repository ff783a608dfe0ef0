"""Pages by cursor: every row once, in order, whatever comes and goes between two pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from periplus.api.paging import page_of
from periplus.core.verdicts import Invalid
from periplus.partners.models import Partner


def page(cursor: str = "", limit: int = 3) -> dict[str, Any]:
    return page_of(Partner.objects.all(), cursor=cursor, limit=limit, shown=lambda partner: partner.pk)


def add(number: int) -> None:
    Partner.objects.bulk_create(Partner(name=f"Haven {n}", sort_key="haven") for n in range(number))


def pages(limit: int, between: Iterator[tuple[int, int]]) -> Iterator[list[int]]:
    """All pages; between two of them some rows come and some go."""
    cursor: str | None = ""
    while cursor is not None:
        found = page(cursor, limit)
        yield found["items"]
        cursor = found["next"]
        come, go = next(between, (0, 0))
        add(come)
        rows: QuerySet[Partner] = Partner.objects.order_by("pk")
        Partner.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:go])).delete()


class Cursors(TestCase):
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(
        rows=st.integers(0, 20),
        limit=st.integers(-2, 30),
        changes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4),
    )
    def test_each_row_comes_once_and_none_that_stays_is_left_out(
        self, rows: int, limit: int, changes: list[tuple[int, int]]
    ) -> None:
        add(rows)
        first = set(Partner.objects.values_list("pk", flat=True))
        seen = list(pages(limit, iter(changes)))
        flat = [pk for items in seen for pk in items]
        assert flat == sorted(set(flat))
        assert all(1 <= len(items) <= max(1, min(limit, 100)) for items in seen[:-1])
        stayed = set(Partner.objects.values_list("pk", flat=True))
        assert first & stayed <= set(flat)

    @settings(max_examples=60)
    @given(cursor=st.text(max_size=30))
    def test_any_text_is_a_cursor_of_ours_or_refused(self, cursor: str) -> None:
        try:
            found = page(cursor)
        except Invalid as invalid:
            found = {"errors": list(invalid.errors)}
        assert found in ({"items": [], "next": None}, {"errors": ["cursor"]})


@pytest.mark.django_db
def test_a_page_that_is_just_full_is_the_last() -> None:
    add(3)
    assert page(limit=3)["next"] is None
    add(1)
    assert page(limit=3)["next"] is not None
