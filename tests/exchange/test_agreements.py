"""Lists of agreement lines, one row for each line and year."""

import datetime as dt

import pytest

from periplus.core.verdicts import Invalid
from periplus.exchange.enums import ImportKind
from periplus.partners.enums import AgreementKind, AgreementState, LineDirection
from periplus.partners.models import Agreement, AgreementLine, LineYear
from periplus.people.models import Institution
from tests.exchange.scene import hand_in, imported, outcomes, register_text, remarks
from tests.factories.partners import PartnerFactory
from tests.factories.people import InstitutionFactory

pytestmark = pytest.mark.django_db

HEADINGS = (
    "CURSO_ACADEMICO;NOMBRE_PROGRAMA_MOVILIDAD;NOMBRE_AREA_ESTUDIOS_MOV;CENTRO;IN_OUT;"
    "NOMBRE_IDIOMA_NIVEL_MOVILIDAD;PAIS_UNIVERSIDAD_ACUERDO;UNIVERSIDAD_ACUERDO;"
    "PLAZAS_OFERTADAS_ALUMNOS;PLAZAS_ASIGNADAS_ALUMNOS_OUT;FECHA_ACTUALIZACION"
)
ROW = (
    "2017;ERASMUS;0531-Química;Facultad de Ciencias;OUT;INGLÉS - B1 (Nivel intermedio);Alemania;"
    "Hochschule Coburg (Alemania);2;1;13/01/2019"
)


def sheet(*rows: str) -> str:
    return "\r\n".join([HEADINGS, *rows]) + "\r\n"


@pytest.fixture
def home() -> Institution:
    PartnerFactory.create(name="Hochschule Coburg", country="DE")
    home: Institution = InstitutionFactory.create()
    return home


def test_a_row_makes_agreement_line_and_year(home: Institution) -> None:
    run = imported(ImportKind.AGREEMENTS, sheet(ROW), institution=home)
    assert outcomes(run) == {"created": 1}
    agreement = Agreement.objects.get()
    assert (agreement.institution, agreement.reference, agreement.kind, agreement.state) == (
        *(home, "ERASMUS-DE-001", AgreementKind.INTER_INSTITUTIONAL, AgreementState.IN_FORCE),
    )
    assert (agreement.title, agreement.valid_from) == ("ERASMUS – Hochschule Coburg", dt.date(2017, 9, 1))
    assert [party.partner.name for party in agreement.parties.all()] == ["Hochschule Coburg"]
    line = agreement.lines.get()
    assert (line.direction, line.field, line.field_text, line.language, line.cefr, line.unit_name) == (
        *(LineDirection.OUTGOING, "0531", "Química", "en", "B1", "Facultad de Ciencias"),
    )
    year = line.years.get()
    assert (line.places, line.year_from, year.year, year.places, year.used, year.reported_on) == (
        *(2, 2017, 2017, 2, 1, dt.date(2019, 1, 13)),
    )


def test_the_next_year_belongs_to_the_same_line(home: Institution) -> None:
    imported(ImportKind.AGREEMENTS, sheet(ROW), institution=home)
    spaced = ROW.replace("2017", "2018").replace(";2;1;", ";5;0;").replace("Química", "química ")
    assert outcomes(imported(ImportKind.AGREEMENTS, sheet(spaced), institution=home)) == {"created": 1}
    line = AgreementLine.objects.get()
    assert (line.places, list(line.years.order_by("year").values_list("year", "places"))) == (
        *(5, [(2017, 2), (2018, 5)]),
    )
    assert outcomes(imported(ImportKind.AGREEMENTS, sheet(ROW), institution=home)) == {"unchanged": 1}
    assert AgreementLine.objects.get().places == 5


def test_an_older_year_moves_the_beginning_back(home: Institution) -> None:
    imported(ImportKind.AGREEMENTS, sheet(ROW), institution=home)
    imported(ImportKind.AGREEMENTS, sheet(ROW.replace("2017", "2015")), institution=home)
    assert Agreement.objects.get().valid_from == dt.date(2015, 9, 1)
    assert (AgreementLine.objects.get().year_from, AgreementLine.objects.get().places) == (2015, 2)


def test_rows_for_the_same_line_and_year_add_up(home: Institution) -> None:
    rows = sheet(ROW, ROW.replace(";2;1;", ";3;2;"))
    run = imported(ImportKind.AGREEMENTS, rows, institution=home)
    assert outcomes(run) == {"created": 1, "merged": 1}
    assert list(LineYear.objects.values_list("places", "used")) == [(5, 3)]
    before = register_text()
    assert outcomes(imported(ImportKind.AGREEMENTS, rows, institution=home)) == {"unchanged": 2}
    assert register_text() == before


def test_more_used_than_offered_is_kept_with_a_remark(home: Institution) -> None:
    run = imported(ImportKind.AGREEMENTS, sheet(ROW.replace(";2;1;", ";2;3;")), institution=home)
    assert remarks(run) == {1: ["3 places were used, but only 2 offered."]}
    assert LineYear.objects.get().used == 3


def test_no_language_is_told_by_its_word(home: Institution) -> None:
    row = ROW.replace("INGLÉS - B1 (Nivel intermedio)", "No Informado")
    run = imported(ImportKind.AGREEMENTS, sheet(row), institution=home)
    assert (AgreementLine.objects.get().language, remarks(run)) == ("", {})


def test_rows_that_lack_what_is_needed_are_refused(home: Institution) -> None:
    rows = [
        ROW.replace(";OUT;", ";SIDEWAYS;"),
        ROW.replace(";2;1;", ";;1;"),
        ROW.replace("Hochschule Coburg (Alemania)", ""),
        ROW.replace(";2;1;", ";two;1;"),
    ]
    run = imported(ImportKind.AGREEMENTS, sheet(*rows), institution=home)
    assert outcomes(run) == {"refused": 4}
    told = remarks(run)
    assert told[1][0].startswith("“SIDEWAYS” is not known here. Write one of: OUT, outgoing")
    assert told[2][0] == "Places offered is missing."
    assert told[3] == ["Partner is missing."]
    assert told[4][0] == "“two” is not a number."


def test_equal_spellings_of_a_doubtful_partner_are_one_agreement(home: Institution) -> None:
    rows = [
        ROW.replace("Hochschule Coburg", "Unknown Academy"),
        ROW.replace("Hochschule Coburg", "UNKNOWN  ACADEMY").replace("OUT", "IN"),
    ]
    imported(ImportKind.AGREEMENTS, sheet(*rows), institution=home)
    assert (Agreement.objects.count(), AgreementLine.objects.count()) == (1, 2)


def test_agreements_belong_to_an_institution() -> None:
    with pytest.raises(Invalid) as invalid:
        hand_in(ImportKind.AGREEMENTS, sheet(ROW))
    assert set(invalid.value.errors) == {"institution"}
