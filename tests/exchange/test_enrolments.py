"""Lists of enrolments."""

import pytest

from periplus.exchange.enums import ImportKind
from periplus.mobility.models import Enrolment
from periplus.people.models import Institution
from tests.exchange.scene import imported, outcomes, register_text, remarks, undone
from tests.factories.partners import PartnerFactory, twin_of
from tests.factories.people import InstitutionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Institution:
    home: Institution = InstitutionFactory.create()
    twin_of(home)
    UnitFactory.create(institution=home, code="SCI")
    return home


def test_years_of_the_institution_and_of_a_unit(home: Institution) -> None:
    sheet = "Year,Unit code,Students\n2020/21,,30000\n2020,SCI,4000\n"
    run = imported(ImportKind.ENROLMENTS, sheet, institution=home)
    assert outcomes(run) == {"created": 2}
    assert set(Enrolment.objects.values_list("year", "unit__code", "students")) == {
        (2020, None, 30000),
        (2020, "SCI", 4000),
    }
    assert outcomes(imported(ImportKind.ENROLMENTS, sheet, institution=home)) == {"unchanged": 2}


def test_rows_of_the_same_year_add_up_and_a_correction_changes(home: Institution) -> None:
    imported(ImportKind.ENROLMENTS, "Year,Students\n2020,100\n2020,50\n", institution=home)
    assert Enrolment.objects.get().students == 150
    before = register_text()
    run = imported(ImportKind.ENROLMENTS, "Year,Students\n2020,160\n", institution=home)
    assert outcomes(run) == {"changed": 1}
    undone(run)
    assert register_text() == before


def test_unknown_units_and_institutions_are_refused(home: Institution) -> None:
    PartnerFactory.create(name="Known College", country="PT")
    sheet = (
        "Year,Unit code,Institution,Students\n2020,ART,,10\n2020,,Unknown College,10\n2020,,Known College,7\n"
    )
    run = imported(ImportKind.ENROLMENTS, sheet, institution=home)
    assert outcomes(run) == {"created": 1, "refused": 2}
    assert remarks(run) == {
        1: ["There is no unit with the code “ART”."],
        2: ["No institution in the register is surely “Unknown College”. Add it, or correct its name."],
    }
    assert Enrolment.objects.get().partner.name == "Known College"
