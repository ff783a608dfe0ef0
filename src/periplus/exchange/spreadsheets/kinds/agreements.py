"""Rows that are agreement lines: what is offered to and by a partner in one academic year.

A row belongs to the agreement of the institution with that partner under that programme; there is one
line for each centre, direction, field, level and language, and one entry for each of its years. Rows
for the same line and year add up: each is an offer of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from periplus.exchange.enums import ImportKind
from periplus.exchange.spreadsheets import cells, places, study
from periplus.exchange.spreadsheets.fields import Draft, Field
from periplus.exchange.spreadsheets.kinds.base import Importer, Kind, Result, Setting, result_of
from periplus.exchange.spreadsheets.kinds.groups import Groups
from periplus.exchange.spreadsheets.kinds.names import Called, Names
from periplus.exchange.spreadsheets.study import Study
from periplus.partners.bulk import LineBook, LineFacts, bring_lines
from periplus.partners.enums import Activity, LineDirection
from periplus.partners.models import AgreementLine

_MOST_PLACES: Final = 10_000
_MOST_MONTHS: Final = 60
_DIRECTIONS: Final = {
    **dict.fromkeys(
        ("OUT", "outgoing", "outbound", "salida", "saída", "saliente"), LineDirection.OUTGOING.value
    ),
    **dict.fromkeys(("IN", "incoming", "inbound", "entrada", "entrante"), LineDirection.INCOMING.value),
}
_NO_STUDY: Final = Study("", "")

FIELDS: Final = (
    Field(
        "partner",
        _("Partner"),
        cells.text(300),
        aliases=(
            *("universidad acuerdo", "partner", "partner institution", "universidad", "institución socia"),
            *("universidade parceira", "instituição parceira", "university"),
        ),
        hint=_("A country in brackets behind the name is understood."),
    ),
    Field(
        "partner_code",
        _("Identifier of the partner"),
        cells.text(120),
        aliases=("erasmus code", "código erasmus", "partner code", "pic", "oid", "ror"),
        hint=_("ROR, Erasmus code, OID, PIC or internet domain."),
    ),
    Field(
        "country",
        _("Country of the partner"),
        places.country,
        aliases=("pais universidad acuerdo", "country", "país", "partner country", "pais"),
    ),
    Field(
        "programme",
        _("Programme"),
        cells.text(120),
        aliases=("nombre programa movilidad", "programme", "programa", "programa de movilidad", "program"),
    ),
    Field(
        "direction",
        _("Direction"),
        cells.choice(_DIRECTIONS),
        required=True,
        aliases=("in out", "direction", "dirección", "direção", "in/out", "sentido"),
    ),
    Field(
        "places",
        _("Places offered"),
        cells.at_most(_MOST_PLACES),
        required=True,
        aliases=("plazas ofertadas alumnos", "places", "plazas", "vagas", "plazas ofertadas", "quota"),
    ),
    Field(
        "used",
        _("Places used"),
        cells.at_most(_MOST_PLACES),
        aliases=("plazas asignadas alumnos out", "used", "plazas asignadas", "assigned", "vagas ocupadas"),
    ),
    Field(
        "year",
        _("Academic year"),
        cells.year,
        aliases=("curso academico", "academic year", "año académico", "ano letivo", "curso", "year"),
        hint=_("By its first calendar year. Without it, the places hold for every year."),
    ),
    Field(
        "unit_name",
        _("Our unit"),
        cells.text(200),
        aliases=("centro", "faculty", "unit", "facultad", "faculdade", "unidade", "department"),
    ),
    Field(
        "field",
        _("Field of study"),
        study.study,
        aliases=(
            *("nombre area estudios mov", "field", "área de estudios", "área", "subject area", "isced"),
            "isced-f",
        ),
    ),
    Field("level", _("Level"), study.level, aliases=("level", "nivel de estudios", "nível", "study cycle")),
    Field(
        "language",
        _("Language"),
        study.language,
        aliases=("nombre idioma nivel movilidad", "language", "idioma", "língua"),
    ),
    Field(
        "cefr",
        _("Level of the language"),
        study.language_level,
        aliases=("cefr", "language level", "nivel de idioma", "nível de língua", "nivel idioma"),
        hint=_("May stand in the same column as the language."),
    ),
    Field(
        "activity",
        _("Activity"),
        cells.choice({each.value: each.value for each in Activity}),
        aliases=("activity", "actividad", "atividade", "mobility type"),
    ),
    Field("months", _("Months"), cells.decimal, aliases=("months", "meses", "duration", "duración")),
    Field(
        "reference", _("Reference of the agreement"), cells.text(60), aliases=("reference", "agreement id")
    ),
    Field("valid_from", _("Valid from"), cells.date, aliases=("valid from", "fecha de inicio", "start date")),
    Field("valid_until", _("Valid until"), cells.date, aliases=("valid until", "fecha de fin", "end date")),
    Field(
        "reported_on",
        _("As of"),
        cells.date,
        aliases=("fecha actualizacion", "updated on", "as of", "data de atualização", "last update"),
    ),
)


class Agreements(Kind):
    """Agreement lines with their places, one row for each line and year."""

    key = ImportKind.AGREEMENTS
    target = AgreementLine
    fields = FIELDS
    one_of = (("partner", "partner_code"),)
    for_institution = True
    about = _("What is offered to and by partners: one row for each line of an agreement and academic year.")

    def examine(self, draft: Draft) -> None:
        values = draft.values
        if not (values.get("partner") or values.get("partner_code")):
            draft.refuse("missing", field="partner")
        if values.get("used", 0) > values.get("places", 0):
            draft.warn("more_used_than_offered", used=values["used"], places=values.get("places", 0))
        months = values.get("months")
        if months is not None and not 0 < months <= _MOST_MONTHS:
            draft.warn("out_of_range", value=str(months))
            del values["months"]
        if values.get("partner"):
            values["partner"] = places.without_country(values["partner"], values.get("country", ""))

    def importer(self, setting: Setting) -> Importer:
        return AgreementImporter(setting)


class AgreementImporter(Importer):
    """One import of agreement lines."""

    tallies = True

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._names = Names()
        self._groups: Groups[object] = Groups()
        self._sums: dict[object, list[int]] = {}
        self._telling: set[str] = set()
        self._book: LineBook | None = None

    def survey(self, draft: Draft) -> None:
        self._names.note(_partner(draft))

    def prepare(self) -> None:
        self._names.look_up()

    def tally(self, draft: Draft) -> None:
        key = self._key(draft)
        self._groups.count(key, draft.number)
        sums = self._sums.setdefault(key, [0, 0])
        sums[0] += draft.values["places"]
        sums[1] += draft.values.get("used", 0)
        if draft.values.get("used"):
            self._telling.add(draft.values["direction"])

    def resume(self, next_row: int) -> None:
        self._groups.recall(self._setting.run, next_row)

    def apply(self, drafts: Sequence[Draft], attributes: Mapping[str, Any]) -> list[Result]:
        if self._book is None:
            if self._setting.institution is None:
                message = "Agreements belong to an institution."
                raise ValueError(message)
            self._book = LineBook(self._setting.institution, self._setting.source)
        called = [_partner(draft) for draft in drafts]
        keys = [self._key(draft) for draft in drafts]  # before stand-ins give doubtful names an id
        self._names.stand_in(called)
        firsts = [self._groups.is_first(key, draft.number) for key, draft in zip(keys, drafts, strict=True)]
        lines = [
            self._facts(draft, partner, self._sums[key])
            for draft, partner, key, first in zip(drafts, called, keys, firsts, strict=True)
            if first
        ]
        brought = iter(
            bring_lines(
                actor=self._setting.actor,
                book=self._book,
                lines=lines,
                today=self._setting.today,
                attributes=attributes,
            )
        )
        results = []
        for key, partner, first in zip(keys, called, firsts, strict=True):
            result = result_of(next(brought)) if first else self._groups.later(key)
            made = self._names.made_for([partner])
            if made:
                result = Result(result.outcome, result.target, {**(result.before or {}), "stood_in": made})
            if first:
                self._groups.settle(key, result)
            results.append(result)
        return results

    def _key(self, draft: Draft) -> object:
        values = draft.values
        told = self._facts(draft, _partner(draft), [0, 0])
        programme = values.get("reference") or values.get("programme", "").casefold()
        return programme, self._names.identity(_partner(draft)), told.line_key[1:], told.year

    def _facts(self, draft: Draft, partner: Called, sums: Sequence[int]) -> LineFacts:
        get = draft.values.get
        field, level = get("field") or _NO_STUDY, get("level")
        return LineFacts(
            partner_id=self._names.find(partner) or 0,
            programme=get("programme") or "",
            unit_name=get("unit_name") or "",
            direction=get("direction") or "",
            activity=get("activity") or (level.activity if level else "") or Activity.STUDY.value,
            field=field.code,
            field_text=field.words,
            level=level.code if level else "",
            language=get("language") or "",
            cefr=get("cefr") or "",
            places=sums[0],
            used=sums[1],
            year=get("year"),
            months=get("months"),
            # A list that tells no use at all in one direction does not know it, whatever its zeros say.
            reported_on=get("reported_on") if get("direction") in self._telling else None,
            reference=get("reference") or "",
            valid_from=get("valid_from"),
            valid_until=get("valid_until"),
        )


def _partner(draft: Draft) -> Called:
    values = draft.values
    return values.get("partner_code"), values.get("partner"), values.get("country", "")
