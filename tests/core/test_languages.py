"""Numbers and dates as readers of each language write them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from periplus.core.languages import (
    LANGUAGES,
    Number,
    active_language,
    format_date,
    format_instant,
    format_number,
    format_share,
    language_of,
)

DAY = dt.date(2026, 3, 12)


def test_the_four_languages() -> None:
    assert LANGUAGES == (("en", "English"), ("es", "Español"), ("pt", "Português"), ("zh-hans", "中文"))


@pytest.mark.parametrize(
    ("asked", "html"),
    [
        ("en", "en-GB"),
        ("pt-br", "pt-BR"),
        ("zh_Hans", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("es-MX", "es"),
        ("fr", "en-GB"),
    ],
)
def test_the_nearest_language(asked: str, html: str) -> None:
    assert language_of(asked).html == html


@pytest.mark.parametrize(("django", "code"), [("pt", "pt"), ("zh-hans", "zh-hans"), ("fr", "en")])
def test_the_active_language(django: str, code: str) -> None:
    with translation.override(django):
        assert active_language() == code


def test_without_an_active_language_english() -> None:
    with translation.override(None):
        assert active_language() == "en"


@pytest.mark.parametrize(
    ("value", "digits", "language", "text"),
    [
        (1234567, 0, "en", "1,234,567"),
        (1234567, 0, "es", "1.234.567"),
        (1234567, 0, "pt", "1.234.567"),
        (1234567, 0, "zh-hans", "1,234,567"),
        (1.5, 2, "en", "1.50"),
        (Decimal("2.345"), 1, "pt", "2,3"),
        (-3, 0, "en", "-3"),
    ],
)
def test_numbers(value: Number, digits: int, language: str, text: str) -> None:
    assert format_number(value, language, digits) == text


@pytest.mark.parametrize(
    ("value", "digits", "language", "text"),
    [
        (0.125, 1, "en", "12.5%"),
        (0.125, 1, "es", "12,5\u00a0%"),
        (0.125, 1, "pt", "12,5%"),
        (0.125, 0, "zh-hans", "12%"),
        (1, 1, "en", "100.0%"),
    ],
)
def test_shares(value: Number, digits: int, language: str, text: str) -> None:
    assert format_share(value, language, digits) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12 March 2026"),
        ("es", "12 de marzo de 2026"),
        ("pt", "12 de março de 2026"),
        ("zh-hans", "2026年3月12日"),
    ],
)
def test_days(language: str, text: str) -> None:
    assert format_date(DAY, language) == text


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Europe/Lisbon", "en", "12 March 2026, 14:00 (Lisbon)"),
        ("Europe/Lisbon", "pt", "12 de março de 2026, 14:00 (Lisboa)"),
        ("America/Sao_Paulo", "es", "12 de marzo de 2026, 11:00 (São Paulo)"),
        ("Asia/Shanghai", "zh-hans", "2026年3月12日 22:00（上海）"),
        ("Pacific/Auckland", "en", "13 March 2026, 03:00 (Auckland)"),
    ],
)
def test_moments_by_the_clocks_of_a_place(zone: str, language: str, text: str) -> None:
    at = dt.datetime(2026, 3, 12, 14, 0, tzinfo=dt.UTC)
    assert format_instant(at, zone, language) == text


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_instant(dt.datetime(2026, 3, 12, 14, 0), "Europe/Lisbon", "en")  # noqa: DTZ001
