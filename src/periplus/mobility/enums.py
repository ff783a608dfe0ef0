"""Words of mobility."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StayMode(models.TextChoices):
    PHYSICAL = "physical", _("Physical")
    VIRTUAL = "virtual", _("Virtual")
    BLENDED = "blended", _("Blended")


class StayState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("stay", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("stay", "Under way")
    ENDED = "ended", pgettext_lazy("stay", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("stay", "Cancelled")


class Precision(models.TextChoices):
    """How exactly the dates of a stay are known."""

    DAY = "day", pgettext_lazy("precision", "Day")
    MONTH = "month", pgettext_lazy("precision", "Month")
    YEAR = "year", pgettext_lazy("precision", "Year")
