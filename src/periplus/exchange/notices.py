"""Sentences of the events of imports, and who is told."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare
from periplus.core.models import Event
from periplus.exchange.models import ImportRun


def _starter(event: Event) -> Iterable[uuid.UUID]:
    """Whoever started the import, who may have left the page since."""
    touched = event.objects_touched.filter(qualifier="run").values("object_uuid")
    runs = ImportRun.objects.filter(uuid__in=touched, started_by__isnull=False)
    return runs.values_list("started_by__uuid", flat=True)


declare(
    Notice("exchange.import.uploaded", _("%(actor)s handed in %(file)s for “%(source)s”")),
    Notice("exchange.import.begun", _("%(actor)s began to import %(file)s into “%(source)s”")),
    Notice(
        "exchange.import.finished",
        _("The import of %(file)s is done: %(created)s new, %(changed)s changed, %(refused)s refused"),
        _starter,
    ),
    Notice("exchange.import.stopped", _("The import of %(file)s was stopped: %(reason)s"), _starter),
    Notice("exchange.import.undo_begun", _("%(actor)s began to undo the import of %(file)s")),
    Notice("exchange.import.rows_undone", _("%(rows)s rows of the import of %(file)s were undone")),
    Notice("exchange.import.undone", _("The import of %(file)s was undone"), _starter),
    Notice("partners.partner.merged", _("%(actor)s merged %(merged)s into %(partner)s")),
    Notice("partners.partner.unmerged", _("%(actor)s took %(merged)s out of %(partner)s again")),
    Notice("partners.name.registered", _("%(actor)s added %(partner)s, named by a list, to the register")),
    Notice("partners.name.reopened", _("%(actor)s put the name %(partner)s back into the queue")),
    Notice(
        "partners.institutions.imported",
        _("Institutions came from “%(source)s”: %(created)s new, %(changed)s changed"),
    ),
    Notice(
        "partners.agreement_lines.imported",
        _("Agreement lines came from “%(source)s”: %(created)s new, %(changed)s changed"),
    ),
    Notice(
        "mobility.stays.imported",
        _("Stays came from “%(source)s”: %(created)s new, %(changed)s changed"),
    ),
    Notice(
        "mobility.enrolments.imported",
        _("Enrolments came from “%(source)s”: %(created)s new, %(changed)s changed"),
    ),
)
