"""Files kept by the product."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.enums import Confidentiality
from periplus.core.privacy import Marks, Personal, Retention


class Document(Recorded):
    """A file as it was handed in: stored under the hash of its content, never changed.

    It belongs to one subject (`subject_type`, `subject_uuid`); who may read the subject may read it,
    as far as its confidentiality class allows. The domain that owns the subject decides, also who may
    add one or withdraw it. A withdrawn file is gone for its readers; for some weeks it can be put back,
    then its content is deleted.
    """

    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    confidentiality = models.CharField(
        max_length=12, choices=Confidentiality.choices, default=Confidentiality.INTERNAL
    )
    subject_type = models.CharField(max_length=60, blank=True)
    subject_uuid = models.UUIDField(null=True)
    uploaded_by_uuid = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "uploaded_by_uuid": Personal(_("who handed the file in"), Retention.RECORD),
    }

    class Meta:
        indexes = [models.Index(fields=["subject_uuid"], name="document_subject")]

    def __str__(self) -> str:
        return self.name
