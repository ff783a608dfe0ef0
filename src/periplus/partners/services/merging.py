"""Two entries that turned out to be one institution: merged, and exactly unmerged again."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any, Final

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.copying import rows_of
from periplus.core.ledger.services import System, record
from periplus.core.traces import Trace, take_back, trace_from
from periplus.core.verdicts import Invalid, require
from periplus.partners import policies
from periplus.partners.enums import MatchState, PartnerState
from periplus.partners.merging import Mover, column_of, list_movers
from periplus.partners.models import Merge, NameMatch, Partner
from periplus.partners.policies import Actor

# What the kept one takes over where it has nothing itself.
_FILLED: Final = ("country", "city", "website", "latitude", "longitude")
_ALONE: Final = ("latitude", "longitude")


@transaction.atomic
def merge_partners(*, actor: Actor, kept: Partner, merged: Partner, on: dt.date) -> Merge:
    """Merge one institution into another: all that points at it points at the kept one from now on."""
    kept, merged = _locked(kept), _locked(merged)
    require(policies.may_change_partner(actor, kept) & policies.may_change_partner(actor, merged))
    _check(kept, merged)
    trace, moved = Trace(), dict[str, list[int]]()
    counts: Counter[str] = Counter()
    for mover in list_movers():
        rows = _move(mover, merged, kept, trace)
        if rows:
            moved[f"{mover.model._meta.label_lower}.{mover.column}"] = rows
            counts[mover.model._meta.label_lower] += len(rows)
    _fill(kept, merged, trace)
    trace.add_changed(merged, {"state": merged.state}, {"state": PartnerState.MERGED.value})
    merged.state, merged.merged_into = PartnerState.MERGED, kept
    merged.save(update_fields=["state", "merged_into"])
    merge = Merge.objects.create(
        kept=kept,
        merged=merged,
        moved={"moved": moved, **trace.as_json()},
        merged_at=clock.now(),
        merged_by_uuid=None if isinstance(actor, System) else actor.uuid,
    )
    record(
        "partners.partner.merged",
        actor=actor,
        objects={"partner": kept, "merged": merged},
        attributes={"merge": str(merge.uuid), "moved": counts},
        on=on,
    )
    return merge


@transaction.atomic
def undo_merge(*, actor: Actor, merge: Merge, on: dt.date) -> Merge:
    """Take a merge back: everything that it moved, and that still is there, goes back where it was."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, merged = _locked(merge.kept), _locked(merge.merged)
    if merge.undone_at:
        raise Invalid({"": _("This merge was undone before.")})
    if kept.state == PartnerState.MERGED:
        raise Invalid(
            {"": _("%(name)s was merged into another since. Undo that first.") % {"name": kept.name}}
        )
    require(policies.may_change_partner(actor, kept))
    Partner.objects.filter(pk=merged.pk).update(merged_into=None, state=PartnerState.REGISTERED)
    for column, rows in merge.moved["moved"].items():
        _move_back(column, rows, merged, kept)
    take_back([trace_from(merge.moved)])
    NameMatch.objects.filter(provisional=merged, state=MatchState.CONFIRMED).update(
        state=MatchState.OPEN, chosen=None, settled_on=None
    )
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    record(
        "partners.partner.unmerged",
        actor=actor,
        objects={"partner": kept, "merged": merged},
        attributes={"merge": str(merge.uuid)},
        on=on,
    )
    return merge


def count_moves(*, kept: Partner, merged: Partner) -> Counter[str]:
    """How many rows of each kind (by model label) a merge would move; changes nothing."""
    counts: Counter[str] = Counter()
    if merged.pk != kept.pk:
        for mover in list_movers():
            rows = rows_of(mover.model).filter(**{mover.field: _value(mover, merged)})
            counts[mover.model._meta.label_lower] += rows.count()
    return +counts


def _locked(partner: Partner) -> Partner:
    return Partner.objects.select_for_update().get(pk=partner.pk)


def _check(kept: Partner, merged: Partner) -> None:
    sentence: str | Promise = ""
    if kept.pk == merged.pk:
        sentence = _("This is the same entry. Choose another one.")
    elif merged.served_here:
        sentence = _("%(name)s is served here. Merge the other one into it.") % {"name": merged.name}
    elif kept.state == PartnerState.PROVISIONAL and merged.state != PartnerState.PROVISIONAL:
        sentence = _("%(name)s is only a name not yet matched. Merge it into the other one.")
        sentence = sentence % {"name": kept.name}
    if sentence:
        raise Invalid({"other": sentence})


def _value(mover: Mover, partner: Partner) -> Any:
    return partner.uuid if mover.by_uuid else partner.pk


def _move(mover: Mover, merged: Partner, kept: Partner, trace: Trace) -> list[int]:
    rows = rows_of(mover.model).filter(**{mover.field: _value(mover, merged)}).order_by("pk")
    clashing = _clashing(mover, rows, kept) if mover.once_with else []
    if mover.vanishes:
        for thing in clashing:
            trace.add_deleted(thing)
        rows.filter(pk__in=[thing.pk for thing in clashing]).delete()
    staying = {thing.pk for thing in clashing} | ({kept.pk} if mover.model is Partner else set())
    moving = [pk for pk in rows.values_list("pk", flat=True) if pk not in staying]
    rows_of(mover.model).filter(pk__in=moving).update(**{mover.field: _value(mover, kept)})
    return moving


def _clashing(mover: Mover, rows: "models.QuerySet[Any]", kept: Partner) -> list[Any]:
    theirs = rows_of(mover.model).filter(**{mover.field: _value(mover, kept)})
    taken = set(theirs.values_list(*mover.once_with))
    columns = [column_of(mover.model, name) for name in mover.once_with]
    return [thing for thing in rows if tuple(getattr(thing, each) for each in columns) in taken]


def _move_back(column: str, rows: list[int], merged: Partner, kept: Partner) -> None:
    mover = next(each for each in list_movers() if f"{each.model._meta.label_lower}.{each.column}" == column)
    there = rows_of(mover.model).filter(pk__in=rows, **{mover.field: _value(mover, kept)})
    there.update(**{mover.field: _value(mover, merged)})


def _fill(kept: Partner, merged: Partner, trace: Trace) -> None:
    """The kept one learns what only the merged one knew."""
    missing = [name for name in _FILLED if getattr(kept, name) in {"", None} and getattr(merged, name)]
    if any(getattr(kept, name) is not None for name in _ALONE):
        missing = [name for name in missing if name not in _ALONE]  # half a position is none
    if not missing:
        return
    new = {name: getattr(merged, name) for name in missing}
    trace.add_changed(kept, {name: getattr(kept, name) for name in missing}, new)
    for name, value in new.items():
        setattr(kept, name, value)
    kept.save(update_fields=missing)


def find_merge(reference: uuid.UUID) -> Merge | None:
    return Merge.objects.select_related("kept", "merged").filter(uuid=reference).first()
