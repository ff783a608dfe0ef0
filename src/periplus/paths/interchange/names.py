"""Namespaces of BPMN and DMN, and identifiers that are fit for XML."""

import re
from collections.abc import Iterable
from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
FEEL: Final = "https://www.omg.org/spec/DMN/20191111/FEEL/"
DMN: Final = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DMN_OF_ANY_YEAR: Final = frozenset(
    {
        DMN,
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
OURS: Final = "urn:periplus:bpmn:1"  # what BPMN and DMN cannot say
TARGET: Final = "urn:periplus:procedures"

LONGEST_KEY: Final = 60
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_name(text: str) -> bool:
    """Whether it may stand as an identifier in XML, and as a key here."""
    return bool(_NAME.fullmatch(text))


def fit(text: str) -> str:
    """The text without characters that XML cannot hold, with line ends as a reader will find them."""
    return _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


class Identifiers:
    """Hands out identifiers, each only once; as near to what is wished as XML allows."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def give(self, wish: str, kind: str = "id") -> str:
        stem = wish if is_name(wish) and len(wish) <= LONGEST_KEY else kind
        found, number = stem, 1
        while found in self._taken:
            number += 1
            found = f"{stem[: LONGEST_KEY - 6]}_{number}"
        self._taken.add(found)
        return found


def local(tag: str) -> str:
    """The name of a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]
