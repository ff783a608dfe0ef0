"""Columns are guessed, remembered and checked."""

import pytest

from periplus.core.verdicts import Invalid
from periplus.exchange.enums import ImportKind
from periplus.exchange.spreadsheets.kinds import KINDS
from periplus.exchange.spreadsheets.mapping import MONTH_FIRST, check_mapping, guess_mapping, guess_options

STAYS, LINES = KINDS[ImportKind.STAYS], KINDS[ImportKind.AGREEMENTS]
CAPES = [
    *("ID_PROCESSO", "NM_NIVEL", "AN_INICIO", "ME_INICIO", "AN_FIM", "ME_FIM"),
    *("NM_IES_ORIGEM_PRINCIPAL_DA", "NM_UF_IES_ORIGEM", "NM_IES_ESTUDO_PRINCIPAL_DA", "NM_PAIS_IES_ESTUDO"),
    *("NM_GRANDE_AREA", "NM_AREA_CONHECIMENTO", "NM_AREA_AVALIACAO", "NM_PROGRAMA", "CD_MOEDA"),
    "VL_TOTAL_RECEBIDO_MOEDA",
]


def test_headings_of_a_portuguese_list_are_understood() -> None:
    guessed = guess_mapping(STAYS, CAPES, {})
    assert guessed == {
        "reference": "ID_PROCESSO",
        "sending": "NM_IES_ORIGEM_PRINCIPAL_DA",
        "region_from": "NM_UF_IES_ORIGEM",
        "receiving": "NM_IES_ESTUDO_PRINCIPAL_DA",
        "country_to": "NM_PAIS_IES_ESTUDO",
        "level": "NM_NIVEL",
        "field": "NM_AREA_CONHECIMENTO",
        "field_broad": "NM_GRANDE_AREA",
        "programme": "NM_PROGRAMA",
        "start_year": "AN_INICIO",
        "start_month": "ME_INICIO",
        "end_year": "AN_FIM",
        "end_month": "ME_FIM",
        "currency": "CD_MOEDA",
        "amount": "VL_TOTAL_RECEBIDO_MOEDA",
    }


def test_one_column_may_say_language_and_level() -> None:
    guessed = guess_mapping(LINES, ["Partner", "Idioma", "Places", "Direction"], {})
    assert guessed["language"] == guessed["cefr"] == "Idioma"


def test_what_a_source_remembers_outweighs_the_headings() -> None:
    remembered = {"receiving": "Where", "country_from": {"fixed": "BR"}, "sending": "No longer there"}
    guessed = guess_mapping(STAYS, ["Where", "Receiving institution", "Start date"], remembered)
    assert guessed == {"receiving": "Where", "country_from": {"fixed": "BR"}, "starts_on": "Start date"}


def test_month_first_dates_are_found_out() -> None:
    headings, mapping = ["From"], {"starts_on": "From"}
    assert guess_options(STAYS, mapping, headings, [["3/4/2024"], ["12/31/2024"]]) == {MONTH_FIRST: True}
    assert guess_options(STAYS, mapping, headings, [["3/4/2024"], ["31/12/2024"]]) == {MONTH_FIRST: False}


@pytest.mark.parametrize(
    ("mapping", "fields"),
    [
        ({}, {"receiving", "starts_on"}),
        ({"receiving": "Where", "starts_on": "When"}, {"starts_on"}),
        ({"receiving": "Where", "start_year": {"fixed": "soon"}}, {"start_year"}),
        ({"receiving": "Where", "start_year": {"fixed": "2024"}, "colour": "Where"}, {"colour"}),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_by_field(mapping: dict[str, object], fields: set[str]) -> None:
    with pytest.raises(Invalid) as invalid:
        check_mapping(STAYS, ["Where"], mapping)
    assert set(invalid.value.errors) == fields


def test_a_mapping_that_works() -> None:
    check_mapping(STAYS, ["Where"], {"receiving": "Where", "start_year": {"fixed": "2024"}})
