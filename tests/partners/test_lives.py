"""The table of moves, and the arithmetic of notice."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from periplus.core.ledger.notices import find_notice
from periplus.partners import lives
from periplus.partners.enums import AgreementState
from periplus.partners.models import Agreement
from periplus.people.models import Institution
from periplus.people.permissions import list_actions

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


def agreement(*, starts: int = 9, notice: int = 12, until: dt.date | None = None) -> Agreement:
    return Agreement(
        institution=Institution(year_starts_month=starts),
        notice_months=notice,
        valid_until=until,
        state=AgreementState.IN_FORCE,
    )


def test_every_move_has_a_row_of_the_matrix_and_a_sentence() -> None:
    known = {action.key for action in list_actions()}
    for move in lives.MOVES:
        assert move.action in known or move.verb == "expire"
        assert find_notice(move.event)


def test_every_state_is_reached_and_only_ends_stand_still() -> None:
    reached = {to for _origin, _verb, to in lives.TRANSITIONS}
    left = {origin for origin, _verb, _to in lives.TRANSITIONS}
    assert reached == set(AgreementState.values) - {"idea"}
    assert set(AgreementState.values) - left == {"dropped", "expired", "terminated"}


@given(day=DAYS, months=st.integers(-600, 600))
def test_months_later_is_that_many_months_and_comes_back(day: dt.date, months: int) -> None:
    later = lives.months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert lives.months_later(lives.months_later(day.replace(day=1), months), -months) == day.replace(day=1)


@given(day=DAYS, starts=st.integers(1, 12), notice=st.integers(0, 48))
def test_after_notice_it_holds_to_the_end_of_an_academic_year(day: dt.date, starts: int, notice: int) -> None:
    end = lives.end_after_notice(agreement(starts=starts, notice=notice), given_on=day)
    over = lives.months_later(day, notice)
    assert (end.month, end.day) == (starts, 1)
    assert over <= end < dt.date(over.year + 1, over.month, 1) + dt.timedelta(days=32)
    assert end.replace(year=end.year - 1) < over


def test_notice_never_lengthens_an_agreement() -> None:
    until = dt.date(2026, 12, 31)
    assert lives.end_after_notice(agreement(until=until), given_on=dt.date(2026, 3, 2)) == until


def test_notice_is_due_before_the_end() -> None:
    assert lives.notice_due_on(agreement(until=dt.date(2027, 9, 1))) == dt.date(2026, 9, 1)
    assert lives.notice_due_on(agreement(until=dt.date(2027, 8, 31), notice=6)) == dt.date(2027, 2, 28)
    assert lives.notice_due_on(agreement()) is None


def test_academic_years_begin_in_the_month_of_the_institution() -> None:
    september, january = Institution(year_starts_month=9), Institution(year_starts_month=1)
    assert lives.academic_year_of(september, dt.date(2026, 8, 31)) == 2025
    assert lives.academic_year_of(september, dt.date(2026, 9, 1)) == 2026
    assert lives.academic_year_of(january, dt.date(2026, 8, 31)) == 2026
