"""Names that do not match by themselves, and institutions that turned out to be one."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.partners.enums import MatchState
from periplus.partners.models.register import Partner


class NameMatch(Recorded):
    """A name in a source that needs a person's eye: which institution is it?

    `provisional` stands in meanwhile, so that nothing waits. `candidates`: list of
    {"uuid", "name", "confidence"} (0 to 1), best first. The coordination office decides.
    """

    written = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300)
    country = models.CharField(max_length=2, blank=True)
    provisional = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="name_match")
    candidates = models.JSONField(default=list)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    uses = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=MatchState.choices, default=MatchState.OPEN)
    chosen = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="matches_won")
    settled_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["normalised", "country"], name="match_once"),
        ]
        indexes = [models.Index(fields=["state", "-uses"], name="match_queue")]

    def __str__(self) -> str:
        return self.written


class Merge(Recorded):
    """That one institution was merged into another; `moved` lists what was moved, so it can be undone."""

    kept = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merges_lost")
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by_uuid = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "merged_by_uuid": Personal(_("to ask back"), Retention.RECORD),
    }

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
