"""Words said thousands of times are looked up once for each language, and never in the wrong one."""

from django.utils import translation

from periplus.mobility.enums import StayState
from periplus.web.lists.words import label_of, name_of


def test_choices_and_codes_are_named_in_the_readers_language() -> None:
    with translation.override("en"):
        assert label_of(StayState, "ended") == "Ended"
        assert name_of("country", "DE") == "Germany"
    with translation.override("es"):
        assert name_of("country", "DE") == "Alemania"
    with translation.override("en"):
        assert name_of("country", "DE") == "Germany"


def test_no_code_has_no_name_and_an_unknown_one_is_its_own() -> None:
    assert name_of("country", "") == ""
    assert name_of("country", "ZZ") == "ZZ"
