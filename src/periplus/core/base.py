"""What every recorded thing has: an internal id, and a uuid for machines and the ledger."""

import uuid

from django.db import models


class Recorded(models.Model):
    """A thing that the ledger can name. Not a thing in the world by itself."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
