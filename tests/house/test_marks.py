"""Every language has its own marks: full-width ones in Chinese, angled quotes in Spanish."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from tests.house.sources import PACKAGE

CHINESE = "[\u4e00-\u9fff”]"
WRONG = {
    "zh_Hans": re.compile(rf"{CHINESE}[,:;?!(]|[,;?!)]{CHINESE}"),
    "es": re.compile("[“”]"),
}


def sentences(language: str) -> Iterator[str]:
    file = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as opened:
        for message in read_po(opened, locale=language):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string or []


@pytest.mark.parametrize("language", sorted(WRONG))
def test_sentences_carry_the_marks_of_their_language(language: str) -> None:
    assert [sentence for sentence in sentences(language) if WRONG[language].search(sentence)] == []


def test_it_turns_red() -> None:
    assert WRONG["zh_Hans"].search("最常见的在前,最多 30 条。")
    assert not WRONG["zh_Hans"].search("最常见的在前，最多 30 条。")
    assert WRONG["es"].search("El flujo “uno” no existe.")
