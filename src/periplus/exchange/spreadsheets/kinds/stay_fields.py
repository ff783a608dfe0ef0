"""The columns of a list of stays, and under which headings they come."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from periplus.exchange.spreadsheets import cells, places, study
from periplus.exchange.spreadsheets.cells import CellError
from periplus.exchange.spreadsheets.fields import Field
from periplus.mobility.enums import StayMode
from periplus.partners.enums import Activity

_CURRENCY: Final = 3
_MOST_MONEY: Final = Decimal(10) ** 12


def currency(cell: str) -> str:
    """The three letters of a currency."""
    letters = cell.upper()
    if len(letters) != _CURRENCY or not letters.isalpha():
        raise CellError(sentence="not_a_currency", value=cells.shown(cell))
    return letters


def money(cell: str) -> Decimal:
    """An amount; payments taken back are negative."""
    amount = cells.decimal(cell)
    if abs(amount) >= _MOST_MONEY:
        raise CellError(sentence="out_of_range", value=cells.shown(cell))
    return amount


def region(cell: str) -> Any:
    """The countries that have this region; nothing when none is known, which is no mistake."""
    return places.country_of_region(cell)


_ACTIVITIES: Final = {
    **{each.value: each.value for each in Activity},
    **dict.fromkeys(("studies", "estudio", "estudios", "estudo", "SMS", "student"), Activity.STUDY.value),
    **dict.fromkeys(("prácticas", "estágio", "SMT", "SMP", "internship"), Activity.TRAINEESHIP.value),
    **dict.fromkeys(("docencia", "docência", "STA", "teacher"), Activity.TEACHING.value),
    **dict.fromkeys(("formación", "formação", "STT", "staff training"), Activity.TRAINING.value),
    **dict.fromkeys(("investigación", "investigação", "pesquisa"), Activity.RESEARCH.value),
}
_MODES: Final = {
    **{each.value: each.value for each in StayMode},
    **dict.fromkeys(("presencial", "física", "on site"), StayMode.PHYSICAL.value),
    **dict.fromkeys(("en línea", "online"), StayMode.VIRTUAL.value),
    **dict.fromkeys(("híbrida", "mista", "combinada", "hybrid"), StayMode.BLENDED.value),
}

FIELDS: Final = (
    Field(
        "reference",
        _("Reference of the stay"),
        cells.text(60),
        aliases=(
            "id processo",
            "id",
            "processo",
            "mobility id",
            "stay id",
            "reference",
            "referencia",
            "número",
        ),
        hint=_("Rows with the same reference are one stay."),
    ),
    Field(
        "sending",
        _("Sending institution"),
        cells.text(300),
        aliases=(
            *("nm ies origem principal da", "ies origem", "instituição de origem", "universidad de origen"),
            *("sending institution", "home institution", "institución de origen", "sending organisation"),
        ),
    ),
    Field(
        "sending_code",
        _("Identifier of the sending institution"),
        cells.text(120),
        aliases=("sending erasmus code", "sending institution code", "sending hei id", "código de origen"),
        hint=_("ROR, Erasmus code, OID, PIC or internet domain."),
    ),
    Field(
        "country_from",
        _("Country of the sending institution"),
        places.country,
        aliases=("sending country", "home country", "país de origen", "país de origem", "country from"),
    ),
    Field(
        "region_from",
        _("State or region of the sending institution"),
        region,
        aliases=("nm uf ies origem", "uf origem", "sending region", "home state"),
        hint=_("Tells the country where no column does."),
    ),
    Field(
        "receiving",
        _("Receiving institution"),
        cells.text(300),
        aliases=(
            *(
                "nm ies estudo principal da",
                "ies destino",
                "instituição de destino",
                "universidad de destino",
            ),
            *(
                "receiving institution",
                "host institution",
                "institución de destino",
                "receiving organisation",
            ),
        ),
    ),
    Field(
        "receiving_code",
        _("Identifier of the receiving institution"),
        cells.text(120),
        aliases=(
            "receiving erasmus code",
            "receiving institution code",
            "receiving hei id",
            "código de destino",
        ),
    ),
    Field(
        "country_to",
        _("Country of the receiving institution"),
        places.country,
        aliases=(
            *("nm pais ies estudo", "receiving country", "host country", "país de destino", "país destino"),
            "country to",
        ),
    ),
    Field(
        "level",
        _("Level"),
        study.level,
        aliases=("nm nivel", "nível", "nivel", "level of study", "study cycle", "cycle", "nivel de estudios"),
    ),
    Field(
        "field",
        _("Field of study"),
        study.study,
        aliases=(
            *(
                "nm area conhecimento",
                "área",
                "área de estudios",
                "field",
                "subject area",
                "isced",
                "isced-f",
            ),
            "field of education",
        ),
    ),
    Field(
        "field_broad",
        _("Broad field of study"),
        study.study,
        aliases=("nm grande area", "grande área", "broad field", "rama"),
        hint=_("Used where the field itself is not told."),
    ),
    Field(
        "programme",
        _("Programme"),
        cells.text(200),
        aliases=("nm programa", "programa", "mobility programme", "programa de movilidad", "program"),
    ),
    Field(
        "starts_on",
        _("First day"),
        cells.date,
        aliases=("start date", "fecha de inicio", "data de início", "starts on", "from", "start"),
    ),
    Field(
        "start_year",
        _("First year"),
        cells.year,
        aliases=("an inicio", "ano início", "año", "year", "start year"),
    ),
    Field(
        "start_month",
        _("First month"),
        cells.month,
        aliases=("me inicio", "mês início", "start month", "mes de inicio"),
    ),
    Field(
        "ends_on",
        _("Last day"),
        cells.date,
        aliases=("end date", "fecha de fin", "data de fim", "ends on", "to", "end", "until"),
    ),
    Field("end_year", _("Last year"), cells.year, aliases=("an fim", "ano fim", "end year", "año fin")),
    Field("end_month", _("Last month"), cells.month, aliases=("me fim", "mês fim", "end month", "mes fin")),
    Field(
        "activity",
        _("Activity"),
        cells.choice(_ACTIVITIES),
        aliases=("activity type", "mobility type", "tipo de movilidad", "tipo de mobilidade", "tipo"),
    ),
    Field(
        "mode",
        pgettext_lazy("stay", "Mode"),
        cells.choice(_MODES),
        aliases=("mobility mode", "modalidad", "modalidade"),
    ),
    Field(
        "unit",
        _("Code of our unit"),
        cells.text(30),
        aliases=("unit", "faculty code", "código de centro", "centro", "unidade", "department code"),
    ),
    Field("currency", _("Currency"), currency, aliases=("cd moeda", "moeda", "moneda", "currency code")),
    Field(
        "amount",
        _("Amount"),
        money,
        aliases=("vl total recebido moeda", "valor", "importe", "grant", "amount paid", "total"),
    ),
)
