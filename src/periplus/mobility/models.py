"""Who went where: stays, their money, and how many could have gone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.mobility.enums import Precision, StayMode, StayState
from periplus.partners.enums import Activity
from periplus.partners.models import AgreementLine, Partner
from periplus.people.models import Person, Unit


class Stay(Recorded):
    """One participation: somebody of one institution at another, from when until when.

    Imports and the mobility office bring it. `source` and `source_reference` say where it was first
    recorded. Unknown ends of the way, or unknown dates, stay empty. `start_year` is kept beside
    `starts_on` because it is counted by.
    """

    sending = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    receiving = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    country_from = models.CharField(max_length=2, blank=True)
    country_to = models.CharField(max_length=2, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    line = models.ForeignKey(AgreementLine, null=True, on_delete=models.SET_NULL, related_name="+")
    activity = models.CharField(max_length=11, choices=Activity.choices, default=Activity.STUDY)
    mode = models.CharField(max_length=8, choices=StayMode.choices, default=StayMode.PHYSICAL)
    level = models.CharField(max_length=2, blank=True)
    level_text = models.CharField(max_length=120, blank=True)
    field = models.CharField(max_length=4, blank=True)
    field_text = models.CharField(max_length=200, blank=True)
    programme = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    start_year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=9, choices=StayState.choices, default=StayState.PLANNED)
    source = models.CharField(max_length=60, blank=True)
    source_reference = models.CharField(max_length=60, blank=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to organise and prove the stay"), Retention.MOBILITY),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_reference"],
                condition=~models.Q(source_reference=""),
                name="stay_source_once",
            ),
        ]
        indexes = [
            # The state lies in the index, so that counting needs no row: cancelled stays never count.
            models.Index(
                fields=["sending", "start_year", "receiving"], include=["state"], name="stay_sending_year"
            ),
            models.Index(
                fields=["receiving", "start_year", "sending"], include=["state"], name="stay_receiving_year"
            ),
            # The order of the list of stays, undated ones last, so that far pages cost little.
            models.Index(
                models.F("starts_on").desc(nulls_last=True), "id", include=["state"], name="stay_newest"
            ),
            # What the list of stays can be narrowed by is read off these.
            models.Index(fields=["start_year"], name="stay_year"),
            models.Index(fields=["country_to"], name="stay_country_to"),
            models.Index(fields=["country_from"], name="stay_country_from"),
        ]

    def __str__(self) -> str:
        return f"{self.source_reference or self.uuid} {self.start_year or ''}"


class StayFunding(models.Model):
    """Money paid for a stay in one currency."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="funding")
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "currency"], name="funding_once")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Enrolment(models.Model):
    """How many students an institution, or one of its units, had in a year. Reported once a year."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    students = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "unit", "year"], name="enrolment_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.year}: {self.students}"
