"""What stands in the way of undoing an import: what was done since to what it brought in.

Everything is asked some thousand things at a time, by their ids. One large join would be shorter, but
right after an import the planner does not know how large the tables are, and takes minutes for it.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core.copying import rows_of
from periplus.core.models import Event, EventObject
from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.models import ImportRow, ImportRun
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.partners.models import Merge

MOST: Final = 10
_AT_A_TIME: Final = 5_000


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that must be undone first: what, how often, and a row to look at."""

    sentence: str
    row: int


def list_obstacles(run: ImportRun) -> list[Obstacle]:
    """What keeps a run from being undone, at most `MOST`; empty when it can be."""
    kind = kind_of(run.source.kind)
    found: list[Obstacle] = []
    if kind.events_tell:
        found += _touched_since(run)
    if hasattr(kind.target, "uuid"):
        found += _used_elsewhere(run, kind.target, {model for model, _field in kind.owned})
    return found[:MOST]


def undo_refusal(obstacles: Sequence[Obstacle]) -> str:
    """One sentence for all: what stands in the way."""
    return _("It cannot be undone yet. %(why)s") % {"why": " ".join(each.sentence for each in obstacles)}


def _touched_since(run: ImportRun) -> Iterator[Obstacle]:
    """Entries of the ledger about what the run created or changed, later than the run and not its own."""
    # By the order of the ledger, not by the clock, which a demo may move.
    begun = EventObject.objects.filter(object_uuid=run.uuid, event__type="exchange.import.begun")
    first = begun.order_by("event_id").values_list("event_id", flat=True).first() or 0
    own = Event.objects.filter(id__gte=first, attributes__run=str(run.uuid))
    own_ids = list(own.values_list("id", flat=True))
    rows = ImportRow.objects.filter(run=run, number__lt=run.next_row, target_uuid__isnull=False)
    rows = rows.exclude(outcome=Outcome.UNCHANGED)
    touched: dict[int, int] = {}
    for part in _parts(dict(rows.values_list("target_uuid", "number")).items()):
        numbers = dict(part)
        links = EventObject.objects.filter(object_uuid__in=numbers, event_id__gt=first)
        for event_id, target in links.exclude(event_id__in=own_ids).values_list("event_id", "object_uuid"):
            touched[event_id] = min(numbers[target], touched.get(event_id, numbers[target]))
    yield from _told(touched)


def _told(touched: dict[int, int]) -> Iterator[Obstacle]:
    """One obstacle for each type of event that still holds; `touched`: the first row of each event."""
    times: Counter[str] = Counter()
    first: dict[str, int] = {}
    for event in Event.objects.filter(pk__in=touched).only("type", "attributes"):
        if not _was_undone(event):
            times[event.type] += 1
            first[event.type] = min(touched[event.pk], first.get(event.type, touched[event.pk]))
    for event_type, count in sorted(times.items()):
        sentence = ngettext(
            "Something was done since to what row %(row)s brought in (%(event)s). Undo that first.",
            "%(times)s things were done since to what it brought in, first to row %(row)s (%(event)s). "
            "Undo them first.",
            count,
        )
        facts = {"times": count, "row": first[event_type], "event": event_type}
        yield Obstacle(sentence % facts, first[event_type])


def _was_undone(event: Event) -> bool:
    """Whether the event belongs to an import or a merge that was taken back since."""
    run, merge = event.attributes.get("run"), event.attributes.get("merge")
    if run:
        return ImportRun.objects.filter(uuid=run, state=RunState.UNDONE).exists()
    return bool(merge) and Merge.objects.filter(uuid=merge, undone_at__isnull=False).exists()


def _used_elsewhere(
    run: ImportRun, target: type[models.Model], owned: set[type[models.Model]]
) -> Iterator[Obstacle]:
    """Rows of other things that point to what the run created, and that it did not create itself."""
    pointing = [(model, field) for model, field in _pointing_at(target) if model not in owned]
    uses: dict[tuple[type[models.Model], str], Counter[int]] = defaultdict(Counter)
    for part in _parts(_created(run) if pointing else ()):
        pks = list(rows_of(target).filter(uuid__in=part).values_list("pk", flat=True))
        for model, field in pointing:
            rows = rows_of(model).filter(**{f"{field}__in": pks}).order_by()
            uses[model, field].update(rows.values_list(field, flat=True))
    for (model, _field), used in uses.items():
        if used:
            yield _obstacle(run, target, model, used)


def _created(run: ImportRun) -> Iterable[uuid.UUID | None]:
    rows = ImportRow.objects.filter(
        run=run, outcome=Outcome.CREATED, number__lt=run.next_row, before__isnull=True
    )
    return rows.values_list("target_uuid", flat=True)


def _pointing_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to `target`, also those that leave no name on it."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is target:
                yield model, field.name


def _obstacle(
    run: ImportRun, target: type[models.Model], model: type[models.Model], used: Counter[int]
) -> Obstacle:
    thing: Any = rows_of(target).get(pk=min(used))
    row = ImportRow.objects.filter(run=run, target_uuid=thing.uuid).order_by("number").first()
    number, uses = row.number if row else 0, used.total()
    sentence = ngettext(
        "%(uses)s entry (%(what)s) uses what it brought in: %(name)s, row %(row)s. "
        "Remove or merge that first.",
        "%(uses)s entries (%(what)s) use what it brought in, such as %(name)s, row %(row)s. "
        "Remove or merge them first.",
        uses,
    )
    facts = {"uses": uses, "what": model._meta.verbose_name, "name": str(thing), "row": number}
    return Obstacle(sentence % facts, number)


def _parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    several = list(things)
    for start in range(0, len(several), _AT_A_TIME):
        yield several[start : start + _AT_A_TIME]
