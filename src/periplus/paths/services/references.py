"""People and files that values name: those that there are, for whoever fills them in."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.documents.queries import find_documents, may_read_document
from periplus.core.verdicts import Invalid
from periplus.paths.chart import ChartItem
from periplus.paths.enums import ValueType
from periplus.paths.models import Case
from periplus.paths.policies import Actor
from periplus.paths.values import uuids_in
from periplus.people.models import Person
from periplus.people.queries.persons import list_persons


def demand_known(items: Iterable[ChartItem], values: Mapping[str, Any], *, actor: Actor, case: Case) -> None:
    """Raises `Invalid` for each value that names what the actor cannot know; what the case knows may stay.

    Asks the database only where people or files are named.
    """
    if not isinstance(actor, Person):
        return
    errors: dict[str, str | Promise] = {}
    for item in items:
        for kind, find in ((ValueType.PERSON, _people), (ValueType.FILE, _files)):
            new = _named(item, values.get(item.key), kind) - uuids_in(case.values.get(item.key))
            if new and new - find(actor, new):
                errors[item.key] = _("Choose one from the list.")
    if errors:
        raise Invalid(errors)


def _named(item: ChartItem, value: Any, kind: ValueType) -> set[uuid.UUID]:
    if item.type == kind:
        return uuids_in(value)
    if item.type != ValueType.TABLE or not isinstance(value, list):
        return set()
    keys = [column.key for column in item.columns if column.type == kind]
    return uuids_in([row.get(key) for row in value if isinstance(row, dict) for key in keys])


def _people(actor: Person, references: set[uuid.UUID]) -> set[uuid.UUID]:
    return set(list_persons(actor).filter(uuid__in=references).values_list("uuid", flat=True))


def _files(actor: Person, references: set[uuid.UUID]) -> set[uuid.UUID]:
    """Files that the actor reads, and those just handed in for a case that is about to begin."""
    return {
        each.uuid
        for each in find_documents(references)
        if (each.subject_uuid is None and each.uploaded_by_uuid == actor.uuid)
        or may_read_document(actor, each)
    }
