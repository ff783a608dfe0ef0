"""Travelling in the demo's time: what would have happened by itself on the way is done."""

import datetime as dt

from periplus.core import clock
from periplus.demo.clock import move_on
from periplus.demo.seasons import live_on
from periplus.loop.services.rounds import run_daily_round
from periplus.mobility.services import bring_states_up_to_date
from periplus.partners.services import expire_agreements
from periplus.paths.services.outlooks import work_out_all_outlooks
from periplus.paths.services.reminders import remind_of_work
from periplus.paths.services.timers import strike_due_timers
from periplus.paths.services.work import pass_on_work_of_leavers
from periplus.people.services.leaving import close_accounts

STRIDE = 30


def travel(*, days: int) -> int:
    """Move the clock on by `days`, running the daily round every thirty days and on the last; how often."""
    rounds, left = 0, days
    while left > 0:
        step = min(STRIDE, left)
        clock.set_shift(move_on(days=step))
        _do_what_is_due(clock.today())
        rounds, left = rounds + 1, left - step
    return rounds


def _do_what_is_due(today: dt.date) -> None:
    live_on(until=today)
    close_accounts(today=today)
    pass_on_work_of_leavers(on=today, at=clock.now())
    strike_due_timers(at=clock.now())
    work_out_all_outlooks(at=clock.now())
    remind_of_work(at=clock.now())
    expire_agreements(today=today)
    bring_states_up_to_date(today=today)
    run_daily_round(today=today)
