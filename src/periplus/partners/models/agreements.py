"""What is agreed with whom."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.partners.enums import Activity, AgreementKind, AgreementState, LineDirection, Watch
from periplus.partners.models.register import Partner
from periplus.people.models import Institution, Person, Unit


class Agreement(Recorded):
    """A cooperation agreed, or being agreed, with one or more institutions.

    Its coordinator and the coordination office move it; the vice-rector signs. `valid_until` is the
    first day on which it no longer holds.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    partners: "models.ManyToManyField[Partner, AgreementParty]" = models.ManyToManyField(
        Partner, through="AgreementParty", related_name="agreements"
    )
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=AgreementKind.choices)
    programme = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=11, choices=AgreementState.choices, default=AgreementState.IDEA)
    signed_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    notice_months = models.PositiveSmallIntegerField(default=12)
    renews_by_itself = models.BooleanField(default=False)
    watch = models.CharField(max_length=5, choices=Watch.choices, default=Watch.NONE)
    watch_until = models.DateField(null=True)
    renews = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="renewals")
    coordinator = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {
        "coordinator": Personal(_("to know who answers for the agreement"), Retention.RECORD),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "reference"], name="agreement_once"),
        ]
        indexes = [models.Index(fields=["state", "valid_until"], name="agreement_state_until")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class AgreementParty(models.Model):
    """That an institution is a party of an agreement, and when it signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="parties")
    signed_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="party_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.partner_id}"


class AgreementLine(Recorded):
    """What an agreement allows: direction, field, level, language, how many places for how long.

    `places` holds for every academic year from `year_from` until before `year_until`, unless a
    `LineYear` says otherwise. Levers change it; amendments will.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreement_lines")
    unit_name = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=3, choices=LineDirection.choices)
    activity = models.CharField(max_length=11, choices=Activity.choices, default=Activity.STUDY)
    field = models.CharField(max_length=4, blank=True)
    field_text = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=3, blank=True)
    cefr = models.CharField(max_length=2, blank=True)
    places = models.PositiveSmallIntegerField()
    months = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    year_from = models.PositiveSmallIntegerField(null=True)
    year_until = models.PositiveSmallIntegerField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.field_text or self.field}: {self.places}"


class LineYear(models.Model):
    """What a line offered and what of it was used in one academic year (by its first calendar year)."""

    line = models.ForeignKey(AgreementLine, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    reported_on = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="line_year_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.used}/{self.places}"
