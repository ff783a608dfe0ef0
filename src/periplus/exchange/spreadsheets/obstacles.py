"""What stands in the way of undoing an import: what was done since to what it brought in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection, models
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core.copying import rows_of
from periplus.core.models import EventObject
from periplus.exchange.enums import Outcome
from periplus.exchange.models import ImportRow, ImportRun
from periplus.exchange.spreadsheets.kinds import kind_of

MOST: Final = 10

_TOUCHED_SINCE: Final = """
SELECT e.type, count(DISTINCT e.id), min(r.number)
FROM exchange_importrow r
JOIN core_eventobject o ON o.object_uuid = r.target_uuid
JOIN core_event e ON e.id = o.event_id
WHERE r.run_id = %(run)s AND r.number < %(next)s AND r.outcome IN ('created', 'changed', 'merged')
  AND e.id > %(begun)s AND e.attributes->>'run' IS DISTINCT FROM %(uuid)s
  AND NOT EXISTS (
    SELECT 1 FROM exchange_importrun u WHERE u.state = 'undone' AND u.uuid::text = e.attributes->>'run')
  AND NOT EXISTS (
    SELECT 1 FROM partners_merge m
    WHERE m.undone_at IS NOT NULL AND m.uuid::text = e.attributes->>'merge')
GROUP BY e.type ORDER BY e.type
"""


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
    found += _used_elsewhere(run, kind.target, [model for model, _field in kind.owned])
    return found[:MOST]


def _touched_since(run: ImportRun) -> Iterator[Obstacle]:
    # By the order of the ledger, not by the clock, which a demo may move.
    begun = EventObject.objects.filter(object_uuid=run.uuid, event__type="exchange.import.begun")
    first = begun.aggregate(first=Min("event_id"))["first"] or 0
    values = {"run": run.pk, "next": run.next_row, "begun": first, "uuid": str(run.uuid)}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED_SINCE, values)
        rows = cursor.fetchall()
    for event, times, row in rows:
        sentence = ngettext(
            "Something was done since to what row %(row)s brought in (%(event)s). Undo that first.",
            "%(times)s things were done since to what it brought in, first to row %(row)s (%(event)s). "
            "Undo them first.",
            times,
        )
        yield Obstacle(sentence % {"times": times, "row": row, "event": event}, row)


def _used_elsewhere(
    run: ImportRun, target: type[models.Model], owned: list[type[models.Model]]
) -> Iterator[Obstacle]:
    """Rows of other things that point to what the run created, and that it did not create itself."""
    rows = ImportRow.objects.filter(
        run=run, outcome=Outcome.CREATED, number__lt=run.next_row, before__isnull=True
    )
    if not hasattr(target, "uuid"):
        return
    created = rows_of(target).filter(uuid__in=rows.values("target_uuid"))
    for model, field in _pointing_at(target):
        using = rows_of(model).filter(**{f"{field}__in": created})
        uses = 0 if model in owned else using.count()
        if uses:
            yield _obstacle(run, model, field, uses, using)


def _pointing_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to `target`, also those that leave no name on it."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is target:
                yield model, field.name


def _obstacle(run: ImportRun, model: Any, field: str, uses: int, using: "models.QuerySet[Any]") -> Obstacle:
    used = getattr(using.select_related(field).order_by("pk")[0], field)
    row = ImportRow.objects.filter(run=run, target_uuid=used.uuid).order_by("number").first()
    number = row.number if row else 0
    sentence = ngettext(
        "%(uses)s entry (%(what)s) uses what it brought in: %(name)s, row %(row)s. "
        "Remove or merge that first.",
        "%(uses)s entries (%(what)s) use what it brought in, such as %(name)s, row %(row)s. "
        "Remove or merge them first.",
        uses,
    )
    facts = {"uses": uses, "what": model._meta.verbose_name, "name": str(used), "row": number}
    return Obstacle(sentence % facts, number)


def undo_refusal(obstacles: list[Obstacle]) -> str:
    """One sentence for all: what stands in the way."""
    return _("It cannot be undone yet. %(why)s") % {"why": " ".join(each.sentence for each in obstacles)}
