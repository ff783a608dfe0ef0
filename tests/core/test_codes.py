"""The code lists: complete, named in every language, and found by what people write."""

import csv
import gzip
import json
import re
from collections.abc import Iterable

import pytest

from periplus.core.codes import (
    EEA,
    EU,
    KEYS,
    Code,
    CodeList,
    Order,
    code_list,
    countries_in,
    region_of,
)
from periplus.core.codes.world import KOSOVO
from periplus.core.languages import BY_CODE
from periplus.core.text import normalise
from tests.real_inputs import real_input

LANGUAGES = tuple(BY_CODE)

# Values of the real files that are no country, and why they stay unresolved.
NO_COUNTRY = {
    "Africa: unknown countries": "a remainder",
    "Asia: unknown countries": "a remainder",
    "Caribbean and Central America: unknown countries": "a remainder",
    "Europe: unknown countries": "a remainder",
    "North America: unknown countries": "a remainder",
    "Oceania: unknown countries": "a remainder",
    "South America: unknown countries": "a remainder",
    "Other countries": "a remainder",
    "Netherlands Antilles": "dissolved in 2010 into three countries",
    "Sudan (pre-secession)": "two countries since 2011",
}


def code_of(key: str, text: str) -> str | None:
    entry = code_list(key).resolve(text)
    return entry.code if entry else None


def unresolved(names: Iterable[str]) -> set[str]:
    countries = code_list("country")
    return {name for name in names if not countries.resolve(name)}


@pytest.mark.parametrize("key", KEYS)
def test_every_list_is_well_formed(key: str) -> None:
    entries = code_list(key).codes
    known = {each.code for each in entries}
    assert len(known) == len(entries) > 0
    assert {each.parent for each in entries} - {None} <= known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [*KEYS, "term"])
def test_every_code_has_its_own_name_in_every_language(key: str, language: str) -> None:
    column = BY_CODE[language].column
    assert [each.code for each in code_list(key).codes if not each.names.get(column)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["cefr", "eqf"])
def test_levels_are_explained_in_every_language(key: str, language: str) -> None:
    texts = [each.about(language) for each in code_list(key).codes]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_a_list_is_read_once() -> None:
    assert code_list("country") is code_list("country")


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(KeyError):
        code_list("colours")


class TestFieldsOfStudy:
    def test_the_codes_are_those_of_the_classification(self) -> None:
        text = real_input("codelists/isced.php").read_text(encoding="utf-8")
        theirs = set(re.findall(r"^    '?(\d{2,4})'? => \[", text, re.MULTILINE))
        assert len(theirs) == 220
        assert {each.code for each in code_list("isced_f").codes} == theirs

    def test_three_floors(self) -> None:
        lengths = [len(each.code) for each in code_list("isced_f").codes]
        assert [lengths.count(n) for n in (2, 3, 4)] == [12, 58, 150]

    def test_the_parent_is_the_code_without_its_last_digit(self) -> None:
        for each in code_list("isced_f").codes:
            assert each.parent == (each.code[:-1] if len(each.code) > 2 else None)

    def test_walks_up_and_down(self) -> None:
        fields = code_list("isced_f")
        assert [each.code for each in fields.ancestors("0531")] == ["053", "05"]
        assert [each.code for each in fields.children("042")] == ["0421"]
        assert [each.code for each in fields.descendants("08")][:3] == ["080", "0800", "081"]
        assert [each.code for each in fields.children()][-2:] == ["10", "99"]
        assert fields.ancestors("7777") == fields.children("0421") == ()

    @pytest.mark.parametrize(
        ("language", "name"),
        [("en", "Chemistry"), ("es", "Química"), ("pt", "Química"), ("zh-hans", "化学"), ("fr", "Chemistry")],
    )
    def test_named_in_the_language_or_else_in_english(self, language: str, name: str) -> None:
        assert code_list("isced_f").name("0531", language) == name

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("0531", "0531"),
            ("0531-Química", "0531"),
            ("0313 - Psicología", "0313"),
            ("023 Idiomas", "023"),
            ("071 - Engineering and engineering trades", "071"),
            ("economia", "0311"),
            ("BELLAS ARTES", "0213"),
            ("法律", "042"),
            ("Education", "01"),
        ],
    )
    def test_resolves_what_spreadsheets_hold(self, written: str, code: str) -> None:
        assert code_of("isced_f", written) == code

    @pytest.mark.parametrize(
        "written", ["", "02.2-Diseño de interiores", "481-Informática", "14-Ciencias", "05311"]
    )
    def test_leaves_older_classifications_alone(self, written: str) -> None:
        assert code_of("isced_f", written) is None

    @pytest.mark.parametrize("year", ["17", "18"])
    def test_reads_the_fields_of_the_real_agreements(self, year: str) -> None:
        path = real_input(f"agreements/unizar_acuerdosMov{year}.csv")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, delimiter=";")
            written = {row["NOMBRE_AREA_ESTUDIOS_MOV"] for row in rows}
        stated = {each: m[1] for each in written if (m := re.match(r"(\d+)\s*[- ]", each))}
        current = {each for each, code in stated.items() if code in code_list("isced_f")}
        assert len(current) > 40
        assert {each for each in current if code_of("isced_f", each) != stated[each]} == set()
        assert {each for each in written - current if code_of("isced_f", each)} == set()


