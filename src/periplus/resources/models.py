"""Money for the path."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from periplus.core.base import Recorded
from periplus.core.privacy import Marks
from periplus.loop.enums import Dimension
from periplus.people.models import Unit
from periplus.resources.enums import LineState


class BudgetLine(Recorded):
    """Money set aside for a purpose in a year, held by a unit. The coordination office keeps it.

    `amount` is what it was given at first; what it holds now follows from its transfers.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=14, choices=Dimension.choices)
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    state = models.CharField(max_length=6, choices=LineState.choices, default=LineState.OPEN)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "code"], name="budget_code_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"


class Transfer(Recorded):
    """Money moved from one line to another: debited and credited equally, undone by its mirror image."""

    source = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="transfers_out")
    destination = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="transfers_in")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField()
    made_on = models.DateField()
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(source=F("destination")), name="transfer_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.destination}"
