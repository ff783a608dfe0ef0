"""The SQL of the measures against a plain recount in Python, on random stays."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from periplus.core.periods import Period, academic_year, calendar_year, month
from periplus.loop.measuring import get_measure
from periplus.loop.scopes import Scope
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay
from periplus.partners.models import Partner
from tests.factories.partners import PartnerFactory
from tests.mobility.naive import Recount, counts

pytestmark = pytest.mark.django_db

YEARS = [calendar_year(year) for year in range(2017, 2022)]
SERIES = {
    "calendar years": YEARS,
    "academic years": [academic_year(year) for year in range(2017, 2021)],
    "southern years": [academic_year(year, (2, 1)) for year in range(2017, 2021)],
    "months": [month(2019, number) for number in range(1, 13)],
}
RECOUNTED = {
    "mobility.outgoing_stays": Recount.outgoing,
    "mobility.incoming_stays": Recount.incoming,
    "mobility.country_concentration": Recount.country_concentration,
    "mobility.partner_concentration": Recount.partner_concentration,
    "mobility.reciprocity": Recount.reciprocity,
    "mobility.active_partners": Recount.active_partners,
    "mobility.link_survival": Recount.link_survival,
    "mobility.link_stability": Recount.link_stability,
}


def random_stays(seed: int, number: int = 400) -> list[Partner]:
    """Stays among seven institutions; some cancelled, some at home, some with unknown ends or dates."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    partners = [PartnerFactory.create(country=chance.choice(["PT", "FR", "DE", "BR"])) for _ in range(7)]
    Stay.objects.bulk_create(_random_stay(chance, partners) for _ in range(number))
    return partners


def _random_stay(chance: random.Random, partners: Sequence[Partner]) -> Stay:
    sending, receiving = (chance.choice([*partners, *partners, None]) for _ in range(2))
    starts_on = dt.date(2017, 1, 1) + dt.timedelta(days=chance.randrange(5 * 365))
    dated = chance.random() > 0.05
    return Stay(
        sending=sending,
        receiving=receiving,
        country_from=sending.country if sending else "",
        country_to=receiving.country if receiving else chance.choice(["", "US"]),
        field=chance.choice(["", "0412", "0413", "0610"]),
        programme=chance.choice(["", "Erasmus"]),
        starts_on=starts_on if dated else None,
        start_year=starts_on.year if dated else None,
        state=chance.choice([StayState.ENDED, StayState.ENDED, StayState.CANCELLED]),
    )


def scopes_of(partners: Sequence[Partner]) -> list[Scope]:
    own = Scope(institution=partners[0].uuid)
    return [
        own,
        own.narrowed("country", "FR"),
        own.narrowed("field", "04"),
        own.narrowed("partner", partners[1].uuid),
        own.narrowed("programme", "Erasmus").narrowed("country", "DE"),
    ]


def close(value: Decimal | None, expected: Fraction | int | None) -> bool:
    if value is None or expected is None:
        return value is None and expected is None
    return abs(Fraction(value) - Fraction(expected)) < Fraction(1, 10**12)


@pytest.mark.parametrize("kind", SERIES)
@pytest.mark.parametrize("seed", [1, 2])
def test_sql_equals_the_recount(kind: str, seed: int) -> None:
    partners = random_stays(seed)
    for scope in scopes_of(partners):
        recount = Recount(scope)
        for key, slowly in RECOUNTED.items():
            for reading in get_measure(key).compute(scope, SERIES[kind]):
                expected = slowly(recount, reading.period)
                assert close(reading.value, expected), (key, scope.key, reading)


@pytest.mark.parametrize("seed", [3, 4])
def test_as_many_records_as_counted_and_the_parts_make_the_whole(seed: int) -> None:
    partners = random_stays(seed)
    for scope in scopes_of(partners):
        for key in ("mobility.outgoing_stays", "mobility.incoming_stays"):
            measure = get_measure(key)
            for reading in measure.compute(scope, YEARS):
                records = measure.records(scope, reading.period, 1000, 0)
                assert len(records) == reading.count
                for axis in measure.breakdown_axes:
                    assert measure.contributions
                    parts = measure.contributions(scope, reading.period, axis)
                    assert sum(part.value for part in parts) == reading.count
                    assert [p.value for p in parts] == sorted((p.value for p in parts), reverse=True)


@pytest.mark.parametrize("seed", [5])
def test_squares_of_the_parts_make_the_concentration(seed: int) -> None:
    [own, *_others] = scopes_of(random_stays(seed))
    for key, axis in (("country_concentration", "country"), ("partner_concentration", "partner")):
        measure = get_measure(f"mobility.{key}")
        for reading in measure.compute(own, YEARS):
            assert measure.contributions
            parts = measure.contributions(own, reading.period, axis)
            assert close(sum((p.value for p in parts), Decimal(0)), Fraction(reading.value or 0))


@pytest.mark.parametrize("seed", [6])
def test_records_of_partners_and_links(seed: int) -> None:
    [own, *_others] = scopes_of(random_stays(seed))
    recount = Recount(own)
    for period in YEARS[1:]:
        active = get_measure("mobility.active_partners").records(own, period, 100, 0)
        assert {record.uuid for record in active} == _uuids(recount.links(period))
        links = get_measure("mobility.link_survival").records(own, period, 100, 0)
        by_word = {word: {r.uuid for r in links if r.detail == word} for word in ("kept", "lost", "new")}
        now, before = recount.links(period), recount.links(period.previous())
        assert by_word == {
            "kept": _uuids(now & before),
            "lost": _uuids(before - now),
            "new": _uuids(now - before),
        }
        pages = [get_measure("mobility.link_survival").records(own, period, 2, at) for at in (0, 2, 4, 6)]
        assert [r for page in pages for r in page] == links


def _uuids(keys: set[int]) -> set[object]:
    return set(Partner.objects.filter(pk__in=keys).values_list("uuid", flat=True))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever an example writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def all_values(scope: Scope, periods: Sequence[Period]) -> list[Decimal | None]:
    return [r.value for key in RECOUNTED for r in get_measure(key).compute(scope, periods)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False))
def test_neither_order_nor_names_matter(order: random.Random) -> None:
    """Permutation invariance: the stays in another order, between partners called otherwise."""
    with undone():
        partners = random_stays(seed=7, number=60)
        own = Scope(institution=partners[0].uuid)
        before = all_values(own, YEARS)
        stays = list(Stay.objects.all())
        swapped = _swapped(order, [p for p in partners[1:] if p.country == "FR"])
        Stay.objects.all().delete()
        order.shuffle(stays)
        for stay in stays:
            stay.pk = None
            stay.sending_id = swapped.get(stay.sending_id, stay.sending_id)
            stay.receiving_id = swapped.get(stay.receiving_id, stay.receiving_id)
        Stay.objects.bulk_create(stays)
        assert all_values(own, YEARS) == before
        assert sum(counts(stay) for stay in stays) > 0


def _swapped(order: random.Random, partners: list[Partner]) -> dict[int | None, int]:
    keys = [partner.pk for partner in partners]
    shuffled = order.sample(keys, len(keys))
    return dict(zip(keys, shuffled, strict=True))


def test_reordering_periods_reorders_readings() -> None:
    partners = random_stays(seed=8)
    own = Scope(institution=partners[0].uuid)
    for key in RECOUNTED:
        forwards = get_measure(key).compute(own, YEARS)
        backwards = get_measure(key).compute(own, [*reversed(YEARS), YEARS[0]])
        assert backwards == [*reversed(forwards), forwards[0]]
