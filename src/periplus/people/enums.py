"""Choices about people and their rights."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(models.TextChoices):
    """What a unit is in the university."""

    UNIVERSITY = "university", _("University")
    FACULTY = "faculty", _("Faculty")
    DEPARTMENT = "department", _("Department")
    OFFICE = "office", _("Office")


class AffiliationKind(models.TextChoices):
    """How a person belongs to a unit."""

    ACADEMIC = "academic", _("Academic staff")
    ADMINISTRATIVE = "administrative", _("Administrative staff")
    STUDENT = "student", _("Student")
    GUEST = "guest", _("Guest")


class Role(models.TextChoices):
    """What a person may be here. The rights of each stand in the permission matrix."""

    VICE_RECTOR = "vice_rector", _("Vice-rector")
    OFFICE = "office", _("Coordination office")
    COORDINATOR = "coordinator", _("Unit coordinator")
    TEACHER = "teacher", _("Teacher")
    STUDENT = "student", _("Student")
    REVIEWER = "reviewer", _("Quality reviewer")
    PARTNER = "partner", _("Partner guest")
    ADMINISTRATOR = "administrator", _("System administrator")


class Digest(models.TextChoices):
    """How often a person is written to."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", pgettext_lazy("how often", "Never")


class Theme(models.TextChoices):
    """Ground of the pages."""

    AUTO = "auto", _("As the device says")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TokenUse(models.TextChoices):
    """What a key for machines may be used for."""

    READ = "read", _("Only read")
    WRITE = "write", _("Read and change")


class ExportState(models.TextChoices):
    """Where a spreadsheet that somebody asked for stands."""

    WAITING = "waiting", _("Being made")
    MADE = "made", _("Ready")
    FAILED = "failed", _("Failed")
