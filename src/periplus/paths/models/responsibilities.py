"""The two tables of common work: who answers for which part, and what goes in and comes out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.paths.enums import Duty
from periplus.paths.models.procedures import Procedure
from periplus.people.models import Institution, Person, Unit


class WorkPlan(Recorded):
    """Common work cut into modules: of a procedure, a project or an agreement. Its owner keeps it.

    Seen as responsibility list (modules × people) and as functional matrix (modules × what goes in, what
    comes out, where it is evaluated). `given`: items that come from outside, so that no module puts them
    out. `partners`: uuids of the institutions that take part; their guests see the plan.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_uuid = models.UUIDField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    partners = models.JSONField(default=list)
    given = models.JSONField(default=list)
    closed_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "owner": Personal(_("to know who keeps the plan"), Retention.RECORD),
    }

    class Meta:
        indexes = [
            models.Index(
                fields=["subject_uuid"], name="workplan_subject", condition=Q(subject_uuid__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title


class Module(Recorded):
    """One part of a work plan; the owner of the plan keeps it.

    `inputs`, `outputs`: names of items; an input that another module puts out makes this one depend on
    it. `evaluation`: how and where its result is judged; the title of another module when that one judges
    it. `node`: key of the node of the procedure that it stands for.
    """

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    node = models.CharField(max_length=60, blank=True)
    inputs = models.JSONField(default=list)
    outputs = models.JSONField(default=list)
    evaluation = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return self.title


class Responsibility(Recorded):
    """That somebody has a duty in a module: a person here, a role or unit, or somebody at a partner.

    `role`: whoever holds it for the unit of the plan. `name`: somebody at the partner; without a partner,
    a third party. The owner of the plan gives and ends it.
    """

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="responsibilities")
    duty = models.CharField(max_length=11, choices=Duty.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=14, blank=True)
    partner_uuid = models.UUIDField(null=True)
    name = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to know who answers for which part"), Retention.RECORD),
        "name": Personal(_("to know whom to ask at the partner"), Retention.RECORD),
    }

    def __str__(self) -> str:
        return f"{self.module_id} {self.duty}"
