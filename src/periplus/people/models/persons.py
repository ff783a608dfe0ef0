"""People, and how they belong to units."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.people.enums import AffiliationKind, Digest, Theme
from periplus.people.models.institutions import Institution, Unit


class Persons(BaseUserManager["Person"]):
    """Finds people for sign-in; making them is `people.services.add_person`."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(Recorded, AbstractBaseUser):
    """Somebody known here, with or without an account. The person, or an administrator, changes it."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=250, editable=False)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="persons")
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    digest = models.CharField(max_length=8, choices=Digest.choices, default=Digest.DAILY)
    digest_sent_at = models.DateTimeField(null=True)
    calendar_key = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Persons()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    PRIVACY: ClassVar[Marks] = {
        "email": Personal(_("to sign in and to be written to"), Retention.ACCOUNT),
        "name": Personal(_("so that colleagues know whose turn it is"), Retention.RECORD),
        "sort_key": Personal(_("to sort lists of people"), Retention.RECORD),
        "password": Personal(_("to sign in; only a hash is kept"), Retention.ACCOUNT),
        "last_login": Personal(_("to find accounts nobody uses"), Retention.ACCOUNT),
        "language": Personal(_("to speak the person's language"), Retention.ACCOUNT),
        "time_zone": Personal(_("to show the right time"), Retention.ACCOUNT),
        "theme": Personal(_("to show pages as the person likes"), Retention.ACCOUNT),
        "digest": Personal(_("to write as often as the person likes"), Retention.ACCOUNT),
        "digest_sent_at": Personal(_("to write once and not twice"), Retention.ACCOUNT),
        "calendar_key": Personal(_("to open the person's calendar feed"), Retention.ACCOUNT),
        "left_on": Personal(_("to hand over the person's work"), Retention.RECORD),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(Recorded):
    """That a person belongs to a unit, as what, from when until when. Moved by unit coordinators."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="affiliations")
    kind = models.CharField(max_length=14, choices=AffiliationKind.choices)
    position = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to know who works or studies where"), Retention.RECORD),
        "position": Personal(_("to know whom to ask"), Retention.RECORD),
    }

    def __str__(self) -> str:
        return f"{self.person} · {self.unit}"
