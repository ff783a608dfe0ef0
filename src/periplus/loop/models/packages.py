"""The part of a goal that is somebody's task inside a procedure."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from periplus.core.base import Recorded
from periplus.core.privacy import Marks
from periplus.loop.enums import Binding, PackageState
from periplus.loop.models.plans import OWNER, Goal
from periplus.paths.models import Procedure
from periplus.people.models import Person, Unit


class TaskPackage(Recorded):
    """What has to be done for a goal, tied to a procedure in which it is done, with one accountable person.

    Made and settled by whoever answers for the goal, by the office or the vice-rector. How far it is comes
    from the cases, never from a person. `node`: key of a step, for work that runs anyway. `expected`: how
    many cases, or how many times the step, make it complete; for a step, empty means all that comes up.
    `share`: how much of the goal it is, in per cent; those of a goal add up to 100 at most.
    """

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="packages")
    reference = models.CharField(max_length=16)
    title = models.CharField(max_length=250)
    binding = models.CharField(max_length=11, choices=Binding.choices)
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.PROTECT, related_name="+")
    node = models.CharField(max_length=60, blank=True)
    expected = models.PositiveIntegerField(null=True)
    accountable = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField(default=list)
    outputs = models.JSONField(default=list)
    evaluation = models.TextField(blank=True)
    due_on = models.DateField()
    share = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=7, choices=PackageState.choices, default=PackageState.OPEN)
    made_on = models.DateField()
    settled_on = models.DateField(null=True)
    settled_reason = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {"accountable": OWNER}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "reference"], name="package_reference_once"),
            models.CheckConstraint(condition=Q(share__lte=100), name="package_share_of_a_whole"),
            models.CheckConstraint(
                condition=Q(binding=Binding.DELIVERABLE) | Q(procedure__isnull=False),
                name="package_has_procedure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"
