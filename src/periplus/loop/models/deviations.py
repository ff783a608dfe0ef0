"""What goes wrong on the way: rules, signals, deviations."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.loop.enums import (
    Course,
    DeviationState,
    PeriodKind,
    RuleKind,
    RuleState,
    Severity,
    SignalKind,
    SignalState,
)
from periplus.loop.models.plans import OWNER, Goal, Target
from periplus.loop.models.readings import Measurement
from periplus.people.models import Institution, Person


class SignalRule(Recorded):
    """When an indicator raises a signal. A change makes a new version; the old one stays.

    `parameters` by kind: stage {"persistence": k, "of": n}; time {"days": 400};
    threshold {"past": value, "persistence": k, "of": n}; trend {"method": "xmr"|"ewma", ...}.
    The coordination office edits and tests a rule on history; the vice-rector switches it on.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    scope = models.JSONField(default=dict)
    scope_key = models.CharField(max_length=400)
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="signal_rules")
    period_kind = models.CharField(max_length=14, choices=PeriodKind.choices)
    kind = models.CharField(max_length=10, choices=RuleKind.choices)
    parameters = models.JSONField(default=dict)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.SERIOUS)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    state = models.CharField(max_length=8, choices=RuleState.choices, default=RuleState.DRAFT)
    effective_on = models.DateField(null=True)
    last_result = models.JSONField(default=dict)  # hysteresis: course and readings since it was red

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "reference", "version"], name="rule_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Signal(Recorded):
    """That something wants attention, raised while the work goes on. By rules, or by a person.

    `sentence` is a key of `loop.sentences` with `facts` to fill it, so that it reads in any language.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SignalKind.choices)
    rule = models.ForeignKey(SignalRule, null=True, on_delete=models.PROTECT, related_name="signals")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="signals")
    measurement = models.ForeignKey(Measurement, null=True, on_delete=models.PROTECT, related_name="signals")
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    sentence = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    raised_on = models.DateField()
    state = models.CharField(max_length=12, choices=SignalState.choices, default=SignalState.OPEN)
    deviation = models.ForeignKey("Deviation", null=True, on_delete=models.PROTECT, related_name="signals")
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_on = models.DateField(null=True)
    settled_reason = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {
        "reported_by": Personal(_("to ask back"), Retention.RECORD),
    }

    class Meta:
        indexes = [models.Index(fields=["state", "-raised_on"], name="signal_state")]

    def __str__(self) -> str:
        return f"{self.sentence} {self.raised_on}"


class Deviation(Recorded):
    """That a goal or indicator is off its way: how badly, why, on which records, whose turn it is.

    It has exactly one open agenda item or a dated waiver, and closes only with its effect check.
    `causes`: list of {"axis", "key", "title", "value", "share", "count"}, largest first.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    title = models.CharField(max_length=250)
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="deviations")
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="deviations")
    measurement = models.ForeignKey(
        Measurement, null=True, on_delete=models.PROTECT, related_name="deviations"
    )
    measure = models.CharField(max_length=60, blank=True)
    scope = models.JSONField(default=dict)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    course = models.CharField(max_length=8, choices=Course.choices, default=Course.OFF)
    causes = models.JSONField(default=list)
    cause_note = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_on = models.DateField()
    state = models.CharField(max_length=10, choices=DeviationState.choices, default=DeviationState.OPEN)
    waived_until = models.DateField(null=True)
    waiver_reason = models.TextField(blank=True)
    closed_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {"owner": OWNER}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "reference"], name="deviation_once"),
            models.CheckConstraint(
                condition=~models.Q(state=DeviationState.WAIVED) | models.Q(waived_until__isnull=False),
                name="waiver_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"
