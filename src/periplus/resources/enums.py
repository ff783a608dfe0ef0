"""Words of resources."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LineState(models.TextChoices):
    OPEN = "open", pgettext_lazy("budget line", "Open")
    CLOSED = "closed", pgettext_lazy("budget line", "Closed")
