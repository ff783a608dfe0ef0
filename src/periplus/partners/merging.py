"""What points at an institution, and so moves along when it is merged into another.

Stretches above this one register their own columns here (from their `apps.ready`), so that the
partners need not know them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count

from periplus.core.copying import rows_of
from periplus.partners.models import (
    AgreementLine,
    AgreementParty,
    Contact,
    Identifier,
    NameMatch,
    Partner,
    PartnerName,
)
from periplus.people.models import RoleAssignment


@dataclass(frozen=True, slots=True)
class Mover:
    """A column that names an institution.

    `once_with`: columns that, with this one, must be unique. A row that would then stand twice stays
    behind with the merged institution, or is removed when it `vanishes`. `is_use`: whether such a row
    is a use of the institution by somebody, rather than a part of it. `by_uuid`: it holds the uuid.
    """

    model: type[models.Model]
    field: str
    once_with: tuple[str, ...] = ()
    vanishes: bool = False
    is_use: bool = True
    by_uuid: bool = False

    @property
    def column(self) -> str:
        return column_of(self.model, self.field)


def column_of(model: type[models.Model], name: str) -> str:
    """The attribute that holds the bare value of a field: 'partner_id' for 'partner'."""
    return next(field.attname for field in model._meta.concrete_fields if field.name == name)


_movers: dict[tuple[str, str], Mover] = {}


def register_mover(
    model: type[models.Model], field: str, *, once_with: tuple[str, ...] = (), is_use: bool = True
) -> None:
    """Let rows of `model` move along by their foreign key `field`. Registering twice changes nothing."""
    _keep(Mover(model, field, once_with=once_with, is_use=is_use))


def list_movers() -> list[Mover]:
    return list(_movers.values())


def count_uses(partner_ids: Iterable[int]) -> Counter[int]:
    """How many rows use each of these institutions."""
    ids, uses = list(partner_ids), Counter[int]()
    for mover in list_movers():
        if not mover.is_use or mover.by_uuid:
            continue
        rows = rows_of(mover.model).filter(**{f"{mover.field}__in": ids})
        for partner_id, count in rows.order_by().values_list(mover.column).annotate(Count("pk")):
            uses[partner_id] += count
    return uses


def _keep(mover: Mover) -> None:
    _movers[mover.model._meta.label_lower, mover.field] = mover


_OWN = (
    Mover(PartnerName, "partner", ("name", "kind", "language"), is_use=False),
    Mover(Identifier, "partner", ("scheme", "value"), is_use=False),
    Mover(Contact, "partner", is_use=False),
    Mover(AgreementParty, "partner", ("agreement",), vanishes=True),
    Mover(AgreementLine, "partner"),
    Mover(NameMatch, "chosen", is_use=False),
    Mover(Partner, "merged_into", is_use=False),
    Mover(RoleAssignment, "partner_uuid", by_uuid=True),
)
for _mover in _OWN:
    _keep(_mover)
