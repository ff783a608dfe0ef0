"""What is decided, what it changes, and whether it helped."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.loop.enums import (
    DecisionState,
    Direction,
    EffectState,
    EffectVerdict,
    PeriodKind,
    PullState,
)
from periplus.loop.models.agenda import AgendaItem, Body
from periplus.loop.models.deviations import Deviation
from periplus.loop.models.plans import Goal
from periplus.people.models import Institution, Person


class Decision(Recorded):
    """What a body decided, and why. It names what it changes through its lever pulls.

    A decision that changes nothing says so by a date: the deviation is waived until `waive_until`.
    Drafted while a review is in session; taken and undone by the vice-rector or the body's chair.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    deviation = models.ForeignKey(Deviation, null=True, on_delete=models.PROTECT, related_name="decisions")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=250)
    reasons = models.TextField()
    waive_until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=DecisionState.choices, default=DecisionState.DRAFTED)
    taken_on = models.DateField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    PRIVACY: ClassVar[Marks] = {
        "taken_by": Personal(_("as proof of who decided"), Retention.RECORD),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "reference"], name="decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class LeverPull(Recorded):
    """One change that a decision orders: which lever, on what, to which values, from when.

    Carried out by the system on its date; `before` keeps the old values so that it can be undone.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="pulls")
    lever = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    subject_title = models.CharField(max_length=250)
    change = models.JSONField(default=dict)
    differences = models.JSONField(default=list)  # as previewed: label, before, after
    before = models.JSONField(default=dict)
    effective_on = models.DateField()
    state = models.CharField(max_length=9, choices=PullState.choices, default=PullState.PLANNED)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        indexes = [models.Index(fields=["state", "effective_on"], name="pull_due")]

    def __str__(self) -> str:
        return f"{self.lever} {self.subject_title}"


class EffectCheck(Recorded):
    """Whether a decision moved its indicator: read before, read again on a date after it took effect.

    Due by itself on `check_on`; put on the agenda; only when it is checked is the loop closed.
    All that its verdict follows from is stored with it: both values, `direction`, and `tolerance`,
    the movement that counts as none.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="effect_checks")
    measure = models.CharField(max_length=60)
    scope = models.JSONField(default=dict)
    period_kind = models.CharField(max_length=14, choices=PeriodKind.choices)
    before_period = models.CharField(max_length=24)
    before_value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    hoped_value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    direction = models.CharField(max_length=5, choices=Direction.choices)
    tolerance = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    definition_version = models.PositiveSmallIntegerField(default=1)
    check_on = models.DateField()
    after_period = models.CharField(max_length=24, blank=True)
    after_value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    verdict = models.CharField(max_length=9, choices=EffectVerdict.choices, blank=True)
    state = models.CharField(max_length=7, choices=EffectState.choices, default=EffectState.DUE)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {
        "checked_by": Personal(_("as proof of who checked"), Retention.RECORD),
    }

    def __str__(self) -> str:
        return f"{self.measure} {self.check_on}"
