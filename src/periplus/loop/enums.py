"""Words of the loop."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dimension(models.TextChoices):
    """Which of the two a goal serves."""

    INTERNATIONAL = "international", _("Internationalisation")
    LOCAL = "local", _("Localisation")
    BOTH = "both", _("Both")


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("plan", "In force")
    REPLACED = "replaced", pgettext_lazy("plan", "Replaced by a new version")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")


class GoalState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("goal", "Active")
    REACHED = "reached", pgettext_lazy("goal", "Reached")
    GIVEN_UP = "given_up", pgettext_lazy("goal", "Given up")


class Binding(models.TextChoices):
    """What a task package is tied to."""

    NODE = "node", _("A step of a procedure that runs anyway")
    CASES = "cases", _("Cases to be started")
    DELIVERABLE = "deliverable", _("Something that a unit is to deliver")


class PackageState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task package", "Open")
    DONE = "done", pgettext_lazy("task package", "Done")
    DROPPED = "dropped", pgettext_lazy("task package", "Dropped")


class Course(models.TextChoices):
    """Traffic light of a goal or target: d = (actual - target) / tolerance, signed by direction."""

    ON = "on", _("On course")
    DRIFTING = "drifting", _("Drifting")
    OFF = "off", _("Off course")
    NO_DATA = "no_data", _("No data")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    BAND = "band", _("within a band")


class PeriodKind(models.TextChoices):
    """Length of the periods an indicator is read over."""

    CALENDAR_YEAR = "calendar_year", _("Calendar year")
    ACADEMIC_YEAR = "academic_year", _("Academic year")
    MONTH = "month", _("Month")


class RuleKind(models.TextChoices):
    """What makes a rule raise a signal."""

    STAGE = "stage", _("Stage: behind the way from baseline to target")
    TIME = "time", _("Time: no new figure for too long")
    THRESHOLD = "threshold", _("Threshold: past a fixed value")
    TREND = "trend", _("Trend: outside the natural range (XmR, EWMA)")


class RuleState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("rule", "Draft")
    ACTIVE = "active", pgettext_lazy("rule", "Switched on")
    RETIRED = "retired", pgettext_lazy("rule", "Switched off")


class Severity(models.IntegerChoices):
    NOTICE = 1, _("Notice")
    SERIOUS = 2, _("Serious")
    CRITICAL = 3, _("Critical")


class SignalKind(models.TextChoices):
    """Where a signal comes from."""

    RULE = "rule", _("Rule on an indicator")
    OWNERLESS = "ownerless", _("Goal without a living owner")
    STALE = "stale", _("Goal untouched for too long")
    LATE = "late", _("Task package with late cases")
    LOST = "lost", _("Task packages that nobody answers for")
    OVERLOAD = "overload", _("Somebody with too much open work")
    AHEAD = "ahead", _("Cases likely to be late")
    DUTIES = "duties", _("Conflicts in a responsibility list")
    REPORTED = "reported", _("Reported by a person")


class SignalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("signal", "Open")
    IN_DEVIATION = "in_deviation", pgettext_lazy("signal", "Part of a deviation")
    DISMISSED = "dismissed", pgettext_lazy("signal", "Dismissed")
    CLEARED = "cleared", pgettext_lazy("signal", "Cleared by itself")


class DeviationState(models.TextChoices):
    """Life of a deviation; the table of moves stands in `loop.lives`."""

    OPEN = "open", pgettext_lazy("deviation", "Open")
    ON_AGENDA = "on_agenda", pgettext_lazy("deviation", "On an agenda")
    DECIDED = "decided", pgettext_lazy("deviation", "Decided, effect not yet checked")
    CLOSED = "closed", pgettext_lazy("deviation", "Closed")
    WAIVED = "waived", pgettext_lazy("deviation", "Waived until a date")


class ItemKind(models.TextChoices):
    """What may stand on an agenda."""

    DEVIATION = "deviation", _("Deviation")
    EFFECT_CHECK = "effect_check", _("Effect check")
    PROPOSAL = "proposal", _("Proposal")
    EVALUATION = "evaluation", _("Evaluation in a procedure")


class ItemState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("agenda item", "Waiting for a meeting")
    SCHEDULED = "scheduled", pgettext_lazy("agenda item", "On the agenda")
    SETTLED = "settled", pgettext_lazy("agenda item", "Settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("agenda item", "Withdrawn")


class DiscussionRule(models.TextChoices):
    """How a body treats an item."""

    CONSENT = "consent", _("Decided without discussion unless somebody objects")
    DISCUSSION = "discussion", _("Discussed, then decided by majority")
    TWO_READINGS = "two_readings", _("Discussed in one meeting, decided in the next")
    INFORMATION = "information", _("For information only")


class ReviewState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("review", "Planned")
    OPENED = "opened", pgettext_lazy("review", "In session")
    CLOSED = "closed", pgettext_lazy("review", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("review", "Cancelled")


class DecisionState(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("decision", "Drafted")
    TAKEN = "taken", pgettext_lazy("decision", "Taken")
    UNDONE = "undone", pgettext_lazy("decision", "Undone")


class PullState(models.TextChoices):
    """Life of one change that a decision orders."""

    PLANNED = "planned", pgettext_lazy("lever", "Takes effect later")
    IN_EFFECT = "in_effect", pgettext_lazy("lever", "In effect")
    UNDONE = "undone", pgettext_lazy("lever", "Undone")
    FAILED = "failed", pgettext_lazy("lever", "Could not be carried out")


class EffectVerdict(models.TextChoices):
    BETTER = "better", _("Moved as hoped")
    UNCHANGED = "unchanged", _("Did not move")
    WORSE = "worse", _("Moved the wrong way")
    UNKNOWN = "unknown", _("Cannot be told: no data")


class EffectState(models.TextChoices):
    DUE = "due", pgettext_lazy("effect check", "Due")
    CHECKED = "checked", pgettext_lazy("effect check", "Checked")
    DROPPED = "dropped", pgettext_lazy("effect check", "Dropped with its decision")


class ReplayState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("replay", "Waiting")
    RUNNING = "running", pgettext_lazy("replay", "Running")
    DONE = "done", pgettext_lazy("replay", "Done")
    FAILED = "failed", pgettext_lazy("replay", "Failed")
