"""Files that cases name in their values."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from periplus.core.models import Document


def list_files(references: Iterable[uuid.UUID]) -> QuerySet[Document]:
    """These files; who may read each is asked of `core.documents`."""
    return Document.objects.filter(uuid__in=list(references)).order_by("name", "id")
