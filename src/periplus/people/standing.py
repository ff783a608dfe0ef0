"""What a person is here today: roles, units, partner; and the verdicts that follow from the matrix."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from periplus.core.verdicts import YES, Verdict, lacking, unseen
from periplus.people.enums import Role
from periplus.people.models import Person, RoleAssignment, Unit
from periplus.people.permissions import Reach, reach_of


@dataclass(frozen=True, slots=True)
class Holding:
    """One role in force, with the unit path or partner it is limited to."""

    role: Role
    unit_path: str
    partner_uuid: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All roles of a person on a day. Ask `reach`, `covers_unit`, `may`."""

    person_uuid: uuid.UUID
    holdings: tuple[Holding, ...]

    def reach(self, action: str) -> Reach:
        return reach_of((holding.role for holding in self.holdings), action)

    def unit_paths(self, action: str) -> list[str]:
        """Path prefixes of the units in which the person may do this (reach UNIT only)."""
        return [
            holding.unit_path
            for holding in self.holdings
            if holding.unit_path and reach_of((holding.role,), action) == Reach.UNIT
        ]

    def partner_uuids(self) -> set[uuid.UUID]:
        return {holding.partner_uuid for holding in self.holdings if holding.partner_uuid}

    def _partner_uuids_for(self, action: str) -> set[uuid.UUID]:
        guest = (h for h in self.holdings if reach_of((h.role,), action) == Reach.PARTNER)
        return {holding.partner_uuid for holding in guest if holding.partner_uuid}

    def may(
        self,
        action: str,
        *,
        unit: Unit | None = None,
        owners: Iterable[uuid.UUID | None] = (),
        partners: Iterable[uuid.UUID] = (),
    ) -> Verdict:
        """Whether the person may do `action` on an object with this unit, these owners, these partners."""
        reach = self.reach(action)
        if reach == Reach.ALL:
            return YES
        if reach == Reach.NOTHING:
            return lacking(_("Your role does not include this. Ask the coordination office."))
        in_unit = unit is not None and any(unit.path.startswith(path) for path in self.unit_paths(action))
        owned = self.person_uuid in set(owners)
        theirs = bool(self._partner_uuids_for(action) & set(partners))
        if in_unit or owned or theirs:
            return YES
        sentence = _("This belongs to others. Ask the coordination office.")
        return unseen(sentence) if action.endswith(".see") else lacking(sentence)


_KEPT = "standing_kept_for_request"


def standing_of(person: Person, *, on: dt.date) -> Standing:
    """One query: the roles in force on a day. Kept on the person object for the request."""
    kept: tuple[dt.date, Standing] | None = getattr(person, _KEPT, None)
    if kept and kept[0] == on:
        return kept[1]
    rows = RoleAssignment.objects.filter(in_force(on), person_id=person.pk).order_by("role", "id")
    holdings = tuple(
        Holding(role=Role(role), unit_path=path or "", partner_uuid=partner)
        for role, path, partner in rows.values_list("role", "unit__path", "partner_uuid")
    )
    standing = Standing(person_uuid=person.uuid, holdings=holdings if person.is_active else ())
    setattr(person, _KEPT, (on, standing))
    return standing


def forget_standing(person: Person) -> None:
    """What was worked out about this person's rights no longer holds."""
    person.__dict__.pop(_KEPT, None)


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Filter: valid on a day (from inclusive, until exclusive, open ends allowed)."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    lasting = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": on})
    return begun & lasting


def units_within(paths: Iterable[str]) -> QuerySet[Unit]:
    """The units under any of these path prefixes."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition)
