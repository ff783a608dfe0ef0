"""Taking a whole import back, newest row first, batch by batch; it can be interrupted and go on.

What the import created is removed, what it changed gets its old values, merges of stand-ins that it
made are undone. Stand-ins that others use by now stay.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.copying import rows_of
from periplus.core.ledger.services import record, record_bulk
from periplus.core.traces import Trace, remove_rows, take_back, trace_from
from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.models import ImportRow, ImportRun
from periplus.exchange.spreadsheets.kinds import Kind, kind_of
from periplus.exchange.spreadsheets.running import IMPORT, actor_of, at_work, told
from periplus.mobility.models import Stay
from periplus.partners.enums import PartnerState
from periplus.partners.merging import count_uses
from periplus.partners.models import Merge, NameMatch, Partner, PartnerName
from periplus.partners.services.merging import undo_merge
from periplus.partners.services.naming import recount_uses

BATCH: Final = 2_000
_WITHOUT: Final = ("number", "outcome", "target_uuid", "before")


def carry_out_undo(run: ImportRun, *, today: dt.date) -> ImportRun:
    """Undo the rows that are left; gives the run as it is then.

    When it stops on an error, the run stays in the state of being undone, with the reason, and the
    next attempt goes on from there.
    """
    with at_work(run) as free:
        if free and ImportRun.objects.get(pk=run.pk).state == RunState.UNDOING:
            try:
                _undo_rows(run, today)
            except Exception as error:
                sentence = _("Undoing stopped: %(error)s") % {"error": error}
                ImportRun.objects.filter(pk=run.pk).update(failure=sentence)
                raise
    run.refresh_from_db()
    return run


def _undo_rows(run: ImportRun, today: dt.date) -> None:
    run.refresh_from_db()
    kind = kind_of(run.source.kind)
    with transaction.atomic():
        _undo_merges(run, today)
    while run.next_row > 1:
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.state != RunState.UNDOING or locked.next_row != run.next_row:
                return
            run.next_row = _undo_batch(run, kind)
            run.save(update_fields=["next_row"])
    _finish(run)


def _undo_batch(run: ImportRun, kind: Kind) -> int:
    """Undo the last rows that are left; give the number of the first of them."""
    rows = list(
        ImportRow.objects.filter(run=run, number__lt=run.next_row).order_by("-number").only(*_WITHOUT)[:BATCH]
    )
    if not rows:
        return 1
    _remove_targets(kind, [row.target_uuid for row in rows if _implied(row)])
    take_back(trace_from(row.before) for row in rows if row.before)
    _remove_stand_ins(chain.from_iterable((row.before or {}).get("stood_in", []) for row in rows))
    touched = {row.target_uuid for row in rows if row.target_uuid and row.outcome != Outcome.UNCHANGED}
    record_bulk(
        "exchange.import.rows_undone",
        actor=actor_of(run),
        objects={"run": (ImportRun, [run.uuid]), "target": (kind.target, sorted(touched))},
        attributes={**told(run), "rows": len(rows)},
    )
    return int(rows[-1].number)


def _implied(row: ImportRow) -> bool:
    """Rows that created just their target keep no trace of it."""
    return row.outcome == Outcome.CREATED and "created" not in (row.before or {})


def _remove_targets(kind: Kind, uuids: Sequence[Any]) -> None:
    if not uuids:
        return
    targets = rows_of(kind.target).filter(uuid__in=uuids)
    pks = list(targets.values_list("pk", flat=True))
    for model, field in kind.owned:
        rows = rows_of(model).filter(**{f"{field}__in": pks})
        remove_rows((model._meta.label_lower, pk) for pk in rows.values_list("pk", flat=True))
    remove_rows((kind.target._meta.label_lower, pk) for pk in pks)


def _undo_merges(run: ImportRun, today: dt.date) -> None:
    """Decisions on names that only this run brought go with it."""
    made = _stand_ins(run)
    merges = Merge.objects.filter(merged_id__in=made, undone_at=None, kept__state=PartnerState.REGISTERED)
    for merge in merges.order_by("-id"):
        if not _moved_by_others(run, merge):
            undo_merge(actor=IMPORT, merge=merge, on=today)


def _stand_ins(run: ImportRun) -> list[int]:
    rows = ImportRow.objects.filter(run=run, before__has_key="stood_in", number__lt=run.next_row)
    return list(chain.from_iterable(rows.values_list("before__stood_in", flat=True)))


def _moved_by_others(run: ImportRun, merge: Merge) -> bool:
    """Whether the merge moved stays, or anything else, that did not come with this run."""
    created = ImportRow.objects.filter(run=run, outcome=Outcome.CREATED)
    for column, pks in merge.moved["moved"].items():
        if column.startswith("mobility.stay."):
            moved = set(Stay.objects.filter(pk__in=pks).values_list("uuid", flat=True))
            mine = created.filter(target_uuid__in=moved).values_list("target_uuid", flat=True)
            if moved - set(mine):
                return True
    return False


def _remove_stand_ins(partner_ids: Iterable[int]) -> None:
    """Remove stand-ins that nobody uses any more and nobody decided about."""
    ids = set(partner_ids)
    uses = count_uses(ids)
    idle = [pk for pk in ids if not uses[pk]]
    waiting = Partner.objects.filter(pk__in=idle, state=PartnerState.PROVISIONAL)
    gone = list(waiting.values_list("pk", flat=True))
    trace = Trace()
    for model in (NameMatch, PartnerName):
        column = "provisional_id" if model is NameMatch else "partner_id"
        for pk in rows_of(model).filter(**{f"{column}__in": gone}).values_list("pk", flat=True):
            trace.add_created(model, pk)
    trace.created += [(Partner._meta.label_lower, pk) for pk in gone]
    Merge.objects.filter(merged_id__in=gone).delete()
    remove_rows(trace.created)


@transaction.atomic
def _finish(run: ImportRun) -> None:
    run.state, run.undone_at, run.failure = RunState.UNDONE, clock.now(), ""
    run.save(update_fields=["state", "undone_at", "failure"])
    recount_uses()
    record(
        "exchange.import.undone",
        actor=IMPORT,  # so that whoever began it is told
        objects={"run": run},
        attributes={**told(run), "rows": run.rows_total},
    )