class TestLevels:
    def test_in_order(self) -> None:
        assert [each.code for each in code_list("cefr").codes] == ["A1", "A2", "B1", "B2", "C1", "C2"]
        assert [each.code for each in code_list("eqf").codes] == [str(n) for n in range(1, 9)]
        assert [each.code for each in code_list("isced_level").codes] == [str(n) for n in range(9)]

    @pytest.mark.parametrize(
        ("written", "code"),
        [("b2", "B2"), ("B2 (Nivel avanzado)", "B2"), ("C1 - avançado", "C1"), ("Nivel", None)],
    )
    def test_resolves_a_level_with_words_after_it(self, written: str, code: str | None) -> None:
        assert code_of("cefr", written) == code


class TestCountries:
    def test_iso_and_kosovo(self) -> None:
        codes = {each.code for each in code_list("country").codes}
        assert len(codes) == 250
        assert {"BR", "CN", "PT", "ES", KOSOVO} < codes

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("FRANÇA", "FR"),
            ("ESTADOS UNIDOS", "US"),
            ("EE. UU.", "US"),
            ("Reino Unido", "GB"),
            ("UK", "GB"),
            ("Corea del Sur", "KR"),
            ("COREIA DO SUL", "KR"),
            ("Países Bajos", "NL"),
            ("paises bajos", "NL"),
            ("Holanda", "NL"),
            ("República Checa", "CZ"),
            ("REPÚBLICA TCHECA", "CZ"),
            ("Turquía", "TR"),
            ("POLONIA", "PL"),
            ("Irlanda (Eire)", "IE"),
            ("Arménia", "AM"),
            ("Côte d’Ivoire", "CI"),
            ("Bolivia, Plurinational State of", "BO"),
            ("Trinidad & Tobago", "TT"),
            ("Niger", "NE"),
            ("NIGÉRIA", "NG"),
            ("REPÚBLICA DOMINICANA", "DO"),
            ("Dominica", "DM"),
            ("韩国", "KR"),
            ("英国", "GB"),
            ("香港", "HK"),
            ("德國", "DE"),
            ("EL", "GR"),
            ("BRA", "BR"),
            ("br", "BR"),
            ("\u00a0Portugal ", "PT"),
            ("DE - Germany", "DE"),
            ("Atlantis", None),
            ("", None),
        ],
    )
    def test_resolves_what_people_write(self, written: str, code: str | None) -> None:
        assert code_of("country", written) == code

    @pytest.mark.parametrize("key", ["country", "language"])
    def test_no_spelling_means_two_entries(self, key: str) -> None:
        entries = code_list(key)
        spellings = {spelling for each in entries.codes for spelling in each.spellings()}
        assert {each for each in spellings if not entries.resolve(each)} == set()

    def test_resolves_every_country_of_the_real_stays(self) -> None:
        path = real_input("mobility/capes_brazil_mobility_2005_2019.csv.gz")
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
            names = {row["NM_PAIS_IES_ESTUDO"] for row in csv.DictReader(stream)}
        assert len(names) == 89
        assert unresolved(names) == set()

    @pytest.mark.parametrize("year", ["17", "18"])
    def test_resolves_every_country_of_the_real_agreements(self, year: str) -> None:
        path = real_input(f"agreements/unizar_acuerdosMov{year}.csv")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, delimiter=";")
            names = {row["PAIS_UNIVERSIDAD_ACUERDO"] for row in rows}
        assert len(names) > 30
        assert unresolved(names) == set()

    def test_resolves_the_country_of_every_university_to_the_code_beside_it(self) -> None:
        path = real_input("institutions/world_universities_and_domains.json")
        records = json.loads(path.read_text(encoding="utf-8"))
        pairs = {(each["country"], each["alpha_two_code"]) for each in records}
        assert len(pairs) > 190
        assert {pair for pair in pairs if code_of("country", pair[0]) != pair[1]} == set()

    def test_resolves_every_country_of_the_flows_but_those_that_are_none(self) -> None:
        path = real_input("mobility/unesco_destinations_by_origin.csv")
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        columns = ("origin_country_name", "dest_country_lumped")
        assert unresolved(row[column] for row in rows for column in columns) == set(NO_COUNTRY)

    def test_offered_by_name_without_regard_to_accents(self) -> None:
        names = [name for _, name in code_list("country").choices("pt")]
        assert (
            names.index("África do Sul")
            < names.index("Albânia")
            < names.index("Índia")
            < names.index("Zâmbia")
        )

    def test_offered_by_sound_in_chinese(self) -> None:
        names = [name for _, name in code_list("country").choices("zh-hans")]
        assert names.index("巴西") < names.index("德国") < names.index("葡萄牙") < names.index("中国")


