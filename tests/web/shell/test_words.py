"""Initials, sizes and numbers as people read them."""

import pytest
from django.utils import translation

from periplus.web.shell import words


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Inês Duarte", "ID"), ("Ana Maria de Sá", "AS"), ("王小明", "王"), ("", "?"), ("  ", "?")],
)
def test_initials(name: str, shown: str) -> None:
    assert words.initials(name) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [(340, "340 bytes"), (34_000, "34 kB"), (1_240_000, "1.2 MB"), (52_400_000, "52 MB")],
)
def test_sizes(size: int, shown: str) -> None:
    assert words.size_words(size) == shown


def test_numbers_follow_the_reader() -> None:
    assert words.number_words(146036) == "146,036"
    assert words.number_words(None) == "–"
    with translation.override("pt"):
        assert words.number_words(1234.5, digits=1) == "1.234,5"
