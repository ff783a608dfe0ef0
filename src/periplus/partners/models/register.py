"""The register of institutions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.partners.enums import NameKind, PartnerState, Scheme, Watch

CONTACT = Personal(_("to write to the partner"), Retention.RECORD)


class Partner(Recorded):
    """An institution of the world, whether we work with it or not; also the twins of those served here.

    Imports bring it; the coordination office corrects, merges and watches it.
    """

    name = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=300, editable=False)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=160, blank=True)
    website = models.CharField(max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    state = models.CharField(max_length=11, choices=PartnerState.choices, default=PartnerState.REGISTERED)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    watch = models.CharField(max_length=5, choices=Watch.choices, default=Watch.NONE)
    watch_until = models.DateField(null=True)
    served_here = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PartnerState.MERGED) | Q(merged_into__isnull=False),
                name="merged_partner_points_on",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="partner_sort"),
            models.Index(fields=["country", "sort_key"], name="partner_country"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerName(models.Model):
    """A name under which an institution is known; `normalised` is what names are compared by."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300)
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=8, choices=NameKind.choices)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "name", "kind", "language"], name="name_once"),
        ]
        indexes = [models.Index(fields=["normalised"], name="partnername_normalised")]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """What another register calls an institution. ROR, Erasmus, PIC and OID name exactly one."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    value = models.CharField(max_length=120)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "scheme", "value"], name="identifier_once"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(scheme__in=[Scheme.ROR, Scheme.ERASMUS, Scheme.PIC, Scheme.OID]),
                name="identifier_names_one",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="identifier_value")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class Contact(Recorded):
    """A person at a partner, with a role and a validity. The office and the partner's guests keep it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=120)
    unit_name = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "name": CONTACT,
        "email": CONTACT,
        "phone": CONTACT,
        "role": CONTACT,
    }

    def __str__(self) -> str:
        return self.name