class TestRegions:
    def test_every_country_has_a_region_that_exists(self) -> None:
        regions = code_list("region")
        homes = {each.code: region_of(each.code) for each in code_list("country").codes}
        assert {country for country, home in homes.items() if home is None or home not in regions} == set()
        assert region_of("ZZ") is None

    @pytest.mark.parametrize(
        ("region", "count"), [("002", 60), ("019", 57), ("142", 51), ("150", 52), ("009", 29)]
    )
    def test_continents_have_the_countries_of_the_united_nations(self, region: str, count: int) -> None:
        # Counted in M49; ours adds Taiwan to Asia and Kosovo to Europe, and M49 counts Sark apart.
        assert len(countries_in(region)) == count

    def test_the_world_has_all_countries_and_continents_share_none(self) -> None:
        continents = [countries_in(each.code) for each in code_list("region").children("001")]
        assert frozenset().union(*continents) | {"AQ"} == countries_in("001")
        assert sum(map(len, continents)) + 1 == len(countries_in("001")) == 250

    def test_regions_within_regions(self) -> None:
        assert {"BR", "AR"} < countries_in("005") < countries_in("419") < countries_in("019")
        assert "US" not in countries_in("419")
        assert countries_in("ZZ") == frozenset()

    def test_the_union_and_the_economic_area(self) -> None:
        assert len(EU) == 27
        assert frozenset({"IS", "LI", "NO"}) == EEA - EU
        assert EEA.isdisjoint({"GB", "CH", "TR"})


class TestLanguages:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("ESPAÑOL", "es"),
            ("castellano", "es"),
            ("INGLÉS", "en"),
            ("inglês", "en"),
            ("GRIEGO", "el"),
            ("mandarim", "zh"),
            ("普通话", "zh"),
            ("Deutsch", "de"),
            ("Valencià", "ca"),
            ("tétum", "tet"),
            ("por", "pt"),
            ("OTROS", None),
        ],
    )
    def test_resolves_what_people_write(self, written: str, code: str | None) -> None:
        assert code_of("language", written) == code

    def test_names_begin_with_a_capital(self) -> None:
        assert code_list("language").name("en", "es") == "Inglés"


class TestFinding:
    @pytest.mark.parametrize("word", ["quim", "QUÍM", "quím"])
    def test_neither_case_nor_accents_count(self, word: str) -> None:
        found = {each.code for each in code_list("isced_f").find(word)}
        assert {"0531", "0711"} <= found

    def test_the_very_name_comes_first_then_beginnings_then_words_inside(self) -> None:
        found = [each.code for each in code_list("isced_f").find("language")]
        assert found[0] == "023"
        assert found.index("0231") < found.index("022")

    def test_words_in_any_order(self) -> None:
        assert [each.code for each in code_list("isced_f").find("engineering civil")] == ["0732"]

    def test_falls_back_on_a_shared_word(self) -> None:
        assert "042" in {each.code for each in code_list("isced_f").find("10.1-0421 - Derecho")}

    def test_finds_a_code_with_other_words_behind_it(self) -> None:
        assert code_list("isced_f").find("0531-Ciencia química")[0].code == "0531"

    @pytest.mark.parametrize("text", ["", "  ", "xyzzy"])
    def test_nothing_for_nothing(self, text: str) -> None:
        assert code_list("country").find(text) == []

    def test_no_more_than_asked(self) -> None:
        assert len(code_list("isced_f").find("e", limit=5)) == 5


class TestAnyList:
    TREE = CodeList(
        "tree",
        [
            Code("b", names={"en": "Beech", "pt": "Árvore"}),
            Code("a", names={"en": "Ash"}, aliases=("Fresno",)),
            Code("a1", parent="a", names={"en": "Ash"}),
            Code("c", names={"en": "Same"}),
            Code("d", names={"en": "Same"}),
        ],
    )

    def test_keeps_its_order(self) -> None:
        assert [code for code, _ in self.TREE.choices("en")] == ["b", "a", "a1", "c", "d"]

    def test_by_name_when_so_declared(self) -> None:
        named = CodeList("tree", self.TREE.codes, Order.NAME)
        assert [name for _, name in named.choices("pt")] == ["Árvore", "Ash", "Ash", "Same", "Same"]

    def test_a_name_that_a_branch_repeats_means_its_top(self) -> None:
        assert self.TREE.resolve("ASH") == Code("a")

    def test_a_name_of_two_branches_is_in_doubt(self) -> None:
        assert self.TREE.resolve("same") is None

    def test_a_further_name_and_a_code_in_any_case(self) -> None:
        assert self.TREE.resolve("fresno") == self.TREE.resolve("A") == Code("a")

    def test_an_unknown_code_is_its_own_name(self) -> None:
        assert self.TREE.name("x", "en") == "x"
        assert self.TREE.get("x") is None
        assert "x" not in self.TREE
        assert len(self.TREE) == 5


def test_spellings_are_normalised() -> None:
    spellings = code_list("country").codes[0].spellings()
    assert {"andorra", "ad", "安道尔"} <= spellings
    assert {each for each in spellings if normalise(each) != each} == set()
