"""Universities served here, and their units."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.people import policies
from periplus.people.enums import UnitKind
from periplus.people.models import Institution, Unit
from periplus.people.policies import Doer

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class UnitValues:
    """What a unit is."""

    name: str
    code: str
    kind: UnitKind


@transaction.atomic
def add_institution(
    *,
    actor: Doer,
    name: str,
    short_name: str,
    country: str,
    time_zone: str,
    on: dt.date,
    city: str = "",
    year_starts_month: int = 9,
) -> Institution:
    """Serve one more university. Its root unit, which carries its name, is made with it."""
    require(policies.may_change_institutions(actor))
    if not 1 <= year_starts_month <= DECEMBER:
        raise Invalid({"year_starts_month": _("A month is a number from 1 to 12.")})
    institution = Institution.objects.create(
        name=name,
        short_name=short_name,
        country=country.upper(),
        city=city,
        time_zone=time_zone,
        year_starts_month=year_starts_month,
    )
    record("people.institution.added", actor=actor, objects={"institution": institution}, on=on)
    root = UnitValues(name=name, code=short_name[:30], kind=UnitKind.UNIVERSITY)
    _make_unit(actor, institution, None, root, on)
    return institution


@transaction.atomic
def add_unit(*, actor: Doer, parent: Unit, values: UnitValues, on: dt.date) -> Unit:
    """Add a unit below another one."""
    require(policies.may_change_units(actor))
    _demand_free_code(parent.institution, values.code)
    return _make_unit(actor, parent.institution, parent, values, on)


@transaction.atomic
def change_unit(*, actor: Doer, unit: Unit, values: UnitValues, on: dt.date) -> Unit:
    require(policies.may_change_units(actor))
    if values.code != unit.code:
        _demand_free_code(unit.institution, values.code)
    before = {"name": unit.name, "code": unit.code, "kind": unit.kind}
    unit.name, unit.code, unit.kind = values.name, values.code, values.kind
    unit.save(update_fields=["name", "code", "kind"])
    record("people.unit.changed", actor=actor, objects={"unit": unit}, attributes={"before": before}, on=on)
    return unit


@transaction.atomic
def move_unit(*, actor: Doer, unit: Unit, parent: Unit, on: dt.date) -> Unit:
    """Hang a unit, with everything below it, under another one."""
    require(policies.may_change_units(actor))
    _demand_fitting_parent(unit, parent)
    old, former = unit.path, unit.parent
    new = f"{parent.path}{unit.pk}/"
    below = Unit.objects.select_for_update().filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr(F("path"), Length(Value(old)) + 1)))
    unit.parent, unit.path = parent, new
    unit.save(update_fields=["parent"])
    touched = {"unit": unit, "parent": parent} | ({"former_parent": former} if former else {})
    record("people.unit.moved", actor=actor, objects=touched, on=on)
    return unit


@transaction.atomic
def close_unit(*, actor: Doer, unit: Unit, on: dt.date) -> Unit:
    """From that day on the unit is history; its records stay."""
    require(policies.may_change_units(actor))
    if Unit.objects.filter(parent=unit, valid_until__isnull=True).exists():
        raise Invalid({"": _("This unit still has units below it. Move or close those first.")})
    unit.valid_until = on
    unit.save(update_fields=["valid_until"])
    record("people.unit.closed", actor=actor, objects={"unit": unit}, on=on)
    return unit


def _make_unit(
    actor: Doer, institution: Institution, parent: Unit | None, values: UnitValues, on: dt.date
) -> Unit:
    unit = Unit.objects.create(
        institution=institution,
        parent=parent,
        kind=values.kind,
        name=values.name,
        code=values.code,
        valid_from=on,
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    record("people.unit.added", actor=actor, objects={"unit": unit}, on=on)
    return unit


def _demand_free_code(institution: Institution, code: str) -> None:
    if Unit.objects.filter(institution=institution, code=code).exists():
        raise Invalid({"code": _("Another unit has this code. Choose a different one.")})


def _demand_fitting_parent(unit: Unit, parent: Unit) -> None:
    if unit.parent_id is None:
        raise Invalid({"parent": _("The university itself cannot be moved.")})
    if parent.path.startswith(unit.path):
        raise Invalid({"parent": _("A unit cannot hang below itself. Choose a unit outside it.")})
    if parent.institution_id != unit.institution_id:
        raise Invalid({"parent": _("Units stay within their university.")})
