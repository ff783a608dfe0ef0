"""Who holds which role, and tokens for machines."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.people.enums import Role
from periplus.people.models.institutions import Unit
from periplus.people.models.persons import Person


class RoleAssignment(Recorded):
    """That a person holds a role: everywhere, for a unit, or as guest of a partner institution.

    Given and taken by system administrators; a coordinator's role always names its unit.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=14, choices=Role.choices)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="role_assignments")
    partner_uuid = models.UUIDField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to know who may do what"), Retention.RECORD),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.COORDINATOR) | Q(unit__isnull=False), name="coordinator_has_unit"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PARTNER) | Q(partner_uuid__isnull=False), name="guest_has_partner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class ApiToken(Recorded):
    """A key with which a machine acts for a person. Only a hash is kept. Its person makes and revokes it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=8)
    read_only = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to act with the person's rights"), Retention.SHORT),
        "last_used_on": Personal(_("to find keys nobody uses"), Retention.SHORT),
    }

    def __str__(self) -> str:
        return self.name
