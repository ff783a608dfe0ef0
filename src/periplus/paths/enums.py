"""Words of paths."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NodeKind(models.TextChoices):
    """What a node of a procedure is. Exclusive and parallel nodes both split and join."""

    START = "start", pgettext_lazy("node", "Start")
    END = "end", pgettext_lazy("node", "End")
    TASK = "task", pgettext_lazy("node", "Task")
    EACH = "each", pgettext_lazy("node", "Task for each")
    STEP = "step", pgettext_lazy("node", "Automatic step")
    DECISION = "decision", pgettext_lazy("node", "Decision table")
    EXCLUSIVE = "exclusive", pgettext_lazy("node", "One of several ways")
    PARALLEL = "parallel", pgettext_lazy("node", "Several ways at once")
    TIMER = "timer", pgettext_lazy("node", "Deadline")
    MESSAGE = "message", pgettext_lazy("node", "Wait for a message")
    CALL = "call", pgettext_lazy("node", "Other procedure")


HUMAN = (NodeKind.TASK, NodeKind.EACH)
WAITING = (NodeKind.TASK, NodeKind.EACH, NodeKind.MESSAGE, NodeKind.CALL)


class UnitRule(models.TextChoices):
    """Which unit a node's role is sought in; holders of the nearest unit above count."""

    SUBJECT = "subject", _("the unit of the subject")
    UNIVERSITY = "university", _("the whole university")
    NAMED = "named", _("a named unit")
    STARTER = "starter", _("whoever started the case")
    OWNER = "owner", _("whoever answers for the subject")


class ValueType(models.TextChoices):
    """What may be filled in, and what flows from node to node."""

    TEXT = "text", pgettext_lazy("value", "Short text")
    LONG_TEXT = "long_text", pgettext_lazy("value", "Long text")
    NUMBER = "number", pgettext_lazy("value", "Number")
    DATE = "date", pgettext_lazy("value", "Date")
    YES_NO = "yes_no", pgettext_lazy("value", "Yes or no")
    CHOICE = "choice", pgettext_lazy("value", "Choice")
    PERSON = "person", pgettext_lazy("value", "Person")
    PARTNER = "partner", pgettext_lazy("value", "Partner")
    FILE = "file", pgettext_lazy("value", "File")
    TABLE = "table", pgettext_lazy("value", "Table")
    LIST = "list", pgettext_lazy("value", "List")


class Way(models.TextChoices):
    """Whether an item is read by a node or produced by it."""

    IN = "in", pgettext_lazy("item", "Read")
    OUT = "out", pgettext_lazy("item", "Produced")


class HitPolicy(models.TextChoices):
    """How a decision table answers when rules match (DMN 1.3)."""

    UNIQUE = "U", _("Only one rule may match")
    ANY = "A", _("Several may match with one result")
    PRIORITY = "P", _("The result highest in the list of results")
    FIRST = "F", _("The first rule that matches")
    RULE_ORDER = "R", _("All results, in the order of the rules")
    OUTPUT_ORDER = "O", _("All results, in the order of the list of results")
    COLLECT = "C", _("All results")
    SUM = "C+", _("Sum of the results")
    LEAST = "C<", _("Smallest result")
    GREATEST = "C>", _("Largest result")
    COUNT = "C#", _("Number of results")


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("version", "Draft")
    ENACTED = "enacted", pgettext_lazy("version", "In force")
    RETIRED = "retired", pgettext_lazy("version", "Retired")
    DISCARDED = "discarded", pgettext_lazy("version", "Discarded")


class CaseState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("case", "Running")
    SUSPENDED = "suspended", pgettext_lazy("case", "Suspended")
    ENDED = "ended", pgettext_lazy("case", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("case", "Cancelled")


ALIVE = (CaseState.RUNNING, CaseState.SUSPENDED)  # not ended


class WorkState(models.TextChoices):
    """What became of a work item. `ARRIVED`: waits at a join for the others."""

    OPEN = "open", pgettext_lazy("work item", "Open")
    ARRIVED = "arrived", pgettext_lazy("work item", "Waiting for the others")
    DONE = "done", pgettext_lazy("work item", "Done")
    SKIPPED = "skipped", pgettext_lazy("work item", "Skipped")
    RETURNED = "returned", pgettext_lazy("work item", "Sent back")
    OVERTAKEN = "overtaken", pgettext_lazy("work item", "Overtaken by a deadline")
    CANCELLED = "cancelled", pgettext_lazy("work item", "Cancelled")


class Duty(models.TextChoices):
    """RACI."""

    RESPONSIBLE = "responsible", _("Responsible")
    ACCOUNTABLE = "accountable", _("Accountable")
    CONSULTED = "consulted", _("Consulted")
    INFORMED = "informed", _("Informed")
