"""What the API remembers of requests, so that a repeated one does nothing twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.privacy import Marks, Personal, Retention


class KeptAnswer(models.Model):
    """The answer given to a request with an idempotency key. Written with the change; kept for two days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to give the same answer to the same caller only"), Retention.SHORT),
        "body": Personal(_("to repeat an answer that got lost"), Retention.SHORT),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="kept_answer_once"),
        ]

    def __str__(self) -> str:
        return self.key
