"""The daily round: the loop moves on by itself where no person has to decide."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.db import connection, transaction

from periplus.core.ledger.services import System, record
from periplus.loop.services.agenda import enter_due_checks, enter_open_deviations
from periplus.loop.services.evaluations import enter_evaluations, settle_evaluations
from periplus.loop.services.measuring import measure_regularly
from periplus.loop.services.pulls import apply_due_pulls
from periplus.loop.services.signals import raise_signals
from periplus.loop.services.waivers import expire_waivers
from periplus.people.models import Institution

ROUND = System("daily round")
LOCK = "SELECT pg_try_advisory_lock(hashtext('periplus.loop.round'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('periplus.loop.round'))"


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What a round did, as counts. `ran` is False when another round was under way."""

    ran: bool = True
    pulls_applied: int = 0
    pulls_failed: int = 0
    figures_changed: int = 0
    signals_raised: int = 0
    waivers_ended: int = 0
    checks_entered: int = 0
    deviations_entered: int = 0
    evaluations_entered: int = 0
    evaluations_settled: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The counts that are not nought."""
        return {name: count for name, count in asdict(self).items() if name != "ran" and count}


def run_daily_round(*, today: dt.date) -> RoundReport:
    """Carry out what is due, measure, watch, and fill the agendas. Twice on a day does nothing more.

    Each step is its own transaction, so a round that breaks off is simply taken up by the next one.
    """
    with _alone() as alone:
        if not alone:
            return RoundReport(ran=False)
        report = _run(today)
        if report.counts:
            with transaction.atomic():
                record("loop.round.run", actor=ROUND, objects={}, attributes=report.counts, on=today)
        return report


def _run(today: dt.date) -> RoundReport:
    pulls = apply_due_pulls(today=today)
    figures, signals = 0, 0
    for institution in Institution.objects.order_by("pk"):
        figures += measure_regularly(actor=ROUND, institution=institution, today=today).written
        signals += len(raise_signals(actor=ROUND, institution=institution, today=today))
    return RoundReport(
        pulls_applied=pulls.applied,
        pulls_failed=pulls.failed,
        figures_changed=figures,
        signals_raised=signals,
        waivers_ended=expire_waivers(today=today),
        checks_entered=enter_due_checks(today=today),
        deviations_entered=enter_open_deviations(today=today),
        evaluations_settled=settle_evaluations(today=today),
        evaluations_entered=enter_evaluations(today=today),
    )


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold a lock of the database session, so that two workers never run the round at once."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK)
