"""What finished cases say about running ones, worked out anew every night. A figure, not a change."""

import datetime as dt

from django.db import transaction

from periplus.paths.facts import from_ledger, judge, learn
from periplus.paths.models import Outlook, OutlookQuality, Procedure
from periplus.paths.queries.facts import get_prefixes


@transaction.atomic
def work_out_outlooks(*, procedure: Procedure, at: dt.datetime) -> OutlookQuality:
    """Put the table of a procedure in the place of yesterday's, with how good it proves."""
    known = get_prefixes(from_ledger(procedure.pk))
    Outlook.objects.filter(procedure=procedure).delete()
    Outlook.objects.bulk_create(
        Outlook(
            procedure=procedure,
            state_key=state.key,
            cases=state.cases,
            median_days=state.median_days,
            late_after_days=state.late_after_days,
            late_share=state.late_share,
        )
        for state in learn(known).values()
    )
    proved = judge(known)
    quality, _made = OutlookQuality.objects.update_or_create(
        procedure=procedure,
        defaults={
            "learnt_from": proved.learnt_from,
            "tested_on": proved.tested_on,
            "hit_rate": proved.hit_rate,
            "error_days": proved.error_days,
            "worked_out_at": at,
        },
    )
    return quality


def work_out_all_outlooks(*, at: dt.datetime) -> int:
    """Of every procedure that has a version in force or had one; gives of how many."""
    procedures = list(Procedure.objects.exclude(versions__enacted_at=None).distinct().order_by("id"))
    for procedure in procedures:
        work_out_outlooks(procedure=procedure, at=at)
    return len(procedures)
