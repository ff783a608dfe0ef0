"""What a university wants: plans, goals, targets."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.loop.enums import Dimension, Direction, GoalState, PeriodKind, PlanState
from periplus.people.models import Institution, Person, Unit

OWNER = Personal(_("to know who answers for it"), Retention.RECORD)


class Plan(Recorded):
    """What a university sets out to do in a period. A new version replaces the old one, which stays.

    The vice-rector enacts a plan; the coordination office drafts it.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    enacted_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return self.title


class Goal(Recorded):
    """Something to reach, with one person who answers for it. Goals form a tree within a plan.

    The accountable person works on it; the vice-rector changes what it demands.
    `touched_on`: the last day anybody worked on it; `rhythm_days`: how long it may lie still.
    `replaces`: the same goal in the version of the plan before.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    reference = models.CharField(max_length=12)
    title = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    theme = models.CharField(max_length=80, blank=True)
    dimension = models.CharField(max_length=14, choices=Dimension.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    accountable = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    deputy = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    capability = models.CharField(max_length=250, blank=True)
    priority = models.PositiveSmallIntegerField(default=3)
    rhythm_days = models.PositiveSmallIntegerField(default=180)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.ACTIVE)
    touched_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    PRIVACY: ClassVar[Marks] = {"accountable": OWNER, "deputy": OWNER}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "reference"], name="goal_reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Target(Recorded):
    """A value that an indicator is to reach for a scope by a date, seen from a baseline.

    Between baseline and due date the way is expected to be a straight line.
    """

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=60)
    scope = models.JSONField(default=dict)
    scope_key = models.CharField(max_length=400)
    period_kind = models.CharField(
        max_length=14, choices=PeriodKind.choices, default=PeriodKind.CALENDAR_YEAR
    )
    direction = models.CharField(max_length=5, choices=Direction.choices)
    baseline = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    baseline_on = models.DateField(null=True)
    value = models.DecimalField(max_digits=16, decimal_places=6)
    tolerance = models.DecimalField(max_digits=16, decimal_places=6)
    due_on = models.DateField()

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"
