"""Rows that are enrolments: how many students an institution, or one of its units, had in a year.

Rows for the same institution, unit and year add up (lists by level of study have several).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from periplus.exchange.enums import ImportKind, Outcome
from periplus.exchange.spreadsheets import cells, places
from periplus.exchange.spreadsheets.fields import Draft, Field
from periplus.exchange.spreadsheets.kinds.base import Importer, Kind, Result, Setting, result_of
from periplus.exchange.spreadsheets.kinds.groups import Groups
from periplus.exchange.spreadsheets.kinds.names import Called, Names
from periplus.mobility.bulk import EnrolmentFacts, bring_enrolments
from periplus.mobility.models import Enrolment
from periplus.partners.models import Partner
from periplus.people.models import Unit

_MOST_STUDENTS: Final = 10_000_000
Key = tuple[int, int | None, int]

FIELDS: Final = (
    Field(
        "year",
        _("Year"),
        cells.year,
        required=True,
        aliases=("year", "academic year", "año", "ano", "curso", "curso académico", "ano letivo"),
    ),
    Field(
        "students",
        _("Students"),
        cells.at_most(_MOST_STUDENTS),
        required=True,
        aliases=("students", "estudiantes", "estudantes", "matrículas", "alumnos", "alunos", "enrolment"),
    ),
    Field(
        "unit",
        _("Code of our unit"),
        cells.text(30),
        aliases=("unit", "unit code", "código de centro", "centro", "faculty", "unidade"),
        hint=_("Empty: the whole institution."),
    ),
    Field(
        "institution",
        _("Institution"),
        cells.text(300),
        aliases=("institution", "institución", "instituição", "university", "universidad", "universidade"),
        hint=_("Empty: our own."),
    ),
    Field(
        "institution_code",
        _("Identifier of the institution"),
        cells.text(120),
        aliases=("erasmus code", "ror", "institution code", "oid", "pic"),
    ),
    Field("country", _("Country of the institution"), places.country, aliases=("country", "país", "pais")),
)


class Enrolments(Kind):
    """Students by institution or unit and year."""

    key = ImportKind.ENROLMENTS
    target = Enrolment
    fields = FIELDS
    for_institution = True
    events_tell = False
    about = _("How many students there were in a year, in the whole institution or one unit.")

    def importer(self, setting: Setting) -> Importer:
        return EnrolmentImporter(setting)


class EnrolmentImporter(Importer):
    """One import of enrolments."""

    tallies = True

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._names = Names()
        self._groups: Groups[Key] = Groups()
        self._sums: dict[Key, int] = {}
        self._units: dict[str, int] = {}
        self._own: int | None = None

    def survey(self, draft: Draft) -> None:
        self._names.note(_institution(draft))

    def prepare(self) -> None:
        self._names.look_up()
        if self._setting.institution:
            units = Unit.objects.filter(institution=self._setting.institution)
            self._units = dict(units.values_list("code", "id"))
            twin = Partner.objects.filter(uuid=self._setting.institution.uuid)
            self._own = twin.values_list("id", flat=True).first()

    def tally(self, draft: Draft) -> None:
        key = self._key(draft)
        if key:
            self._groups.count(key, draft.number)
            self._sums[key] = self._sums.get(key, 0) + draft.values["students"]

    def resume(self, next_row: int) -> None:
        self._groups.recall(self._setting.run, next_row)

    def apply(self, drafts: Sequence[Draft], attributes: Mapping[str, Any]) -> list[Result]:
        keys = [self._key(draft) for draft in drafts]
        first = [
            key is not None and self._groups.is_first(key, draft.number)
            for key, draft in zip(keys, drafts, strict=True)
        ]
        brought = iter(
            bring_enrolments(
                actor=self._setting.actor,
                source=self._setting.source,
                enrolments=[
                    EnrolmentFacts(*key, students=self._sums[key])
                    for key, is_first in zip(keys, first, strict=True)
                    if key and is_first
                ],
                today=self._setting.today,
                attributes=attributes,
            )
        )
        return [
            self._result(draft, key, brought if is_first else None)
            for draft, key, is_first in zip(drafts, keys, first, strict=True)
        ]

    def _result(self, draft: Draft, key: Key | None, brought: Any) -> Result:
        if key is None:
            self._say_why(draft)
            return Result(Outcome.REFUSED)
        if brought is None:
            return self._groups.later(key)
        result = result_of(next(brought))
        self._groups.settle(key, result)
        return result

    def _key(self, draft: Draft) -> Key | None:
        """Institution, unit and year; None when one of them is not known."""
        called, code = _institution(draft), draft.values.get("unit")
        partner_id = self._names.find(called) if any(called[:2]) else self._own
        unit_id = self._units.get(code) if code else None
        unknown = partner_id is None or (code and unit_id is None)
        return None if unknown or partner_id is None else (partner_id, unit_id, draft.values["year"])

    def _say_why(self, draft: Draft) -> None:
        code, called = draft.values.get("unit"), _institution(draft)
        if code and code not in self._units:
            draft.refuse("unknown_unit", field="unit", value=code)
        else:
            draft.refuse("unknown_institution", value=called[1] or called[0] or "")


def _institution(draft: Draft) -> Called:
    values = draft.values
    return values.get("institution_code"), values.get("institution"), values.get("country", "")
