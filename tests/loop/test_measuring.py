import datetime as dt
from decimal import Decimal

import pytest

from periplus.core.ledger.services import System
from periplus.core.models import Event
from periplus.core.periods import calendar_year, series
from periplus.core.verdicts import YES, no
from periplus.loop.cells import shown
from periplus.loop.measuring import Reading, get_measure
from periplus.loop.models import Measurement
from periplus.loop.queries.series import get_series, get_tracks, list_remeasurements
from periplus.loop.scopes import Scope
from periplus.loop.services.measuring import Batch, measure_regularly, take_measurements
from periplus.people.models import Institution
from tests.factories.loop import GoalFactory, RuleFactory, TargetFactory, scope_of
from tests.factories.people import InstitutionFactory
from tests.loop.stretch import Tide, registered

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
GAUGE = System("gauge")
YEARS = series(calendar_year(2023), calendar_year(2025))


@pytest.fixture
def port() -> Institution:
    institution: Institution = InstitutionFactory.create()
    return institution


def take(scope: Scope) -> Batch:
    return take_measurements(
        actor=GAUGE, measures=[get_measure("tests.tide")], scopes=[scope], periods=YEARS, today=TODAY
    )


def test_readings_are_kept_with_definition_and_provenance(port: Institution, tide: Tide) -> None:
    tide.levels = {"2023": "7.5", "2025": 9}
    batch = take(scope_of(port))
    assert batch == Batch(readings=3, written=3, unchanged=0)
    kept = Measurement.objects.get(period_key="2023")
    assert (kept.value, kept.definition_version, kept.count) == (Decimal("7.5"), 1, 7)
    assert kept.provenance == {"records": 7, "ledger": 0, "by": "gauge"}
    assert Measurement.objects.get(period_key="2024").value is None
    event = Event.objects.get(type="loop.measurements.taken")
    assert event.attributes == {"written": 3, "measures": ["tests.tide"]}
    assert [touched.object_uuid for touched in event.objects_touched.all()] == [port.uuid]


def test_measuring_again_writes_nothing_when_nothing_changed(port: Institution, tide: Tide) -> None:
    tide.levels = {"2023": 7, "2024": 8, "2025": 9}
    take(scope_of(port))
    events = Event.objects.count()
    assert take(scope_of(port)) == Batch(readings=3, written=0, unchanged=3)
    assert (Measurement.objects.count(), Event.objects.count()) == (3, events)


def test_a_reading_that_differs_replaces_the_old_one_which_stays(port: Institution, tide: Tide) -> None:
    tide.levels = {"2023": 7, "2024": 8, "2025": 9}
    take(scope_of(port))
    tide.levels["2024"] = 88
    assert take(scope_of(port)).written == 1
    history = list_remeasurements("tests.tide", scope_of(port), "calendar_year", "2024")
    assert [(row.value, row.current) for row in history] == [(Decimal(88), True), (Decimal(8), False)]


def test_a_new_definition_is_a_new_reading_even_of_the_same_value(port: Institution) -> None:
    tide = Tide()
    tide.levels = {"2023": 7, "2024": 8, "2025": 9}
    with registered(tide):
        take(scope_of(port))
    with registered(tide, version=2):
        assert take(scope_of(port)).written == 3


def test_a_scope_the_measure_does_not_know_is_not_asked(port: Institution, tide: Tide) -> None:
    assert take(Scope(institution=port.uuid, field="061")) == Batch()
    assert tide.asked == 0


def test_regular_measuring_reads_targets_rules_and_every_indicator_once(
    port: Institution, tide: Tide
) -> None:
    goal = GoalFactory.create(plan__institution=port)
    TargetFactory.create(goal=goal, measure="tests.tide")
    TargetFactory.create(goal=goal, measure="tests.tide", scope=Scope(country="BR"))
    RuleFactory.create(institution=port, period_kind="month")
    tide.levels = {"2025": 9}
    measure_regularly(actor=GAUGE, institution=port, today=TODAY)
    kept = Measurement.objects.filter(measure="tests.tide")
    places = set(kept.values_list("scope_key", "period_kind"))
    whole = scope_of(port).key
    brazil = Scope(country="BR").key
    assert places == {(whole, "calendar_year"), (brazil, "calendar_year"), (whole, "month")}
    assert tide.asked == 3
    years = kept.filter(scope_key=whole, period_kind="calendar_year").order_by("starts_on")
    assert [row.period_key for row in years][-1] == "2025"
    assert years.count() == 15
    assert Measurement.objects.filter(measure="loop.closure").exists()


def test_a_series_shows_gaps_as_gaps(port: Institution, tide: Tide) -> None:
    tide.levels = {"2023": 7, "2025": 9}
    take(scope_of(port))
    read = get_series("tests.tide", scope_of(port), "calendar_year", calendar_year(2022), calendar_year(2025))
    assert [(each.period.key, each.value) for each in read] == [
        ("2022", None),
        ("2023", Decimal(7)),
        ("2024", None),
        ("2025", Decimal(9)),
    ]


def test_a_track_reaches_to_the_last_period_that_is_over(port: Institution, tide: Tide) -> None:
    tide.levels = {"2023": 7, "2024": 8, "2025": 9}
    take(scope_of(port))
    slot = ("tests.tide", scope_of(port).key, "calendar_year")
    later = get_tracks({slot}, last={"calendar_year": calendar_year(2026)})[slot]
    assert [(point.key, point.value) for point in later.points][-2:] == [("2025", Decimal(9)), ("2026", None)]
    earlier = get_tracks({slot}, last={"calendar_year": calendar_year(2024)})[slot]
    assert [point.key for point in earlier.points] == ["2023", "2024"]


@pytest.mark.usefixtures("tide")
def test_small_cells_are_shown_only_to_those_who_see_the_records() -> None:
    measure = get_measure("tests.tide")
    small = Reading(calendar_year(2024), Decimal(4), Decimal(4), count=4)
    assert shown(measure, small, no("")).value is None
    assert shown(measure, small, no("")).count == 4
    assert shown(measure, small, YES) == small
    large = Reading(calendar_year(2024), Decimal(5), count=5)
    none = Reading(calendar_year(2024), Decimal(0), count=0)
    assert [shown(measure, each, no("")) for each in (large, none)] == [large, none]
