"""The university's procedures, as data that the office can change. `paths.chart` says the same as values."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.paths.enums import HitPolicy, NodeKind, UnitRule, ValueType, VersionState, Way
from periplus.people.models import Institution, Person

WRITER = Personal(_("to know who wrote a version and who put it in force"), Retention.RECORD)


class Procedure(Recorded):
    """Something a university does again and again, in a settled way. The coordination office keeps it.

    What it says stands in its versions; at most one of them is in force on a day.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    title = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=60, blank=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "key"], name="procedure_key_once"),
        ]

    def __str__(self) -> str:
        from periplus.paths.chart import say  # noqa: PLC0415 -- words of the reader's language

        return say(self.title) or self.key


class ProcedureVersion(Recorded):
    """What a procedure says. A draft is written by the office; once enacted it never changes.

    `revision` counts the changes of a draft. `decision_uuid`: the decision of the loop that is its
    reason. `origin`: the version it was copied from.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=VersionState.choices, default=VersionState.DRAFT)
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)
    decision_uuid = models.UUIDField(null=True)
    origin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField()
    enacted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    enacted_at = models.DateTimeField(null=True)
    effective_from = models.DateField(null=True)
    effective_until = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {"drafted_by": WRITER, "enacted_by": WRITER}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~Q(state=VersionState.ENACTED) | Q(effective_from__isnull=False),
                name="enacted_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.number}"


class Node(Recorded):
    """A node of one version: a task, a decision, a deadline … Written with its draft, by the office.

    `key` is the same in all versions in which it is the same node.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="nodes")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=9, choices=NodeKind.choices)
    title = models.JSONField(default=dict)
    guidance = models.JSONField(default=dict)
    role = models.CharField(max_length=14, blank=True)
    unit_rule = models.CharField(max_length=10, choices=UnitRule.choices, default=UnitRule.SUBJECT)
    unit_code = models.CharField(max_length=30, blank=True)
    evaluation = models.BooleanField(default=False)
    criteria = models.JSONField(default=list)
    allowance_days = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=60, blank=True)
    table = models.CharField(max_length=60, blank=True)
    calls = models.CharField(max_length=60, blank=True)
    over = models.CharField(max_length=60, blank=True)
    attached_to = models.CharField(max_length=60, blank=True)
    interrupting = models.BooleanField(default=True)
    message = models.CharField(max_length=60, blank=True)
    goal = models.UUIDField(null=True)
    skippable = models.BooleanField(default=False)
    box = models.JSONField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="node_key_once")]
        indexes = [models.Index(fields=["goal"], name="node_goal", condition=Q(goal__isnull=False))]

    def __str__(self) -> str:
        from periplus.paths.chart import say  # noqa: PLC0415 -- words of the reader's language

        return say(self.title) or self.key


class NodeItem(models.Model):
    """What a node reads or produces: typed, required or not. Written with its draft."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    title = models.JSONField(default=dict)
    way = models.CharField(max_length=3, choices=Way.choices)
    type = models.CharField(max_length=9, choices=ValueType.choices)
    required = models.BooleanField(default=True)
    choices = models.JSONField(default=list)
    columns = models.JSONField(default=list)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return self.key


class Flow(models.Model):
    """From one node of a version to the next, perhaps on a condition. Written with its draft."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="flows")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    source = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="flows_out")
    target = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="flows_in")
    condition = models.TextField(blank=True)
    default = models.BooleanField(default=False)
    title = models.JSONField(default=dict)
    points = models.JSONField(default=list)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="flow_key_once")]

    def __str__(self) -> str:
        return self.key


class DecisionTable(models.Model):
    """A decision table of one version, with the examples it is tested on. Written with its draft."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="tables")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    title = models.JSONField(default=dict)
    policy = models.CharField(max_length=2, choices=HitPolicy.choices)
    inputs = models.JSONField(default=list)
    outputs = models.JSONField(default=list)
    tests = models.JSONField(default=list)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="table_key_once")]

    def __str__(self) -> str:
        return self.key


class DecisionRule(models.Model):
    """One rule of a decision table: a cell for each input, a result for each output."""

    table = models.ForeignKey(DecisionTable, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    cells = models.JSONField(default=list)
    results = models.JSONField(default=list)
    note = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.table_id} {self.position}"
