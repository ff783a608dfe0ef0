"""What may be chosen in the form of a step: people, partners, files, as far as the reader may see them."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from periplus.core import clock
from periplus.core.documents.queries import list_documents_by, list_documents_of
from periplus.core.text import normalise
from periplus.partners import queries as partners
from periplus.partners.queries.narrowing import list_nameable
from periplus.paths.enums import ValueType
from periplus.paths.forms.filling import Pickers
from periplus.paths.types import Case
from periplus.people.queries import persons
from periplus.people.types import Person

MOST_FOUND = 12


def uuids_of(texts: Iterable[object]) -> list[uuid.UUID]:
    """Those of the texts that are uuids."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(str(text)))
        except ValueError:
            continue
    return found


class PersonPicker:
    """People whom the reader may see, and the reader."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def find(self, text: str) -> Sequence[tuple[str, str]]:
        found = persons.list_candidates(self.person, text=text, on=clock.today(), limit=MOST_FOUND)
        return [(str(each.uuid), each.name) for each in found]

    def names(self, references: Iterable[str]) -> Mapping[str, str]:
        wanted = uuids_of(references)
        seen = persons.list_persons(self.person).filter(uuid__in=wanted) if wanted else []
        return {str(each.uuid): each.name for each in seen}


class PartnerPicker:
    """Institutions of the register."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def find(self, text: str) -> Sequence[tuple[str, str]]:
        found = partners.list_candidates(self.person, text=normalise(text), limit=MOST_FOUND)
        return [(str(each.uuid), each.name) for each in found]

    def names(self, references: Iterable[str]) -> Mapping[str, str]:
        wanted = uuids_of(references)
        seen = list_nameable(self.person).filter(uuid__in=wanted) if wanted else []
        return {str(each.uuid): each.name for each in seen}


class FilePicker:
    """Files of the case, and those that the reader has just handed in for one that is about to begin."""

    def __init__(self, person: Person, case: Case | None) -> None:
        self.person = person
        self.case = case

    def find(self, text: str) -> Sequence[tuple[str, str]]:  # noqa: ARG002 -- files are handed in, not found
        return ()

    def names(self, references: Iterable[str]) -> Mapping[str, str]:
        wanted = uuids_of(references)
        if not wanted:
            return {}
        own = list_documents_by(self.person.uuid).filter(subject_uuid=None, uuid__in=wanted)
        known = {str(each.uuid): each.name for each in own}
        if self.case is not None:
            known |= {str(each.uuid): each.name for each in list_documents_of(self.case.uuid)}
        return {key: known[key] for key in map(str, wanted) if key in known}


def pickers_for(person: Person, case: Case | None) -> Pickers:
    return {
        ValueType.PERSON: PersonPicker(person),
        ValueType.PARTNER: PartnerPicker(person),
        ValueType.FILE: FilePicker(person, case),
    }
