"""Names as sources write them, matched to the register."""

import pytest

from periplus.core.text import normalise
from periplus.partners.enums import NameKind, PartnerState
from periplus.partners.matching import Register, Written
from periplus.partners.models import Partner, PartnerName
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def known(name: str, country: str = "FR", city: str = "", **further: str) -> Partner:
    """An institution in the register; `further`: names by kind."""
    partner: Partner = PartnerFactory.create(name=name, country=country, city=city)
    for kind, other in further.items():
        PartnerName.objects.create(partner=partner, name=other, normalised=normalise(other), kind=kind)
    return partner


def match(name: str, country: str = "FR") -> tuple[int | None, float]:
    written = Written(name, country)
    found = Register().match_names([written])[written]
    return found.partner_id, found.confidence


@pytest.mark.parametrize("name", ["Université de Tours", "UNIVERSITE  DE TOURS", "Université\u00a0de tours"])
def test_an_equal_name_is_sure(name: str) -> None:
    assert match(name) == (None, 0.0)
    tours = known("Université de Tours")
    assert match(name) == (tours.pk, 1.0)


def test_other_names_count_and_short_acronyms_do_not() -> None:
    tours = known("Université de Tours", alias="Université François-Rabelais", acronym="UFR")
    assert match("Université François Rabelais") == (tours.pk, 1.0)
    assert match("UFR")[0] is None
    PartnerName.objects.create(partner=tours, name="UFRT", normalised="ufrt", kind=NameKind.ACRONYM)
    assert match("UFRT") == (tours.pk, 1.0)


def test_the_country_decides_between_equal_names() -> None:
    cordoba = known("Universidad de Córdoba", "ES")
    known("Universidad de Córdoba", "AR")
    assert match("Universidad de Córdoba", "ES") == (cordoba.pk, 1.0)
    assert match("Universidad de Córdoba", "") == (None, 1.0)
    assert match("Universidad de Córdoba", "PT")[0] is None


def test_of_two_with_the_same_name_the_living_one_is_meant() -> None:
    gone = known("Port College")
    Partner.objects.filter(pk=gone.pk).update(state=PartnerState.WITHDRAWN)
    assert match("Port College") == (gone.pk, 1.0)
    alive = known("Port College")
    assert match("Port College") == (alive.pk, 1.0)
    known("Port College")
    assert match("Port College")[0] is None


def test_a_decision_made_before_outweighs_equal_names() -> None:
    known("Port College")
    decided = known("Port College")
    PartnerName.objects.create(
        partner=decided, name="PORT COLLEGE", normalised="port college", kind=NameKind.WRITTEN
    )
    assert match("port college") == (decided.pk, 1.0)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("University of Bologna", "Università degli Studi di Bologna"),
        ("Ca' Foscari University of Venice", "UNIVERSITÀ CA' FOSCARI DI VENEZIA"),
        ("Université Paris 1 Panthéon-Sorbonne", "Université Panthéon Sorbonne - Paris I"),
        ("Escola Superior de Enfermagem de Coimbra", "Escola Superior De Enfermagen De Coimbra"),
        ("Technical University of Denmark", "Technical University Of Denmark (DTU)"),
        ("University of Kansas", "THE UNIVERSITY OF KANSAS"),
    ],
)
def test_names_whose_words_agree_are_sure(stored: str, written: str) -> None:
    partner = known(stored)
    partner_id, confidence = match(written)
    assert (partner_id, confidence >= 0.95) == (partner.pk, True)


def test_the_city_may_stand_behind() -> None:
    flagstaff = known("Northern Arizona University", "US", city="Flagstaff")
    assert match("NORTHERN ARIZONA UNIVERSITY, FLAGSTAFF", "US")[0] == flagstaff.pk
    assert match("NORTHERN ARIZONA UNIVERSITY, YUMA", "US")[0] is None


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("Instituto Federal do Mato Grosso do Sul", "Instituto Federal do Mato Grosso"),
        ("Conservatoire de Paris", "Observatoire de Paris"),
        ("University of Miami", "Miami University"),
        ("Shaanxi University", "Shanxi University"),
        ("Université de Bordeaux", "Université de Bordeaux I"),
        ("University of California", "University of California, Berkeley"),
    ],
)
def test_names_that_are_nearly_the_same_are_asked_about(stored: str, written: str) -> None:
    partner = known(stored)
    word = Written(written, "FR")
    found = Register().match_names([word])[word]
    assert found.partner_id is None
    assert [each.partner_id for each in found.candidates] == [partner.pk]
    assert 0.5 <= found.confidence < 0.95


def test_two_that_agree_alike_are_asked_about() -> None:
    known("Université Paris 1 Panthéon-Sorbonne")
    known("Université Panthéon-Sorbonne (Paris I)")
    partner_id, confidence = match("Panthéon Sorbonne Université Paris 1")
    assert (partner_id, confidence >= 0.95) == (None, True)


def test_stand_ins_and_merged_entries_are_never_matched() -> None:
    stand_in = known("Lost Academy")
    Partner.objects.filter(pk=stand_in.pk).update(state=PartnerState.PROVISIONAL)
    merged = known("Old Academy")
    Partner.objects.filter(pk=merged.pk).update(state=PartnerState.MERGED, merged_into=known("Other"))
    assert match("Lost Academy")[0] is None
    assert match("Old Academy")[0] is None
