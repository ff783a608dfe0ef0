"""What cells mean."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from periplus.exchange.spreadsheets import cells, places, study
from periplus.exchange.spreadsheets.cells import CellDoubt, CellError


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (cells.whole, "12", 12),
        (cells.whole, "1.200,00", 1200),
        (cells.decimal, "10065.0", Decimal("10065.0")),
        (cells.decimal, "1,234.5", Decimal("1234.5")),
        (cells.decimal, "1.234.567", Decimal(1234567)),
        (cells.decimal, "-18400", Decimal(-18400)),
        (cells.decimal, "€ 12,5", Decimal("12.5")),
        (cells.year, "2017/18", 2017),
        (cells.year, "2017-2018", 2017),
        (cells.month, "8", 8),
        (cells.month, "08", 8),
        (cells.date, "13/01/2019", dt.date(2019, 1, 13)),
        (cells.date, "2019-01-13 00:00:00", dt.date(2019, 1, 13)),
        (cells.date, "3.4.2024", dt.date(2024, 4, 3)),
        (cells.date_month_first, "3/4/2024", dt.date(2024, 3, 4)),
        (cells.several, "a|b; c|a", ("a", "b; c")),
        (cells.several, "a;b", ("a", "b")),
        (places.country, "FRANÇA", "FR"),
        (places.country, "Irlanda (Eire)", "IE"),
        (places.country, "EL", "GR"),
        (places.country, "Holanda", "NL"),
        (study.language, "GRIEGO - B2 (Nivel avanzado)", "el"),
        (study.language, "OTROS - B1 (Nivel intermedio)", ""),
        (study.language_level, "GRIEGO - B2 (Nivel avanzado)", "B2"),
        (study.language_level, "INGLÉS - TOEFL / IELTS", ""),
    ],
)
def test_a_cell_means(parse: Any, cell: str, value: object) -> None:
    assert parse(cell) == value


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("0531-Química", "0531", "Química"),
        ("10.1-0421 - Derecho", "0421", "Derecho"),
        ("023 Idiomas", "023", "Idiomas"),
        ("222-Idiomas y ciencias filológicas", "0231", "Idiomas y ciencias filológicas"),
        ("14-Ciencias de la educación", "011", "Ciencias de la educación"),
        ("00.0-Área para Sicue", "", "Área para Sicue"),
        ("ENGENHARIA CIVIL", "0732", "ENGENHARIA CIVIL"),
        ("CIÊNCIAS HUMANAS", "", "CIÊNCIAS HUMANAS"),
        ("Chemistry", "0531", "Chemistry"),
    ],
)
def test_a_field_of_study_is_its_isced_code(cell: str, code: str, words: str) -> None:
    assert study.study(cell) == (code, words)


def test_an_unknown_field_keeps_its_words() -> None:
    with pytest.raises(CellDoubt) as doubt:
        study.study("Basket weaving under water")
    assert doubt.value.kept == ("", "Basket weaving under water")


@pytest.mark.parametrize(
    ("cell", "code", "activity"),
    [
        ("DOUTORADO SANDUÍCHE", "8", "study"),
        ("PROFESSOR VISITANTE", "", "teaching"),
        ("ESTÁGIO PÓS-DOUTORAL", "", "research"),
        ("Master", "7", "study"),
        ("Bachelor's or equivalent", "6", "study"),
    ],
)
def test_a_level_tells_what_people_go_to_do(cell: str, code: str, activity: str) -> None:
    found = study.level(cell)
    assert (found.code, found.activity) == (code, activity)


@pytest.mark.parametrize(
    ("cell", "countries"),
    [
        ("SÃO PAULO", {"BR"}),
        ("REGION ILE-DE-FRANCE", {"FR"}),
        ("DISTRITO DO PORTO", {"PT"}),
        ("ENGLAND", {"GB"}),
        ("FLORIDA", {"US", "UY"}),
        ("NOWHERE AT ALL", set()),
    ],
)
def test_a_region_tells_its_country(cell: str, countries: set[str]) -> None:
    assert places.country_of_region(cell) == countries


@pytest.mark.parametrize(
    ("name", "country", "bare"),
    [
        ("Hochschule Coburg (Alemania)", "DE", "Hochschule Coburg"),
        ("Athlone Institute (Irlanda (Eire))", "IE", "Athlone Institute"),
        ("Université de Tours (Tours)", "FR", "Université de Tours (Tours)"),
        ("College (Alemania)", "FR", "College (Alemania)"),
    ],
)
def test_only_its_own_country_is_taken_off_a_name(name: str, country: str, bare: str) -> None:
    assert places.without_country(name, country) == bare


@pytest.mark.parametrize(
    ("parse", "cell", "sentence"),
    [
        (cells.whole, "2.5", "not_whole"),
        (cells.whole, "-1", "not_whole"),
        (cells.decimal, "many", "not_a_number"),
        (cells.year, "17", "not_a_year"),
        (cells.year, "3017", "not_a_year"),
        (cells.month, "13", "not_a_month"),
        (cells.date, "31/02/2024", "no_such_day"),
        (cells.date, "soon", "not_a_date"),
        (cells.at_most(10), "11", "out_of_range"),
        (cells.text(3), "four", "too_long"),
        (places.country, "Atlantis", "unknown_country"),
        (study.language, "Klingonese", "unknown_language"),
        (study.language_level, "fluent", "unknown_cefr"),
    ],
)
def test_what_a_cell_cannot_mean(parse: Any, cell: str, sentence: str) -> None:
    with pytest.raises(CellError) as error:
        parse(cell)
    assert error.value.sentence == sentence


@pytest.mark.parametrize(
    "cell", ["", "-", "#N/A", "No Informado", "não informado", "9999-12-31", "31.12.9999"]
)
def test_ways_to_say_nothing(cell: str) -> None:
    assert cells.is_empty(cell)
