"""Lists of institutions: registers, domains, charter holders."""

import json

import pytest

from periplus.exchange.enums import ImportKind
from periplus.exchange.models import ImportRun
from periplus.partners.enums import NameKind, PartnerState, Scheme
from periplus.partners.models import Identifier, Partner
from periplus.partners.services.merging import merge_partners
from tests.exchange.scene import TEST, TODAY, imported, outcomes, register_text, remarks, undone

pytestmark = pytest.mark.django_db

HEADINGS = "id,name,labels,aliases,acronyms,status,country,city,lat,lng,website,domains,grid,isni"
MACERATA = (
    "https://ror.org/0001fmy77,University of Macerata,it:Università degli Studi di Macerata|fr:Université,"
    "Ateneo,UNIMC,active,IT,Macerata,43.29789,13.45293,https://www.unimc.it,unimc.it,grid.8042.e,"
    "0000 0001 2188 0260"
)


def registry(*rows: str, source: str = "Registry") -> ImportRun:
    return imported(ImportKind.INSTITUTIONS, "\n".join([HEADINGS, *rows]) + "\n", source=source)


def domains(*things: dict[str, object]) -> ImportRun:
    content = json.dumps(list(things))
    return imported(ImportKind.INSTITUTIONS, content, source="Domains", name="d.json")


def charter(*rows: str) -> ImportRun:
    content = "\n".join(["Erasmus code;PIC;OID;Legal Name;City;Country Cd;Website Url", *rows]) + "\n"
    return imported(ImportKind.INSTITUTIONS, content, source="Charter")


def test_an_institution_comes_in_with_names_and_identifiers() -> None:
    assert outcomes(registry(MACERATA)) == {"created": 1}
    partner = Partner.objects.get()
    assert (partner.name, partner.country, partner.city, str(partner.latitude), partner.website) == (
        *("University of Macerata", "IT", "Macerata", "43.29789", "https://www.unimc.it"),
    )
    assert set(partner.names.values_list("name", "kind", "language")) == {
        ("University of Macerata", NameKind.OFFICIAL, ""),
        ("Università degli Studi di Macerata", NameKind.LABEL, "it"),
        ("Université", NameKind.LABEL, "fr"),
        ("Ateneo", NameKind.ALIAS, ""),
        ("UNIMC", NameKind.ACRONYM, ""),
    }
    assert set(partner.identifiers.values_list("scheme", "value")) == {
        (Scheme.ROR, "0001fmy77"),
        (Scheme.DOMAIN, "unimc.it"),
        (Scheme.GRID, "grid.8042.e"),
        (Scheme.ISNI, "0000000121880260"),
    }


def test_the_same_list_again_and_its_white_space_change_nothing() -> None:
    registry(MACERATA)
    before = register_text()
    spaced = MACERATA.replace("University of Macerata", " University\u00a0of  Macerata ")
    assert outcomes(registry(MACERATA)) == outcomes(registry(spaced)) == {"unchanged": 1}
    assert register_text() == before


def test_a_new_version_of_the_list_changes_what_it_brought() -> None:
    registry(MACERATA)
    renamed = MACERATA.replace("University of Macerata", "Macerata University").replace("active", "withdrawn")
    run = registry(renamed)
    assert outcomes(run) == {"changed": 1}
    partner = Partner.objects.get()
    assert (partner.name, partner.state) == ("Macerata University", PartnerState.WITHDRAWN)
    assert partner.names.get(name="University of Macerata").kind == NameKind.ALIAS
    assert outcomes(registry(renamed)) == {"unchanged": 1}


def test_another_list_only_adds() -> None:
    registry(MACERATA)
    run = charter(
        "I  MACERAT01;999876540;E10209401;UNIVERSITA DEGLI STUDI DI MACERATA;Elsewhere;IT;www.unimc.it"
    )
    assert outcomes(run) == {"changed": 1}
    partner = Partner.objects.get()
    assert (partner.name, partner.city) == ("University of Macerata", "Macerata")
    assert partner.identifiers.get(scheme=Scheme.ERASMUS).value == "I MACERAT01"
    assert not partner.names.filter(name__startswith="UNIVERSITA").exists()  # the same name, in capitals


