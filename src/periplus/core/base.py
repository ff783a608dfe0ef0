"""What every recorded thing has: an internal id, and a uuid for machines and the ledger."""

import secrets
import time
import uuid

from django.db import models


def uuid7() -> uuid.UUID:
    """A new uuid that sorts by when it was made (RFC 9562, version 7; parts of a millisecond in `rand_a`).

    Rows made together then lie together in the index as well.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    parts = rest * 4096 // 1_000_000
    value = milliseconds << 80 | 0x7 << 76 | parts << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


class Recorded(models.Model):
    """A thing that the ledger can name. Not a thing in the world by itself."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True
