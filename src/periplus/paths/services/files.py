"""Files that steps produce: kept at once, so that a mistake elsewhere in the form loses nothing."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from periplus.core.documents.services import store_document
from periplus.core.models import Document
from periplus.paths.models import Case
from periplus.paths.values import uuids_in
from periplus.people.models import Person


def keep_file(*, actor: Person, case: Case | None, file: UploadedFile) -> Document:
    """Keep a file that somebody hands in for a case, or for one that is about to begin. Raises `Invalid`."""
    return store_document(actor=actor, file=file, name=file.name or "", subject=case)


@transaction.atomic
def adopt_files(*, actor: Person, case: Case) -> int:
    """Files handed in before a case began belong to it from now on, as far as its values name them."""
    named = uuids_in(case.values)
    loose = Document.objects.filter(uuid__in=named, subject_uuid=None, uploaded_by_uuid=actor.uuid)
    return loose.update(subject_type=case._meta.label_lower, subject_uuid=case.uuid)
