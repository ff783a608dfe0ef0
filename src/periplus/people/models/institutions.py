"""The universities served by this installation, and their units."""

from typing import ClassVar

from django.db import models

from periplus.core.base import Recorded
from periplus.core.privacy import Marks
from periplus.people.enums import UnitKind


class Institution(Recorded):
    """A university served here. Its twin in the partner register has the same uuid.

    Only a system administrator adds or changes one.
    """

    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    year_starts_month = models.PositiveSmallIntegerField(default=9)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return self.name


class Unit(Recorded):
    """A part of a university: the university itself, a faculty, a department, an office.

    `path` is the chain of ids from the root, '/1/4/9/', so that a unit and all below it are one prefix.
    System administrators and the coordination office move units.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=250, editable=False)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=30)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="unit_code_once"),
        ]
        indexes = [
            models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name
