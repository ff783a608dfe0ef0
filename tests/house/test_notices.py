"""Every event that a service writes can be told in a sentence, whose names the service gives."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import periplus
from periplus.core.ledger.notices import find_notice, list_notices
from periplus.core.models import Event

ROOT = Path(periplus.__file__).parent
WRITERS = {"record", "record_bulk", "draft_entry"}
NAME = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Writing:
    """One call that writes an entry: which type, where, and which parts and attributes it names."""

    event: str
    place: str
    names: frozenset[str] | None  # None: they are put together elsewhere


def writings(text: str, place: str) -> Iterator[Writing]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if called in WRITERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield Writing(first.value, f"{place}:{node.lineno}", names_in(node))


def names_in(call: ast.Call) -> frozenset[str] | None:
    found: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg in {"objects", "attributes"}:
            if not isinstance(keyword.value, ast.Dict) or None in keyword.value.keys:
                return None
            found |= {str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)}
    return frozenset(found)


ALL = [
    writing
    for file in sorted(ROOT.rglob("*.py"))
    for writing in writings(file.read_text(), str(file.relative_to(ROOT)))
]


def test_there_is_something_to_test() -> None:
    assert len({writing.event for writing in ALL}) > 50


@pytest.mark.parametrize("event", sorted({writing.event for writing in ALL}))
def test_every_event_has_its_sentence(event: str) -> None:
    places = [writing.place for writing in ALL if writing.event == event]
    assert find_notice(event) is not None, f"{event} has no notice; it is written in {', '.join(places)}"


@pytest.mark.parametrize("writing", [w for w in ALL if w.names is not None], ids=lambda w: w.place)
def test_sentences_use_names_that_the_service_gives(writing: Writing) -> None:
    notice = find_notice(writing.event)
    assert notice is not None
    given = (writing.names or frozenset()) | {"actor"}
    used = set(NAME.findall(str(notice.sentence)))
    if used - given:
        event = Event(type=writing.event, attributes=dict.fromkeys(given, ""))
        try:
            given |= set(notice.words(event))
        except (KeyError, ValueError, TypeError):
            return  # its words are made from values that only the service has
    assert used <= given, f"{writing.place}: {sorted(used - given)} is not given"


def test_events_are_named_alike() -> None:
    for notice in list_notices():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+){2,}", notice.event), notice.event


def test_it_turns_red() -> None:
    text = 'record("test.thing.done", actor=None, objects={"thing": thing}, attributes={"why": 1})'
    [writing] = writings(text, "somewhere")
    assert writing.names == {"thing", "why"}
    assert find_notice("test.thing.done") is None
