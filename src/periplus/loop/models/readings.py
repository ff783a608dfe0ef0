"""Stored numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from periplus.core.base import Recorded
from periplus.core.privacy import Marks
from periplus.loop.enums import PeriodKind


class Measurement(Recorded):
    """What an indicator said for a scope and a period, when it was asked. Made by the system.

    A later reading of the same thing that differs replaces the earlier one, which stays as history
    (`current` is false then). `definition_version` is the version of the measure's definition;
    `provenance` says how many records were counted and up to which ledger entry.
    """

    measure = models.CharField(max_length=60)
    definition_version = models.PositiveSmallIntegerField()
    scope = models.JSONField(default=dict)
    scope_key = models.CharField(max_length=400)
    period_kind = models.CharField(max_length=14, choices=PeriodKind.choices)
    period_key = models.CharField(max_length=24)
    starts_on = models.DateField()
    until = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    count = models.PositiveIntegerField(default=0)
    coverage = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    measured_at = models.DateTimeField()
    current = models.BooleanField(default=True)
    provenance = models.JSONField(default=dict)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "scope_key", "period_kind", "starts_on"],
                condition=Q(current=True),
                name="measurement_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period_key}: {self.value}"
