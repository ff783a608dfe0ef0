"""Spreadsheets handed in, what was made of each row, and how to take it back."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.models import Document
from periplus.core.privacy import Marks, Personal, Retention
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.people.models import Institution, Person


class ImportSource(Recorded):
    """Where spreadsheets of one shape come from. Its column mapping is remembered for the next time."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=ImportKind.choices)
    mapping = models.JSONField(default=dict)  # field name -> column heading, or {"fixed": value}
    options = models.JSONField(default=dict)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return self.name


class ImportRun(Recorded):
    """One spreadsheet on its way into the register. Its starter previews, runs, resumes or undoes it.

    `next_row` is the first row not yet dealt with: an interrupted run goes on there. While a run is
    undone it counts down.
    """

    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="runs")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    headings = ArrayField(models.CharField(max_length=200), default=list)
    state = models.CharField(max_length=9, choices=RunState.choices, default=RunState.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    next_row = models.PositiveIntegerField(default=1)
    counts = models.JSONField(default=dict)  # outcome -> rows
    preview = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "started_by": Personal(_("to ask back, and to tell when it is done"), Retention.RECORD),
    }

    def __str__(self) -> str:
        return f"{self.source} {self.created_at:%Y-%m-%d %H:%M}"


class ImportRow(models.Model):
    """One row of a spreadsheet: its cells as they were, how it ended, what it became.

    `before` keeps what is needed to take back what the row did, beyond the target itself: a trace
    (`core.traces`), and under "stood_in" the stand-ins it made for doubtful names.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = ArrayField(models.TextField(), default=list)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    errors = models.JSONField(default=list)  # {"column", "sentence", "facts"}
    target_type = models.CharField(max_length=60, blank=True)
    target_uuid = models.UUIDField(null=True)
    before = models.JSONField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "cells": Personal(_("to show where a value came from, and to undo"), Retention.MOBILITY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="row_once")]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="row_outcome"),
            models.Index(fields=["target_uuid"], name="row_target"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number} {self.outcome}"