@pytest.mark.parametrize("code", ["A\u00a0 GRAZ01", "A  GRAZ01", "A GRAZ01"])
def test_an_erasmus_code_is_one_however_it_is_spaced(code: str) -> None:
    charter("A\u00a0 GRAZ01;;;University of Graz;Graz;AT;")
    assert outcomes(charter(f"{code};;#N/A;University of Graz;Graz;AT;")) == {"unchanged": 1}
    assert Identifier.objects.get().value == "A GRAZ01"


def test_known_by_domain_then_by_name_and_country() -> None:
    registry(MACERATA, "https://ror.org/00003ef66,Port College,,,,active,PT,,,,,,,")
    run = domains(
        {"name": "Unimc", "country": "Italy", "domains": ["unimc.it"], "web_pages": ["http://unimc.it/"]},
        {"name": "PORT COLLEGE", "country": "Portugal", "domains": ["port.pt"], "web_pages": []},
        {"name": "Port College", "country": "Spain", "domains": ["port.es"], "web_pages": []},
    )
    assert outcomes(run) == {"changed": 2, "created": 1}
    assert Partner.objects.get(name="Port College", country="PT").identifiers.filter(value="port.pt").exists()


def test_what_carries_another_identifier_is_another_institution() -> None:
    registry(MACERATA, MACERATA.replace("0001fmy77", "00013q465").replace("grid.8042.e", ""))
    assert Partner.objects.count() == 2


def test_a_second_row_about_the_same_institution_is_merged() -> None:
    cornell: dict[str, object] = {
        "name": "Cornell College",
        "country": "US",
        "domains": ["cornellcollege.edu"],
        "web_pages": [],
    }
    rows = [cornell, {**cornell, "domains": ["cornell-iowa.edu"]}]
    assert outcomes(domains(*rows)) == {"created": 1, "merged": 1}
    assert Partner.objects.get().identifiers.count() == 2
    assert outcomes(domains(*rows)) == {"unchanged": 2}


def test_identifiers_of_two_institutions_refuse_a_row() -> None:
    charter("A GRAZ01;;;Graz;Graz;AT;", "A WIEN01;111222333;;Wien;Wien;AT;")
    run = charter("A GRAZ01;111222333;;Graz;Graz;AT;")
    assert outcomes(run) == {"refused": 1}
    assert remarks(run) == {
        1: ["Its identifiers belong to two institutions: Graz · Wien. Merge them, or correct the row."]
    }


def test_a_new_one_that_looks_like_another_says_so() -> None:
    registry(MACERATA)
    run = charter("I MACERAT09;;;Macerata Università;Macerata;IT;")
    assert outcomes(run) == {"created": 1}
    assert remarks(run) == {1: ["It looks like University of Macerata. Merge them if they are the same."]}


def test_what_was_merged_by_hand_stays_merged_when_the_list_comes_again() -> None:
    rows = (MACERATA, "https://ror.org/00013q465,Other Ateneo,,,,active,IT,,,,,,,")
    registry(*rows)
    kept, merged = Partner.objects.order_by("id")
    merge_partners(actor=TEST, kept=kept, merged=merged, on=TODAY)
    before = register_text()
    assert outcomes(registry(*rows)) == {"unchanged": 2}
    assert Partner.objects.get(pk=kept.pk).name == "University of Macerata"
    assert register_text() == before


def test_undo_of_a_second_list_leaves_the_first_as_it_was() -> None:
    registry(MACERATA)
    before = register_text()
    run = charter(
        "I  MACERAT01;999876540;E10209401;Ateneo Maceratese;X;IT;www.unimc.it", "A WIEN01;;;Wien;Wien;AT;"
    )
    assert register_text() != before
    assert undone(run).state == "undone"
    assert register_text() == before
