"""Where it is decided: bodies, their entry points, reviews, agenda items."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.loop.enums import DiscussionRule, ItemKind, ItemState, ReviewState, Severity
from periplus.loop.models.deviations import Deviation
from periplus.loop.models.plans import Goal
from periplus.paths.models import WorkItem
from periplus.people.models import Institution, Person, Unit

BODY_MEMBER = Personal(_("to invite and to record who decides"), Retention.RECORD)


class Body(Recorded):
    """A governing body that reviews and decides. The coordination office keeps its list."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    chair = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    members = models.ManyToManyField(Person, related_name="+", blank=True)
    rhythm_days = models.PositiveSmallIntegerField(default=90)

    PRIVACY: ClassVar[Marks] = {"chair": BODY_MEMBER, "members": BODY_MEMBER}

    def __str__(self) -> str:
        return self.name


class EntryPoint(Recorded):
    """What may enter a body's agenda, who may bring it, how it is treated and until when.

    `roles`: who may bring it by hand; deviations of at least `from_severity` enter by themselves.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="entry_points")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    roles = ArrayField(models.CharField(max_length=14), default=list, blank=True)
    by_rule = models.BooleanField(default=True)
    from_severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.NOTICE)
    priority = models.PositiveSmallIntegerField(default=3)
    discussion = models.CharField(
        max_length=12, choices=DiscussionRule.choices, default=DiscussionRule.DISCUSSION
    )
    deadline_days = models.PositiveSmallIntegerField(default=60)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="entry_kind_once")]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_kind_display()}"


class Review(Recorded):
    """A meeting of a body that looks at deviations and effects and decides. The chair opens and closes it.

    `record` is written when it closes: for each item {"item", "title", "kind", "discussion", "note",
    "outcome", "decisions"}, so that minutes stay as they were when an item comes back later.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reviews")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=ReviewState.choices, default=ReviewState.PLANNED)
    minutes = models.TextField(blank=True)
    record = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    present = models.ManyToManyField(Person, related_name="+", blank=True)

    PRIVACY: ClassVar[Marks] = {"present": BODY_MEMBER}

    def __str__(self) -> str:
        return f"{self.body} {self.held_at:%Y-%m-%d}"


class AgendaItem(Recorded):
    """Something a body has to treat: a deviation, a due effect check, a proposal, an evaluation.

    One open per thing. `work_item`: the evaluation step at which a case stands.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="items")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    deviation = models.ForeignKey(Deviation, null=True, on_delete=models.PROTECT, related_name="agenda_items")
    effect_check = models.ForeignKey(
        "EffectCheck", null=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="agenda_items")
    work_item = models.ForeignKey(WorkItem, null=True, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField(default=3)
    discussion = models.CharField(max_length=12, choices=DiscussionRule.choices)
    entered_on = models.DateField()
    deadline_on = models.DateField()
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=9, choices=ItemState.choices, default=ItemState.WAITING)
    note = models.TextField(blank=True)
    readings = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    PRIVACY: ClassVar[Marks] = {
        "brought_by": Personal(_("to ask back"), Retention.RECORD),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deviation"],
                condition=Q(deviation__isnull=False, state__in=[ItemState.WAITING, ItemState.SCHEDULED]),
                name="deviation_on_one_agenda",
            ),
            models.UniqueConstraint(
                fields=["effect_check"],
                condition=Q(effect_check__isnull=False, state__in=[ItemState.WAITING, ItemState.SCHEDULED]),
                name="effect_on_one_agenda",
            ),
            models.UniqueConstraint(
                fields=["work_item"],
                condition=Q(work_item__isnull=False, state__in=[ItemState.WAITING, ItemState.SCHEDULED]),
                name="evaluation_on_one_agenda",
            ),
        ]

    def __str__(self) -> str:
        return self.title
