"""The demo's own bookkeeping."""

from typing import ClassVar

from django.db import models

from periplus.core.privacy import Marks


class DemoClock(models.Model):
    """How many days the demo's clock is moved. One row; any demo visitor moves it."""

    days = models.IntegerField(default=0)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.days:+} days"
