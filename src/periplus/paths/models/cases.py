"""Procedures at work: cases, where they stand, and what they wait for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.paths.enums import CaseState, WorkState
from periplus.paths.models.procedures import Node, ProcedureVersion
from periplus.people.models import Institution, Person, Unit

OPEN = Q(state=WorkState.OPEN)
WORKER = Personal(_("to know whose turn it is and who did what"), Retention.RECORD)


class Case(Recorded):
    """One run of a procedure, on a subject. Moved by whoever does its work; steered by the office.

    It follows its version until it is switched to another one. Its row is locked while it moves.
    `values`: what its nodes produced. `call`: the work item of another case that waits for this one.
    `package`: the task package of a goal that it serves.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    reference = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_uuid = models.UUIDField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    partners = ArrayField(models.UUIDField(), default=list)
    package = models.UUIDField(null=True)
    priority = models.PositiveSmallIntegerField(default=3)
    state = models.CharField(max_length=9, choices=CaseState.choices, default=CaseState.RUNNING)
    outcome = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    call = models.ForeignKey(
        "WorkItem", null=True, on_delete=models.PROTECT, related_name="called_cases", db_index=False
    )
    started_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "owner": WORKER,
        "started_by": WORKER,
        "subject_uuid": Personal(_("what the case is about, where that is a person"), Retention.RECORD),
        "values": Personal(_("what was filled in to do the work"), Retention.RECORD),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference"], name="case_reference_once")]
        indexes = [
            models.Index(fields=["version", "state"], name="case_version_state"),
            models.Index(
                fields=["subject_uuid"], name="case_subject", condition=Q(subject_uuid__isnull=False)
            ),
            models.Index(fields=["package"], name="case_package", condition=Q(package__isnull=False)),
            models.Index(fields=["call"], name="case_call", condition=Q(call__isnull=False)),
            GinIndex(fields=["partners"], name="case_partners", condition=~Q(partners=[])),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class WorkItem(Recorded):
    """Where a case stands: something somebody has to do, or something it waits for. Kept when it is closed.

    `node`: a step that says what it says in the case's version; after a switch it may be a row of the version
    before (ADR 9), so ask the case for the version. `role` in `unit` may take it; `person` has it.
    `element`: what a task for each is about. `arrived_by`: the flow by which it reached the join at which
    it waits. `side`: the side way it is on, as the engine names it. `trouble`: why an automatic step
    could not be done.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="work_items")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=WorkState.choices, default=WorkState.OPEN)
    role = models.CharField(max_length=14, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    element = models.JSONField(null=True)
    element_no = models.PositiveSmallIntegerField(null=True)
    arrived_by = models.CharField(max_length=60, blank=True)
    side = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    draft = models.JSONField(null=True)
    trouble = models.TextField(blank=True)
    note = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {
        "person": WORKER,
        "closed_by": WORKER,
        "draft": Personal(_("so that nothing is lost that was filled in"), Retention.SHORT),
    }

    class Meta:
        indexes = [
            # The unit lies beside, so that work of one faculty is read off in the order of its dates.
            models.Index(
                fields=["role", "due_at", "id"],
                include=["unit"],
                name="work_role_due",
                condition=OPEN & ~Q(role=""),
            ),
            models.Index(
                fields=["person", "due_at", "id"],
                name="work_person_due",
                condition=OPEN & Q(person__isnull=False),
            ),
            models.Index(fields=["node", "due_at"], name="work_node", condition=OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.node_id}"


class Timer(models.Model):
    """A deadline that runs at a work item. Gone once it has struck or its work item is closed.

    `left`: what remains while the case is suspended.
    """

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="timers")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    left = models.DurationField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="timer_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.item_id} {self.due_at}"


class Participant(models.Model):
    """Somebody who may follow a case without having a task in it. Added by whoever may steer the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("so that the person may follow the case"), Retention.RECORD),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"
